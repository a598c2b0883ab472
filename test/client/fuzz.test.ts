/*
 * Whatever bytes arrive, in whatever state: nothing is thrown, nothing grows, every rule of invariants.ts
 * holds, and the same client can come back and deliver a message. The strings are mutations of
 * test/vectors/sequences.ts and pure noise, cut at random.
 * Not here: random calls (fuzz-operations.test.ts).
 */
import { test } from "vitest";
import { closed, disconnect, opened, sent, start } from "../../src/client/connection.ts";
import { Link } from "../../src/client/link.ts";
import { Field, fieldAt } from "../../src/client/outbox.ts";
import { publishMessage } from "../../src/client/publish.ts";
import { received } from "../../src/client/receive.ts";
import { nextFrame } from "../../src/client/send.ts";
import { makeClient } from "../../src/client/state.ts";
import type { Client } from "../../src/client/state.ts";
import { subscribe, unsubscribe } from "../../src/client/subscriptions.ts";
import { bytesOf, hex, START_MS, testOptions } from "../support/client.ts";
import { Dice, replay, SEED, TIMES } from "../support/dice.ts";
import { findBroken } from "../support/invariants.ts";
import { findFallen, findGrown, storesOf } from "../support/stores.ts";
import type { Stores } from "../support/stores.ts";
import { SEQUENCES } from "../vectors/sequences.ts";

const FILE = "test/client/fuzz.test.ts";
const STRINGS = 200_000 * TIMES;
const TIMEOUT_MS = 300_000 * TIMES;
/** No string may make the client write more than this many frames. */
const MOST_FRAMES = 100;

const CONNACK = bytesOf("20020000");
/** Ones over a few hundred bytes teach a mutation nothing that a shorter one does not. */
const CORPUS = SEQUENCES.map((sequence) => bytesOf(sequence.hex)).filter((bytes) => bytes.length < 300);
/** Where a length, an id or a type turns into another meaning. */
const EDGES = [0, 1, 2, 0x20, 0x30, 0x32, 0x40, 0x7f, 0x80, 0x82, 0x90, 0xb0, 0xd0, 0xff];

interface Rig {
  client: Client;
  stores: Stores;
  /** Calls of handlers: they only count. */
  told: number;
  acks: number;
}

function makeRig(rxBytes: number, txBytes: number, isPipelined: boolean, cleanSession: boolean): Rig {
  const handlers = {
    onMessage: () => {
      rig.told += 1;
    },
    onAck: () => {
      rig.acks += 1;
    },
    onConnect: () => {
      rig.told += 1;
    },
    onClose: () => {
      rig.told += 1;
    },
  };
  const options = testOptions({ rxBytes, txBytes, isPipelined, cleanSession, ...handlers });
  const client = makeClient(options, "board", START_MS);
  const rig: Rig = { client, stores: storesOf(client), told: 0, acks: 0 };
  return rig;
}

function write(client: Client): void {
  for (let frames = 0; nextFrame(client, client.nowMs) > 0; frames += 1) {
    if (frames > MOST_FRAMES) throw new Error("the client never stops writing");
    sent(client, client.nowMs);
  }
}

function publish(client: Client, payload: string): void {
  if (publishMessage(client, { topic: "t", payload, qos: 1 }) <= 0) throw new Error("publish was refused");
}

function goUp(client: Client): void {
  write(client);
  received(client, CONNACK, client.nowMs);
  write(client);
}

/** The states in which bytes may arrive, as what to do after the transport opened. */
const STATES: Record<string, (client: Client) => void> = {
  "before CONNECT is written": () => {},
  greeting: write,
  "greeting with messages": (client) => {
    publish(client, "early");
    write(client);
  },
  up: goUp,
  "messages in flight": (client) => {
    goUp(client);
    for (const payload of ["one", "two", "three"]) publish(client, payload);
    write(client);
  },
  subscribing: (client) => {
    goUp(client);
    subscribe(client, "a", 1, undefined);
    subscribe(client, "b", 0, undefined);
    write(client);
  },
  unsubscribing: (client) => {
    goUp(client);
    unsubscribe(client, "c");
    publish(client, "one");
    write(client);
  },
  "half a message is written": (client) => {
    goUp(client);
    publish(client, "x".repeat(300));
    nextFrame(client, client.nowMs);
    sent(client, client.nowMs);
  },
  "a frame is on its way": (client) => {
    goUp(client);
    publish(client, "x".repeat(300));
    nextFrame(client, client.nowMs);
  },
  closing: (client) => {
    goUp(client);
    publish(client, "last");
    disconnect(client, client.nowMs);
  },
  "DISCONNECT is on its way": (client) => {
    goUp(client);
    disconnect(client, client.nowMs);
    nextFrame(client, client.nowMs);
  },
};
const STATE_NAMES = Object.keys(STATES);

