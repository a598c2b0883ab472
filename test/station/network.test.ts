/*
 * The network of a site: joined, not joined, lost, silent; and the hint where it was found the last time.
 */
import { describe, expect, test } from "vitest";
import { Link } from "../../src/client/link.ts";
import { Block } from "../../src/runtimes/board.ts";
import { Network } from "../../src/station/network.ts";
import { run } from "../../src/station/run.ts";
import { UNNAMED } from "../../src/station/runner.ts";
import type { Runner } from "../../src/station/runner.ts";
import type { Chunk } from "#bytes";
import type { Status } from "../../src/client/status.ts";
import { SITE, SleepingWorld } from "../support/sleeping-world.ts";
import { startRun, stationOf, World } from "../support/station-run.ts";

class NotedWorld extends SleepingWorld {
  /** How often each block was written. */
  readonly writes: Block[] = [];

  override keep(block: Block, bytes: Chunk): Status {
    this.writes.push(block);
    return super.keep(block, bytes);
  }
}

/** A station that stays connected, in a network that it must join. */
function begin(world: World): Runner {
  return run(stationOf(), SITE, world, {}, UNNAMED);
}

test("the network is joined once, before the broker is sought", () => {
  const world = new SleepingWorld();
  const runner = begin(world);
  expect([world.joins, world.opens, runner.network]).toEqual([1, 0, Network.Joining]);
  world.pass(600_000);
  expect([world.joins, world.opens, runner.network]).toEqual([1, 1, Network.Joined]);
  expect(world.leaves).toBe(0);
});

test("where the firmware joins by itself the broker is sought at once, and nothing is left", () => {
  const world = new World();
  const runner = startRun(world);
  expect([runner.network, world.opens]).toEqual([Network.Joined, 1]);
  world.cut();
  expect(runner.network).toBe(Network.Joined);
});

test("a join that fails is tried again, each time within twice as long, up to five minutes", () => {
  const world = new SleepingWorld();
  world.joining = "failed";
  const runner = begin(world);
  world.pass(3_600_000);
  expect(world.joins).toBeGreaterThan(12);
  expect(world.joins).toBeLessThan(100);
  expect([world.opens, runner.client.link]).toEqual([0, Link.Down]);
  world.joining = "ok";
  world.pass(301_000);
  expect(runner.client.link).toBe(Link.Up);
});

test("a join of which nothing is heard has failed after 30 seconds, and not before", () => {
  const world = new SleepingWorld();
  world.joining = "silent";
  const runner = begin(world);
  world.pass(29_999);
  expect([world.joins, world.leaves, runner.network]).toEqual([1, 0, Network.Joining]);
  world.pass(4000);
  expect(world.leaves).toBe(1);
  expect(world.joins).toBe(2);
  world.joining = "ok";
  world.pass(60_000);
  expect(runner.client.link).toBe(Link.Up);
});

test("a network that is lost takes the connection with it, and is joined again", () => {
  const world = new SleepingWorld();
  const runner = begin(world);
  world.pass(1000);
  expect(runner.client.link).toBe(Link.Up);
  world.lose();
  expect([runner.network, runner.client.link]).toEqual([Network.Off, Link.Down]);
  world.pass(10_000);
  expect([world.joins, runner.network, runner.client.link]).toEqual([2, Network.Joined, Link.Up]);
});

describe("the hint", () => {
  test("is none at first, and the next join has what the last one told", () => {
    const world = new NotedWorld();
    begin(world).network satisfies Network;
    world.pass(1000);
    world.lose();
    world.pass(10_000);
    expect(world.hints).toEqual([0, 3]);
  });

  // What the second join tells: how often the block is written in all.
  for (const [what, second, writes] of [
    ["the same", [1, 2, 3], 2],
    ["another byte", [1, 2, 4], 2],
    ["one byte less", [1, 2], 2],
  ] as const)
    test(`forgotten with the loss, is written again when the next join tells ${what}`, () => {
      const world = new NotedWorld();
      begin(world);
      world.pass(1000);
      const before = world.writes.length;
      world.hint = Uint8Array.from(second);
      world.lose();
      world.pass(10_000);
      expect(world.writes.length - before).toBeLessThanOrEqual(writes);
      expect(world.kept(Block.Network)?.length).toBe(9 + second.length);
    });

  test("is not written again by a new program that hears the same", () => {
    const world = new NotedWorld();
    begin(world);
    world.pass(1000);
    begin(world);
    world.pass(1000);
    expect(world.writes).toEqual([Block.Network]);
    expect(world.hints).toEqual([0, 3]);
    world.hint = Uint8Array.of(9);
    begin(world);
    world.pass(1000);
    expect(world.writes).toEqual([Block.Network, Block.Network]);
  });

  test("of another program is not used", () => {
    const world = new NotedWorld();
    begin(world);
    world.pass(1000);
    run(stationOf(), SITE, world, {}, { ...UNNAMED, build: 1 });
    expect(world.hints).toEqual([0, 0]);
  });

  test("longer than 24 bytes is not kept", () => {
    const world = new NotedWorld();
    world.hint = new Uint8Array(25);
    begin(world);
    world.pass(1000);
    expect(world.writes).toEqual([]);
    world.hint = new Uint8Array(24);
    world.lose();
    world.pass(10_000);
    expect(world.kept(Block.Network)?.length).toBe(9 + 24);
  });
});
