/*
 * Reads where a station is deployed: catnap.config.json beside the station or in the current folder, which git
 * ignores, or the environment, which goes first. Not here: Wi-Fi, which the firmware of each runtime joins by itself.
 */
import { readFileSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { parseBroker } from "../simulator/address.ts";
import type { Site } from "../station/runner.ts";
import { readAuthority } from "./station-secure.ts";

const FILE = "catnap.config.json";
/** Say the broker, and the file of its authority's certificate, in place of the file. */
const VARIABLE = "CATNAP_BROKER";
const AUTHORITY = "CATNAP_AUTHORITY";
const EXAMPLE = '{ "broker": "mqtt://user:password@192.168.1.10:1883" }';

export interface StationSite extends Site {
  /** Who vouches for the broker: a certificate as DER. Needed where TLS trusts nobody by itself. */
  authority?: Uint8Array;
}

interface Settings {
  broker: string;
  /** From the folder of the settings. */
  authority?: string | undefined;
}

/** Why a text or file is no site, with where it stands before it. */
function within<Result>(place: string, read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    throw new Error(`${place}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

function settingsOf(text: string): Settings {
  const settings = JSON.parse(text) as unknown;
  if (typeof settings !== "object" || settings === null || Array.isArray(settings))
    throw new Error(`write an object, such as ${EXAMPLE}`);
  const { broker, authority, ...others } = settings as Record<string, unknown>;
  const [other] = Object.keys(others);
  if (other !== undefined)
    throw new Error(`nothing is known as "${other}", there are "broker" and "authority"`);
  if (typeof broker !== "string") throw new Error(`"broker" is missing, or no text; write ${EXAMPLE}`);
  if (authority !== undefined && typeof authority !== "string")
    throw new Error('"authority" is no text; write the name of a file, such as "authority.pem"');
  return { broker, authority };
}

function siteOf({ broker, authority }: Settings, folder: string): StationSite {
  const address = parseBroker(broker);
  if (authority === undefined || authority === "") return address;
  if (!address.isSecure)
    throw new Error("an authority vouches for a broker that speaks TLS: write mqtts://, or leave it out");
  return { ...address, authority: readAuthority(resolve(folder, authority)) };
}

/**
 * The broker that a station will call, how to log in there, and who vouches for it.
 *
 * @param stationPath  the file of the station
 * @param folder       the current one
 * @throws             Error that says what is missing or wrong, and where
 */
export function loadSite(
  stationPath: string,
  folder: string,
  environment: NodeJS.ProcessEnv = process.env,
): StationSite {
  const given = environment[VARIABLE];
  const authority = environment[AUTHORITY];
  if (given !== undefined && given !== "")
    return within(VARIABLE, () => siteOf({ broker: given, authority }, folder));
  const places = [...new Set([dirname(stationPath), folder])].map((place) => join(place, FILE));
  const file = places.find((place) => statSync(place, { throwIfNoEntry: false })?.isFile() === true);
  if (file === undefined)
    throw new Error(
      `nothing says which broker the station will call: write ${FILE} beside it or here, with ${EXAMPLE}, or set ${VARIABLE}`,
    );
  return within(file, () => {
    const settings = settingsOf(readFileSync(file, "utf8"));
    if (authority === undefined || authority === "") return siteOf(settings, dirname(file));
    return siteOf({ ...settings, authority }, resolve(folder));
  });
}
