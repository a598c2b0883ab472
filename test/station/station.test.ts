/*
 * Topics of a station: what the keys in braces become.
 */
import { expect, test } from "vitest";
import { greenhouse } from "../support/stations/greenhouse.ts";
import { fillTopic } from "../../src/station/station.ts";
import type { Feed } from "../../src/station/station.ts";

const FEED = greenhouse.feeds[0] as Feed;

function filled(topic: string, name = "shed"): string {
  return fillTopic({ ...greenhouse, name }, { ...FEED, topic }, "a1b2");
}

const TOPICS: [string, string][] = [
  ["{name}/air", "shed/air"],
  ["garden/{name}", "garden/shed"],
  ["{name}/{id}/{sensor}", "shed/a1b2/bme280"],
  ["{name}{name}", "shedshed"],
  ["{id}", "a1b2"],
  ["{sensor}/{sensor}", "bme280/bme280"],
  ["plain/air", "plain/air"],
  ["", ""],
  ["{room}/air", "{room}/air"],
  ["{Name}/{ name }", "{Name}/{ name }"],
  ["{name", "{name"],
  ["name}{", "name}{"],
  ["{{name}}", "{shed}"],
];

for (const [topic, text] of TOPICS) {
  test(`topic "${topic}" of the station shed becomes "${text}"`, () => {
    expect(filled(topic)).toBe(text);
  });
}

test("a name that contains its own key is filled in once", () => {
  expect(filled("{name}/air/{name}", "a{name}b")).toBe("a{name}b/air/a{name}b");
});

test("an empty name leaves nothing behind", () => {
  expect(filled("{name}{name}/air", "")).toBe("/air");
});
