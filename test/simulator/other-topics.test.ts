import { expect, test } from "vitest";
import { otherTopics } from "../../src/simulator/other-topics.ts";
import { cellar } from "../support/stations/cellar.ts";

test("what is no reading has topics of its own, one more with Home Assistant", () => {
  const plain = ["cellar/availability", "cellar/status", "cellar/log"];
  expect(otherTopics(cellar, "beef")).toEqual(plain);
  expect(otherTopics({ ...cellar, hasDiscovery: true }, "beef")).toEqual([
    ...plain,
    "homeassistant/device/cellar-beef/config",
  ]);
});
