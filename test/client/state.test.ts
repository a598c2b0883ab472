/*
 * What a client is made of: the sizes that options.ts names, by default and as given, and its name and seed.
 */
import { expect, test } from "vitest";
import { checkOptions } from "../../src/client/check.ts";
import type { ClientOptions } from "../../src/client/options.ts";
import { seedOf } from "../../src/client/retry.ts";
import { makeClient } from "../../src/client/state.ts";
import { Status } from "../../src/client/status.ts";
import { subscribe } from "../../src/client/subscriptions.ts";

const BOARD = "0badcafe";

function sizesOf(options: ClientOptions): number[] {
  const client = makeClient(options, BOARD, 0);
  const { tx, decoder, outbox } = client;
  const frames = [tx.bytes.length, decoder.gathered.bytes.length];
  let filters = 0;
  while (subscribe(client, `f${filters}`, 0, undefined) === Status.Ok) filters += 1;
  return [...frames, outbox.limitBytes, outbox.limit, filters];
}

test("the defaults are those that the options name, and work", () => {
  expect(sizesOf({})).toEqual([256, 256, 1024, 16, 8]);
  expect(checkOptions({}, makeClient({}, BOARD, 0).clientId)).toBe(Status.Ok);
});

test("each limit reaches the client", () => {
  const limits = {
    txBytes: 64,
    rxBytes: 65,
    outboxBytes: 66,
    outboxEntries: 3,
    subscriptions: 4,
  };
  expect(sizesOf(limits)).toEqual([64, 65, 66, 3, 4]);
});

test("a client that has no name is called after its board", () => {
  expect(makeClient({}, BOARD, 0).clientId).toBe("catnap-0badcafe");
  expect(makeClient({ clientId: "" }, BOARD, 0).clientId).toBe("");
});

test("the seed of the retries is the one that was given, else drawn from the client id", () => {
  expect(makeClient({ seed: 12 }, BOARD, 0).randomState).toBe(12);
  expect(makeClient({ seed: 0 }, BOARD, 0).randomState).toBe(0);
  expect(makeClient({}, BOARD, 0).randomState).toBe(seedOf("catnap-0badcafe"));
  expect(makeClient({ clientId: "me" }, BOARD, 0).randomState).toBe(seedOf("me"));
});

test("boards that differ in one character draw different retry times", () => {
  const seeds = ["0badcafe", "0badcaff", "1badcafe"].map((board) => makeClient({}, board, 0).randomState);
  expect(new Set(seeds).size).toBe(3);
  for (const seed of [...seeds, seedOf(""), seedOf("é".repeat(1000))]) {
    expect(seed).toBeGreaterThanOrEqual(0);
    expect(seed).toBeLessThan(65536);
  }
});

test("a client pipelines unless it is told not to", () => {
  expect(makeClient({}, BOARD, 0).isPipelined).toBe(true);
  expect(makeClient({ isPipelined: false }, BOARD, 0).isPipelined).toBe(false);
});
