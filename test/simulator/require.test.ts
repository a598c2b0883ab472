import { expect, test } from "vitest";
import { greenhouse } from "../support/stations/greenhouse.ts";
import { parseBroker } from "../../src/simulator/address.ts";
import { requireRoom, requireStation } from "../../src/simulator/require.ts";

test("all that is wrong with a station is told at once, a line each", () => {
  const station = { ...greenhouse, limits: { ...greenhouse.limits, txBytes: 20, outboxBytes: 5 } };
  expect(() => requireStation(station)).toThrow(
    "this station cannot work:\n" +
      "  limits.txBytes is 20, the smallest that would do is 138: the largest packet must fit\n" +
      "  limits.outboxBytes is 5, the smallest that would do is 18: the largest reading must fit",
  );
  expect(() => requireStation(greenhouse)).not.toThrow();
});

test("a login that does not fit into the first packet is told, with what would do; one that just fits is not", () => {
  // Fixed header, protocol and keep alive take 3 + 10 bytes, and each text its length in two: id, topic and payload of the
  // will, user name.
  const texts = ["greenhouse-0123456789ab", "greenhouse/availability", "offline", ""];
  const rest = greenhouse.limits.txBytes - 3 - 10 - texts.join("").length - 2 * texts.length;
  const login = (bytes: number) => parseBroker(`mqtt://${"u".repeat(bytes)}@b`);
  expect(() => requireRoom(greenhouse, login(rest))).not.toThrow();
  expect(() => requireRoom(greenhouse, login(rest + 1))).toThrow(
    "limits.txBytes is 256, the smallest that would do is 257: user name and password must fit",
  );
});
