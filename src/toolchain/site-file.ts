/*
 * Reads where a station is deployed: catnap.config.json beside the station or in the current folder, which git
 * ignores, or the environment. Not here: Wi-Fi, which the firmware of each runtime joins by itself.
 */
import { readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { parseBroker } from "../simulator/address.ts";
import type { BrokerAddress } from "../simulator/address.ts";

const FILE = "catnap.config.json";
/** Says the broker in place of the file. */
const VARIABLE = "CATNAP_BROKER";
const EXAMPLE = '{ "broker": "mqtt://user:password@192.168.1.10:1883" }';

/** Why a text or file is no site, with where it stands before it. */
function within<Result>(place: string, read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    throw new Error(`${place}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

function brokerOf(text: string): string {
  const settings = JSON.parse(text) as unknown;
  if (typeof settings !== "object" || settings === null || Array.isArray(settings))
    throw new Error(`write an object, such as ${EXAMPLE}`);
  const { broker, ...others } = settings as Record<string, unknown>;
  const [other] = Object.keys(others);
  if (other !== undefined) throw new Error(`nothing is known as "${other}", there is "broker"`);
  if (typeof broker !== "string") throw new Error(`"broker" is missing, or no text; write ${EXAMPLE}`);
  return broker;
}

/**
 * The broker that a station will call, and how to log in there.
 *
 * @param stationPath  the file of the station
 * @param folder       the current one
 * @throws             Error that says what is missing or wrong, and where
 */
export function loadSite(
  stationPath: string,
  folder: string,
  environment: NodeJS.ProcessEnv = process.env,
): BrokerAddress {
  const given = environment[VARIABLE];
  if (given !== undefined && given !== "") return within(VARIABLE, () => parseBroker(given));
  const places = [...new Set([dirname(stationPath), folder])].map((place) => join(place, FILE));
  const file = places.find((place) => statSync(place, { throwIfNoEntry: false })?.isFile() === true);
  if (file === undefined)
    throw new Error(
      `nothing says which broker the station will call: write ${FILE} beside it or here, with ${EXAMPLE}, or set ${VARIABLE}`,
    );
  return within(file, () => parseBroker(brokerOf(readFileSync(file, "utf8"))));
}
