/*
 * What an access point knows: its password in both forms, and who is there.
 */
import { expect, test } from "vitest";
import { AccessPoint, isKey } from "../../../src/simulator/network/access-point.ts";
import { World } from "../../../src/simulator/world/world.ts";

// IEEE 802.11, annex J.4.2: pass phrases, SSIDs, and the keys that come of them.
const KEYS: [string, string, string][] = [
  ["password", "IEEE", "f42c6fc52df0ebef9ebb4b90b38a5f902e83fe1b135a70e23aed762e9710a12e"],
  ["ThisIsAPassword", "ThisIsASSID", "0dc0d6eb90555ed6419756b9a15ec3e3209b63df707dd508d14581f8982721af"],
];

function accessPoint(ssid: string, password: string): AccessPoint {
  return new AccessPoint(new World({ seed: 1 }), { ssid, password, channel: 1, bssid: "02:00:00:00:00:01" });
}

for (const [passphrase, ssid, key] of KEYS) {
  test(`"${passphrase}" for "${ssid}" is the key that the standard says, whichever of the two is where`, () => {
    for (const mine of [passphrase, key]) {
      for (const theirs of [passphrase, key, key.toUpperCase()])
        expect(accessPoint(ssid, mine).accepts(theirs)).toBe(true);
      for (const wrong of ["", `${passphrase}x`, key.replace("0", "1"), key.slice(1)])
        expect(accessPoint(ssid, mine).accepts(wrong)).toBe(false);
    }
  });
}

test("an open network accepts no password but none", () => {
  expect(accessPoint("open", "").accepts("")).toBe(true);
  expect(accessPoint("open", "").accepts("something")).toBe(false);
});

test("64 hexadecimal digits are a key, 63 are a passphrase", () => {
  expect([isKey("0".repeat(64)), isKey("0".repeat(63)), isKey("g".repeat(64))]).toEqual([true, false, false]);
});

test("every board has an address of its own, always the same", () => {
  const point = accessPoint("a", "");
  const first = { heard() {}, dropped() {} };
  const second = { heard() {}, dropped() {} };
  expect([first, second, first].map((member) => point.lease(member))).toEqual([
    "10.0.0.2",
    "10.0.0.3",
    "10.0.0.2",
  ]);
});
