import { expect, test } from "vitest";
import { checkStation } from "../../src/station/check.ts";
import type { Station } from "../../src/station/station.ts";
import { BED, fed } from "../support/check-table.ts";

const ADVICE = "a station is committed, so write it into catnap.config.json, which git ignores";

const with_ = (parts: Record<string, unknown>): Station => ({ ...BED, ...parts });

// A station, and where its secret is said to be.
const SECRETS: [Station, string][] = [
  [with_({ password: "x" }), "station.password"],
  [with_({ Passphrase: "x" }), "station.Passphrase"],
  [with_({ ssid: "home" }), "station.ssid"],
  [with_({ userName: "bed" }), "station.userName"],
  [with_({ broker: "mqtt://b" }), "station.broker"],
  [with_({ wifi: { ssid: "home" } }), "station.wifi"],
  [with_({ limits: { ...BED.limits, token: 1 } }), "station.limits.token"],
  [fed(BED, { user: "x" } as object), "station.feeds[0].user"],
];

for (const [station, place] of SECRETS)
  test(`${place} is a setting of its site`, () => {
    expect(checkStation(station)).toContain(`${place} is a setting of its site: ${ADVICE}`);
  });

test("a login in a text is found wherever it stands", () => {
  const station = fed(BED, { topic: "mqtt://bed:secret@broker/air" });
  expect(checkStation(station)).toEqual([`station.feeds[0].topic has a login in it: ${ADVICE}`]);
});

// What looks like a secret, and is none.
const OPEN: Station[] = [
  fed(BED, { topic: "{name}/password" }),
  { ...BED, name: "wifi" },
  fed(BED, { topic: "{name}//air" }),
  { ...BED, hardware: { ...BED.hardware, name: "Token Ring //x@y" } },
];

for (const station of OPEN)
  test(`${station.name} at ${station.hardware.name} with ${station.feeds[0]?.topic} has no secret`, () => {
    expect(checkStation(station)).toEqual([]);
  });
