/*
 * The Wi-Fi of a site, as its settings and the environment say it.
 * Source: IEEE 802.11-2020, 9.4.2.2 (an SSID has at most 32 bytes) and J.4.1 (a passphrase has 8 to 63 characters of ASCII).
 */
import { isIPv4 } from "node:net";
import type { Wifi } from "../runtimes/board.ts";
import { isDeepSleeper } from "../station/availability.ts";
import type { Station } from "../station/station.ts";

const SSID = "CATNAP_WIFI_SSID";
const PASSWORD = "CATNAP_WIFI_PASSWORD";
const EXAMPLE = '{ "ssid": "home", "password": "at least 8 characters" }';
const ADDRESSES = ["address", "netmask", "gateway", "dns"] as const;
const MOST_SSID_BYTES = 32;

function checkSsid(ssid: string): void {
  const bytes = Buffer.byteLength(ssid);
  if (bytes === 0 || bytes > MOST_SSID_BYTES)
    throw new Error(`"ssid" has ${bytes} bytes: the name of a network has 1 to ${MOST_SSID_BYTES}`);
}

/** The password itself is not repeated: what is printed may be kept. */
function checkPassword(password: string): void {
  const isKey = /^[0-9a-f]{64}$/i.test(password);
  if (isKey || password === "" || /^[ -~]{8,63}$/.test(password)) return;
  throw new Error(
    `"password" has ${password.length} characters, or some beyond ASCII: give 8 to 63, the key as 64 hexadecimal digits (catnap psk), or none for an open network`,
  );
}

function checkAddresses(wifi: Record<string, string>): void {
  const given = ADDRESSES.filter((name) => wifi[name] !== undefined);
  const missing = ADDRESSES.filter((name) => wifi[name] === undefined);
  if (given.length > 0 && missing.length > 0)
    throw new Error(
      `"${missing.join('", "')}" missing beside "${given.join('", "')}": a fixed address needs all four, DHCP none`,
    );
  for (const name of given)
    if (!isIPv4(wifi[name] as string))
      throw new Error(`"${name}" is "${wifi[name]}": write it as 192.168.1.20`);
}

/** @throws  Error that says what is wrong with the "wifi" of a file */
export function wifiOf(value: unknown): Wifi {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new Error(`"wifi" is no object; write ${EXAMPLE}`);
  const known = ["ssid", "password", ...ADDRESSES];
  const parts = value as Record<string, unknown>;
  for (const [name, part] of Object.entries(parts)) {
    if (!known.includes(name))
      throw new Error(`nothing is known as "${name}" in "wifi", there are "${known.join('", "')}"`);
    if (typeof part !== "string") throw new Error(`"${name}" in "wifi" is no text; write ${EXAMPLE}`);
  }
  const wifi = { password: "", ...(parts as Record<string, string>) };
  const { ssid } = wifi as Record<string, string>;
  if (ssid === undefined) throw new Error(`"ssid" is missing in "wifi"; write ${EXAMPLE}`);
  checkSsid(ssid);
  checkPassword(wifi.password);
  checkAddresses(wifi);
  return { ...wifi, ssid };
}

/**
 * The network of a site: what the environment says goes before what the file says.
 *
 * @param file  of the file, if it has any
 */
export function wifiAt(file: Wifi | undefined, environment: NodeJS.ProcessEnv): Wifi | undefined {
  const ssid = environment[SSID] ?? "";
  const password = environment[PASSWORD] ?? "";
  if (ssid === "" && password === "") return file;
  try {
    // Another network has another password, and other addresses.
    if (ssid !== "" && ssid !== file?.ssid) return wifiOf({ ssid, password });
    if (file === undefined) throw new Error(`it is the password of no network: set ${SSID} as well`);
    return wifiOf({ ...file, ...(password === "" ? {} : { password }) });
  } catch (error) {
    const names = [SSID, PASSWORD].filter((name) => (environment[name] ?? "") !== "").join(", ");
    throw new Error(`${names}: ${(error as Error).message}`, { cause: error });
  }
}

/** @throws  Error where a station has to join by itself, and nothing says what */
export function requireWifi(station: Station, site: { wifi?: Wifi | undefined }): void {
  if (site.wifi !== undefined || !isDeepSleeper(station)) return;
  throw new Error(
    `${station.name} joins Wi-Fi by itself when it wakes from deep sleep, and nothing says which: write "wifi": ${EXAMPLE} into catnap.config.json, or set ${SSID} and ${PASSWORD}`,
  );
}
