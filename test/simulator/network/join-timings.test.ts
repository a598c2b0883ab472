/*
 * How measured joins are split into scanning and the rest, and that the parts add up to what was measured.
 */
import { expect, test } from "vitest";
import { scanTimes } from "../../../src/simulator/network/join-timings.ts";
import { ESP32_JOIN } from "../../support/sim-wifi.ts";

/** join_fast, and join_no_hint less pbkdf2, of the energy model's chips; undefined where it has none. */
const CHIPS: [string, number, number | undefined][] = [
  ["ESP32", 200, 264],
  ["ESP32-C3", 63, undefined],
  ["ESP32-S3", 200, undefined],
  ["ESP8266", 170, undefined],
];

for (const [name, fastMs, noHintMs] of CHIPS) {
  test(`${name}: the parts of a join add up to what was measured`, () => {
    const times = scanTimes({ ...ESP32_JOIN, fastMs, noHintMs });
    expect(times.hintedMs + times.secureMs).toBe(fastMs);
    expect(times.foundMs + times.secureMs).toBe(noHintMs ?? 13 * 120 + times.secureMs);
    expect(Math.min(times.hintedMs, times.secureMs)).toBeGreaterThan(0);
    expect(times.allMs).toBe(1560);
  });
}
