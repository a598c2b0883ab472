/*
 * What the user of a built station has to know, in plain words: what its firmware must have, what a sleep costs on its
 * runtime, and what of its site the runtime does not heed.
 * Not here: what cannot work (station/check.ts, station-build.ts); what is no concern of a build (station/check-advice.ts).
 * Source: NodeMCU 3.0, docs/modules/rtcmem.md, node.md; Espruino 2v29, src/jswrap_storage.c and the flash of its boards;
 * SPI NOR flash, 100,000 erases of a sector; for the time that a key takes src/simulator/energy/model.json, pbkdf2.
 */
import { isIPv4 } from "node:net";
import { isDeepSleeper } from "../station/availability.ts";
import type { Site } from "../station/runner.ts";
import type { Bus } from "../runtimes/port.ts";
import type { Runtime, Station } from "../station/station.ts";
import { UNVERIFIED } from "./library.ts";

const NODEMCU_TLS =
  "NodeMCU verifies a broker's certificate only against one that tls.cert.verify has put into its flash";
const MODDABLE_TLS =
  "Moddable's TLS compares dates of certificates with the board's clock, which has to be set before: " +
  "the firmware asks pool.ntp.org";

const DAY_S = 86400;
/** The longest sleep in one go, of a warm chip: 2^31 and 2^32 microseconds, and what dsleepMax gives at least. */
const LONGEST_S: Record<Runtime, number> = { espruino: 2147, moddable: 4294, nodemcu: 12600 };
/** Modules of NodeMCU's firmware for each bus. */
const BUS_MODULES: Record<Bus, string> = {
  i2c: "i2c",
  onewire: "ow",
  dht: "dht",
  analog: "adc",
  digital: "gpio",
  pulse: "gpio",
};
const PAGE_BYTES = 4096;
const ERASES = 100_000;
/** Pages of Espruino's Storage. */
const PAGES: Record<string, number> = { esp8266: 48 };
const PAGES_ELSEWHERE = 224;
/** Heads and turns of two blocks, and what a station keeps beside its session. */
const KEPT_BYTES = 200;
const ENTRY_BYTES = 5;

/** The modules that a NodeMCU firmware must have for this station. */
export function nodemcuModules(station: Station, isSecure: boolean): string[] {
  const buses = station.feeds.map(({ bus }) => BUS_MODULES[bus]);
  return [...new Set(["net", "node", "tmr", "wifi", ...buses, ...(isSecure ? ["tls"] : [])])].sort();
}

function warnOfModules(station: Station, { isSecure }: Site): string[] {
  const modules = nodemcuModules(station, isSecure).join(", ");
  const warnings = [
    `its NodeMCU firmware needs the modules ${modules}; with sntp readings have calendar time, too`,
  ];
  if (isDeepSleeper(station))
    warnings.push(
      "what outlives a sleep is kept in RTC memory if the firmware has the module rtcmem, which is none of the usual ones; " +
        "else the module file writes it into flash at every wake",
    );
  return warnings;
}

/** How often in a day a reading is due; those of one moment share a wake. */
function wakesADay({ feeds }: Station): number {
  const moments = new Set<number>();
  for (const { everyS } of feeds) for (let atS = 0; atS < DAY_S; atS += everyS) moments.add(atS);
  return moments.size;
}

function warnOfFlash(station: Station): string[] {
  const { outboxBytes, outboxEntries } = station.limits;
  const bytes = KEPT_BYTES + outboxBytes + ENTRY_BYTES * outboxEntries;
  const pages = PAGES[station.hardware.chip] ?? PAGES_ELSEWHERE;
  const wakes = wakesADay(station);
  const years = Math.floor((pages * ERASES * PAGE_BYTES) / (wakes * bytes) / 365);
  return [
    `Espruino keeps what outlives a sleep in its flash: ${2 * wakes} writes a day, at most ${bytes} bytes for two of them, ` +
      `which ${pages} pages of ${PAGE_BYTES} bytes bear for ${years} years (${ERASES} erases each)`,
  ];
}

function warnOfChains({ feeds, runtime }: Station): string[] {
  const gapS = Math.min(...feeds.map(({ everyS }) => everyS));
  const longestS = LONGEST_S[runtime];
  const between = Math.ceil(gapS / longestS) - 1;
  if (between === 0) return [];
  return [
    `one sleep lasts ${longestS} s at most with ${runtime}: between two readings it wakes ${between} ${between === 1 ? "time" : "times"}, only to sleep again`,
  ];
}

function warnOfJoin({ runtime, hardware }: Station, { host, wifi }: Site): string[] {
  if (wifi === undefined) return [];
  const warnings: string[] = [];
  if (wifi.password !== "" && wifi.password.length < 64)
    warnings.push(
      `the board derives a key from the password at every wake, which takes about 0.4 s (an estimate): npx catnap psk ${JSON.stringify(wifi.ssid)} prints the key, which goes in its place`,
    );
  if (wifi.address !== undefined && runtime === "moddable")
    warnings.push("Moddable's Wi-Fi knows no fixed address: it asks DHCP, whatever the site says");
  if (wifi.address !== undefined && runtime === "espruino" && !isIPv4(host))
    warnings.push(
      `Espruino takes no "dns" with a fixed address: write the broker's address in place of ${host}`,
    );
  return hardware.chip === "esp8266" ? [...warnings, ...WIRE] : warnings;
}

const WIRE = [
  "the timer of an ESP8266 wakes it through GPIO16 at RST: without that wire its first sleep is its last; take it off while a program is loaded",
];

function warnOfSleep(station: Station, site: Site): string[] {
  if (!isDeepSleeper(station)) return [];
  const flash = station.runtime === "espruino" ? warnOfFlash(station) : [];
  return [...flash, ...warnOfChains(station), ...warnOfJoin(station, site)];
}

/** One sentence for each thing. */
export function warningsFor(station: Station, site: Site): string[] {
  const { runtime } = station;
  const { host, isSecure } = site;
  const warnings: string[] = [];
  if (runtime === "espruino" && isSecure) warnings.push(UNVERIFIED);
  if (runtime === "nodemcu" && isSecure) warnings.push(NODEMCU_TLS);
  if (runtime === "moddable" && isSecure) warnings.push(MODDABLE_TLS);
  if (/^(?:localhost|127\..*|::1)$/.test(host))
    warnings.push(`${host} is the board itself once this runs on one: give the broker's name or address`);
  if (runtime === "nodemcu") warnings.push(...warnOfModules(station, site));
  return [...warnings, ...warnOfSleep(station, site)];
}
