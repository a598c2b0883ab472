/*
 * A client for users, who have no feeds.
 */
import { beforeAll, expect, test } from "vitest";
import { Status } from "../../../src/client/status.ts";
import { loadWithout, Spare } from "../../support/without.ts";
import type { Build } from "../../support/without.ts";
import { words } from "../../support/wire.ts";

let build: Build;

beforeAll(async () => {
  build = await loadWithout("feeds");
});

test("it publishes to topics, from the outbox and at once, and keeps no store for feeds", () => {
  const spare = new Spare(build);
  expect(spare.client.formatted).toBe(undefined);
  build.publishMessage(spare.client, { topic: "a", payload: "x", qos: 0 });
  expect(words(spare.up())).toEqual(["publish a q0 x"]);
  build.publishMessage(spare.client, { topic: "b", payload: "y", qos: 0 });
  expect(words(spare.written())).toEqual(["publish b q0 y"]);
});

test("the number of a feed is Invalid as a topic", () => {
  const { client } = new Spare(build);
  expect(build.publishMessage(client, { topic: 0, payload: "x", qos: 0 })).toBe(Status.Invalid);
  expect(client.outbox.count).toBe(0);
});
