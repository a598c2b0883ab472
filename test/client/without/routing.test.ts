/*
 * A client whose messages all go to onMessage.
 */
import { beforeAll, expect, test } from "vitest";
import { Status } from "../../../src/client/status.ts";
import { loadWithout, Spare } from "../../support/without.ts";
import type { Build } from "../../support/without.ts";
import { message, words } from "../../support/wire.ts";

let build: Build;

beforeAll(async () => {
  build = await loadWithout("routing");
});

test("onMessage takes every message, whatever filter it matches", () => {
  const spare = new Spare(build);
  spare.up();
  const taken: string[] = [];
  for (const filter of ["a/#", "b"])
    expect(build.subscribe(spare.client, filter, 1, (topic) => void taken.push(topic))).toBe(Status.Ok);
  expect(words(spare.written())).toEqual(["subscribe #1 a/#:1", "subscribe #2 b:1"]);
  spare.receive(message("a/1", "x"), message("b", "y", { qos: 1, messageId: 2 }), message("c", ""));
  expect(spare.log.slice(1)).toEqual([
    "message a/1 q0 0+1/1 78",
    "message b q1 0+1/1 79",
    "message c q0 0+0/0 ",
  ]);
  expect(taken).toEqual([]);
  expect(words(spare.written())).toEqual(["puback #2"]);
});

test("without onMessage a message is passed over and acknowledged", () => {
  const spare = new Spare(build);
  spare.client.options.onMessage = undefined;
  spare.up();
  spare.receive(message("a", "x", { qos: 1, messageId: 2 }));
  expect(words(spare.written())).toEqual(["puback #2"]);
});
