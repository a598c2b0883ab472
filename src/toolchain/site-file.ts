/*
 * Reads where a station is deployed: catnap.config.json beside the station or in the current folder, which git
 * ignores, or the environment, which goes first. Not here: what is right for Wi-Fi (site-wifi.ts).
 */
import { readFileSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { parseBroker } from "../simulator/address.ts";
import type { Site } from "../station/runner.ts";
import type { Wifi } from "../runtimes/board.ts";
import { wifiAt, wifiOf } from "./site-wifi.ts";
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
  wifi?: Wifi | undefined;
}

/** Why a text or file is no site, with where it stands before it. */
function within<Result>(place: string, read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    throw new Error(`${place}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

/** @param given  in place of the one in the file, which then need not name any */
function settingsOf(text: string, given: string | undefined): Settings {
  const settings = JSON.parse(text) as unknown;
  if (typeof settings !== "object" || settings === null || Array.isArray(settings))
    throw new Error(`write an object, such as ${EXAMPLE}`);
  const { broker = given, authority, wifi, ...others } = settings as Record<string, unknown>;
  const [other] = Object.keys(others);
  if (other !== undefined)
    throw new Error(`nothing is known as "${other}", there are "broker", "authority" and "wifi"`);
  if (typeof broker !== "string") throw new Error(`"broker" is missing, or no text; write ${EXAMPLE}`);
  if (authority !== undefined && typeof authority !== "string")
    throw new Error('"authority" is no text; write the name of a file, such as "authority.pem"');
  return { broker: given ?? broker, authority, wifi: wifi === undefined ? undefined : wifiOf(wifi) };
}

function siteOf({ broker, authority, wifi }: Settings, folder: string): StationSite {
  const address: StationSite = { ...parseBroker(broker), ...(wifi === undefined ? {} : { wifi }) };
  if (authority === undefined || authority === "") return address;
  if (!address.isSecure)
    throw new Error("an authority vouches for a broker that speaks TLS: write mqtts://, or leave it out");
  return { ...address, authority: readAuthority(resolve(folder, authority)) };
}

/** The settings of the environment, and the folder from which they count. */
interface Given {
  broker: string | undefined;
  authority: string | undefined;
  folder: string;
}

/** Whatever is empty is not set. */
function givenBy(environment: NodeJS.ProcessEnv, folder: string): Given {
  const text = (name: string) => (environment[name] === "" ? undefined : environment[name]);
  return { broker: text(VARIABLE), authority: text(AUTHORITY), folder: resolve(folder) };
}

/** What the file says, where the environment does not. The file's authority is that of the file's broker. */
function siteIn(file: string, given: Given, environment: NodeJS.ProcessEnv): StationSite {
  const settings = within(file, () => settingsOf(readFileSync(file, "utf8"), given.broker));
  const wifi = wifiAt(settings.wifi, environment);
  if (given.broker !== undefined)
    return within(VARIABLE, () => siteOf({ ...settings, authority: given.authority, wifi }, given.folder));
  return within(file, () =>
    given.authority === undefined
      ? siteOf({ ...settings, wifi }, dirname(file))
      : siteOf({ ...settings, authority: given.authority, wifi }, given.folder),
  );
}

/**
 * The broker that a station will call, how to log in there, who vouches for it, and the network to join.
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
  const given = givenBy(environment, folder);
  const places = [...new Set([dirname(stationPath), folder])].map((place) => join(place, FILE));
  const file = places.find((place) => statSync(place, { throwIfNoEntry: false })?.isFile() === true);
  if (file !== undefined) return siteIn(file, given, environment);
  const { broker, authority } = given;
  if (broker === undefined)
    throw new Error(
      `nothing says which broker the station will call: write ${FILE} beside it or here, with ${EXAMPLE}, or set ${VARIABLE}`,
    );
  const wifi = wifiAt(undefined, environment);
  return within(VARIABLE, () => siteOf({ broker, authority, wifi }, given.folder));
}
