/*
 * A client that waits for no queued commands.
 */
import { beforeAll, expect, test } from "vitest";
import { loadWithout, Spare } from "../../support/without.ts";
import type { Build } from "../../support/without.ts";
import { message, words } from "../../support/wire.ts";

let build: Build;

beforeAll(async () => {
  build = await loadWithout("flush");
});

test("nothing is asked, and the answer is always that there is nothing", () => {
  const spare = new Spare(build, { isPipelined: true, cleanSession: false });
  expect(spare.client.flush).toBe(undefined);
  build.wantFlush(spare.client, 8);
  expect(build.isFlushed(spare.client)).toBe(true);
  build.subscribe(spare.client, "cmd", 1, undefined);
  expect(words(spare.up(true))).toEqual([]);
  spare.receive(message("cmd", "go"));
  expect(words(spare.written())).toEqual([]);
});