function mutate(dice: Dice, list: number[]): void {
  const at = dice.roll(list.length + 1);
  const count = 1 + dice.roll(4);
  switch (dice.roll(8)) {
    case 0:
      if (at < list.length) list[at] = (list[at] as number) ^ (1 << dice.roll(8));
      return;
    case 1:
      list.splice(at, 0, dice.roll(256));
      return;
    case 2:
      list.splice(at, count);
      return;
    case 3:
      list.splice(at, 0, ...list.slice(at, at + count * 4));
      return;
    case 4:
      list.length = at;
      return;
    case 5:
      list.splice(at, list.length, ...dice.pick(CORPUS).slice(dice.roll(4)));
      return;
    case 6:
      // The second byte of most sequences is a length.
      if (list.length > 1) list[1] = dice.once(2) ? dice.pick(EDGES) : dice.roll(256);
      return;
    default:
      if (at < list.length) list[at] = dice.pick(EDGES);
  }
}

function makeString(dice: Dice): Uint8Array {
  if (dice.once(8)) {
    const noise = new Uint8Array(1 + dice.roll(64));
    for (let at = 0; at < noise.length; at += 1) noise[at] = dice.once(3) ? dice.pick(EDGES) : dice.roll(256);
    return noise;
  }
  const list = dice.once(3) ? [...CONNACK] : [];
  list.push(...dice.pick(CORPUS));
  if (dice.once(3)) list.push(...dice.pick(CORPUS));
  for (let mutations = dice.roll(5); mutations > 0; mutations -= 1) mutate(dice, list);
  return new Uint8Array(list);
}

/** Cut at random, and between two chunks now and then a write. */
function feed(dice: Dice, client: Client, bytes: Uint8Array): void {
  let from = 0;
  const mostBytes = dice.once(2) ? bytes.length : 1 + dice.roll(8);
  while (from < bytes.length) {
    const to = Math.min(bytes.length, from + 1 + dice.roll(mostBytes));
    const chunk = bytes.slice(from, to);
    received(client, chunk, client.nowMs);
    chunk.fill(0xee);
    from = to;
    if (dice.once(8)) nextFrame(client, client.nowMs);
    if (dice.once(8) && client.isSending) sent(client, client.nowMs);
  }
}

function connectAgain(client: Client, nowMs: number): void {
  if (start(client, nowMs) !== 0) throw new Error(`start does not work in link ${client.link}`);
  client.lastId = 0; // So that the ids of the corpus are those in flight.
  if (opened(client, nowMs) !== 0) throw new Error(`opened does not work in link ${client.link}`);
}

/** The proof that nothing is wedged: a new connection takes a message, and the broker's PUBACK for it. */
function comeBack(rig: Rig, nowMs: number): void {
  const client = rig.client;
  closed(client, 0, nowMs);
  connectAgain(client, nowMs);
  write(client);
  received(client, CONNACK, nowMs);
  if (client.link !== Link.Up) throw new Error(`link ${client.link} after CONNACK`);
  publish(client, "back");
  write(client);
  const before = rig.acks;
  const count = client.outbox.count;
  for (let left = count; left > 0; left -= 1) {
    const id = fieldAt(client.outbox, 0, Field.Id);
    received(client, new Uint8Array([0x40, 2, Math.floor(id / 256), id % 256]), nowMs);
  }
  if (client.outbox.count > 0) throw new Error(`${client.outbox.count} messages are not acknowledged`);
  if (rig.acks - before !== count) throw new Error(`onAck told ${rig.acks - before} of ${count}`);
  disconnect(client, nowMs);
  write(client);
  if ((client.link as Link) !== Link.Down) throw new Error(`link ${client.link} after DISCONNECT`);
}

function check(rig: Rig): void {
  const broken = findBroken(rig.client) || findGrown(rig.client, rig.stores);
  if (broken !== "") throw new Error(broken);
}

test(
  `${STRINGS} random strings: nothing thrown, nothing grown, every rule holds, the client comes back`,
  () => {
    console.log(`seed ${SEED}: ${replay(FILE)}`);
    const dice = new Dice(SEED);
    const rigs = [
      makeRig(16, 128, false, true),
      makeRig(16, 32, true, false),
      makeRig(64, 64, true, true),
      makeRig(128, 128, false, false),
    ];
    let nowMs = START_MS;
    for (let count = 0; count < STRINGS; count += 1) {
      const rig = dice.pick(rigs);
      const state = dice.pick(STATE_NAMES);
      const bytes = makeString(dice);
      nowMs = (nowMs + dice.roll(100)) % 2 ** 30;
      const before = { ...rig.client.counters };
      try {
        connectAgain(rig.client, nowMs);
        STATES[state]?.(rig.client);
        feed(dice, rig.client, bytes);
        check(rig);
        comeBack(rig, nowMs);
        check(rig);
        const fallen = findFallen(before, rig.client.counters);
        if (fallen !== "") throw new Error(fallen);
      } catch (error) {
        const limits = `rx ${rig.client.options.rxBytes}, tx ${rig.client.options.txBytes}`;
        const what = `string ${count}, ${hex(bytes)}, state "${state}", ${limits}`;
        throw new Error(`${what}: ${String(error)}; see it again with ${replay(FILE)}`, { cause: error });
      }
    }
  },
  TIMEOUT_MS,
);
