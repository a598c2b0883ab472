import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { cellar } from "../support/stations/cellar.ts";
import { sleeper } from "../support/stations/sleeper.ts";
import { ROOT } from "../../src/toolchain/features.ts";
import { loadSite } from "../../src/toolchain/site-file.ts";
import { requireWifi, wifiOf } from "../../src/toolchain/site-wifi.ts";

const KEY = "0123456789abcdefABCDEF9876543210".repeat(2);
const HOME = { ssid: "home", password: "correct horse" };
const FIXED = { address: "10.0.0.2", netmask: "255.255.255.0", gateway: "10.0.0.1", dns: "10.0.0.1" };

const folder = mkdtempSync(join(tmpdir(), "catnap-wifi-"));
const station = join(folder, "boards", "bed.ts");
mkdirSync(join(folder, "boards"));
afterAll(() => rmSync(folder, { recursive: true }));

/** The site of a station whose settings file says this. */
function siteWith(settings: object, environment = {}) {
  writeFileSync(join(folder, "catnap.config.json"), JSON.stringify(settings));
  return loadSite(station, folder, environment);
}

for (const wifi of [
  HOME,
  { ssid: "s", password: "" },
  { ssid: "ü".repeat(16), password: "x".repeat(63) },
  { ssid: "home", password: "12345678" },
  { ssid: "home", password: KEY },
  { ...HOME, ...FIXED },
])
  test(`${JSON.stringify(wifi)} is a network`, () => {
    expect(wifiOf(wifi)).toEqual(wifi);
  });

test("an open network needs no password", () => {
  expect(wifiOf({ ssid: "open" })).toEqual({ ssid: "open", password: "" });
});

// What the settings hold, and what is said about it.
const WRONG: [unknown, string][] = [
  ["home", '"wifi" is no object; write { "ssid"'],
  [[], '"wifi" is no object; write { "ssid"'],
  [{}, '"ssid" is missing in "wifi"; write { "ssid"'],
  [{ ...HOME, ssid: 5 }, '"ssid" in "wifi" is no text; write { "ssid"'],
  [{ ...HOME, ssid: "" }, '"ssid" has 0 bytes: the name of a network has 1 to 32'],
  [{ ...HOME, ssid: "ü".repeat(16) + "x" }, '"ssid" has 33 bytes: the name of a network has 1 to 32'],
  [{ ...HOME, password: "1234567" }, '"password" has 7 characters, or some beyond ASCII: give 8 to 63'],
  [{ ...HOME, password: "x".repeat(64) }, '"password" has 64 characters, or some beyond ASCII: give 8 to 63'],
  [{ ...HOME, password: "grünspan" }, '"password" has 8 characters, or some beyond ASCII: give 8 to 63'],
  [{ ...HOME, pass: "x" }, 'nothing is known as "pass" in "wifi", there are "ssid", "password", "address"'],
  [{ ...HOME, address: "10.0.0.2" }, '"netmask", "gateway", "dns" missing beside "address": a fixed address'],
  [{ ...HOME, ...FIXED, gateway: "10.0.0" }, '"gateway" is "10.0.0": write it as 192.168.1.20'],
  [{ ...HOME, ...FIXED, dns: "dns.example" }, '"dns" is "dns.example": write it as 192.168.1.20'],
];

for (const [wifi, sentence] of WRONG)
  test(`${JSON.stringify(wifi)}: ${sentence}`, () => {
    expect(() => wifiOf(wifi)).toThrow(sentence);
    // The file is named.
    expect(() => siteWith({ broker: "mqtt://b", wifi })).toThrow(join(folder, "catnap.config.json"));
  });

test("a password is never repeated in what is said about it", () => {
  expect(() => wifiOf({ ssid: "home", password: "pst-pst" })).not.toThrow(/pst-pst/);
});

describe("the environment goes before the file", () => {
  const settings = { broker: "mqtt://b", wifi: { ...HOME, ...FIXED } };

  // What the environment says, and which network that makes.
  const NETWORKS: [string, Record<string, string>, unknown][] = [
    ["nothing", {}, settings.wifi],
    ["empty texts", { CATNAP_WIFI_SSID: "", CATNAP_WIFI_PASSWORD: "" }, settings.wifi],
    [
      "a password alone",
      { CATNAP_WIFI_PASSWORD: "another one" },
      { ...settings.wifi, password: "another one" },
    ],
    [
      "another network, which has other addresses",
      { CATNAP_WIFI_SSID: "barn", CATNAP_WIFI_PASSWORD: "another one" },
      { ssid: "barn", password: "another one" },
    ],
    ["an open network", { CATNAP_WIFI_SSID: "barn" }, { ssid: "barn", password: "" }],
    [
      "the same network",
      { CATNAP_WIFI_SSID: "home", CATNAP_WIFI_PASSWORD: "another one" },
      { ...settings.wifi, password: "another one" },
    ],
    ["another broker", { CATNAP_BROKER: "mqtt://other" }, settings.wifi],
  ];

  for (const [what, environment, wifi] of NETWORKS)
    test(`${what}: the network is ${JSON.stringify(wifi)}`, () => {
      expect(siteWith(settings, environment).wifi).toEqual(wifi);
    });

  test("a file need not name a broker that the environment names", () => {
    const site = siteWith({ wifi: HOME }, { CATNAP_BROKER: "mqtt://other" });
    expect(site).toMatchObject({ host: "other", wifi: HOME });
    expect(() => siteWith({ wifi: HOME })).toThrow('"broker" is missing');
  });

  test("without a file the environment is enough", () => {
    rmSync(join(folder, "catnap.config.json"));
    const environment = {
      CATNAP_BROKER: "mqtt://b",
      CATNAP_WIFI_SSID: "barn",
      CATNAP_WIFI_PASSWORD: "another one",
    };
    expect(loadSite(station, folder, environment).wifi).toEqual({ ssid: "barn", password: "another one" });
    expect(loadSite(station, folder, { CATNAP_BROKER: "mqtt://b" }).wifi).toBeUndefined();
  });

  test("what is wrong in it is named", () => {
    const settings = { broker: "mqtt://b" };
    expect(() => siteWith(settings, { CATNAP_WIFI_SSID: "barn", CATNAP_WIFI_PASSWORD: "short" })).toThrow(
      'CATNAP_WIFI_SSID, CATNAP_WIFI_PASSWORD: "password" has 5 characters',
    );
    expect(() => siteWith(settings, { CATNAP_WIFI_PASSWORD: "another one" })).toThrow(
      "CATNAP_WIFI_PASSWORD: it is the password of no network: set CATNAP_WIFI_SSID as well",
    );
  });
});

test("the committed example is a whole site, and with a fixed address", () => {
  const example = JSON.parse(readFileSync(join(ROOT, "catnap.config.example.json"), "utf8")) as object;
  expect(siteWith(example)).toMatchObject({
    host: "192.168.1.10",
    wifi: { ssid: "home", address: "192.168.1.20" },
  });
});

test("a station that sleeps deeply needs a network to join, and no other does", () => {
  expect(() => requireWifi(sleeper, {})).toThrow(
    /^sleeper joins Wi-Fi by itself when it wakes from deep sleep, and nothing says which: write "wifi": .* or set CATNAP_WIFI_SSID/,
  );
  expect(() => requireWifi(sleeper, { wifi: HOME })).not.toThrow();
  expect(() => requireWifi(cellar, {})).not.toThrow();
});
