/*
 * The second of the five ideas, measured: after the client is made nothing is allocated that stays. A client
 * that kept one array element for each message would pass the bound.
 */
import { runInNewContext } from "node:vm";
import { setFlagsFromString } from "node:v8";
import { expect, test } from "vitest";
import { opened, sent, start } from "../../src/client/connection.ts";
import { Link } from "../../src/client/link.ts";
import { publishMessage } from "../../src/client/publish.ts";
import { received } from "../../src/client/receive.ts";
import { nextFrame } from "../../src/client/send.ts";
import { makeClient } from "../../src/client/state.ts";
import type { Client } from "../../src/client/state.ts";
import { bytesOf, START_MS, testOptions } from "../support/client.ts";

const FIRST = 1000;
const LAST = 100_000;
/** Under three bytes for each message between; what grows all the same is the engine's own, such as its code. */
const BOUND_BYTES = 256 * 1024;
const TIMEOUT_MS = 60_000;

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

interface Rig {
  client: Client;
  nowMs: number;
  told: number;
}

const CONNACK = bytesOf("20020000");
const PUBACK = bytesOf("40020000");
/** QoS 1 to `t`; the id stands at 5. */
const INBOUND_QOS1 = bytesOf("320a000174000168656c6c6f");
const INBOUND_QOS0 = bytesOf("3108000174" + "68656c6c6f");
const TEXT = { topic: "sensors/greenhouse/air", payload: "21.50", qos: 0, retain: false };
const ACKED = { topic: "sensors/greenhouse/air", payload: new Uint8Array(32), qos: 1, retain: false };

function makeRig(): Rig {
  const rig: Rig = {
    client: makeClient(
      testOptions({
        onAck: () => {
          rig.told += 1;
        },
        onMessage: () => {
          rig.told += 1;
        },
      }),
      "board",
      START_MS,
    ),
    nowMs: START_MS,
    told: 0,
  };
  start(rig.client, rig.nowMs);
  opened(rig.client, rig.nowMs);
  write(rig);
  received(rig.client, CONNACK, rig.nowMs);
  return rig;
}

/** The network takes everything at once. */
function write(rig: Rig): void {
  while (nextFrame(rig.client, rig.nowMs) > 0) sent(rig.client, rig.nowMs);
}

/** A packet of the broker with this id in two bytes; the same bytes serve each time. */
function receiveWithId(rig: Rig, packet: Uint8Array, at: number, id: number): void {
  packet[at] = Math.floor(id / 256);
  packet[at + 1] = id % 256;
  received(rig.client, packet, rig.nowMs);
}

/** What goes on once, for the count-th time. */
const LOADS: Record<string, (rig: Rig, count: number) => void> = {
  "publish with QoS 0": (rig) => {
    publishMessage(rig.client, TEXT);
    write(rig);
  },
  "publish with QoS 1 and its PUBACK": (rig) => {
    publishMessage(rig.client, ACKED);
    write(rig);
    receiveWithId(rig, PUBACK, 2, rig.client.lastId);
  },
  "inbound message with QoS 0": (rig) => {
    received(rig.client, INBOUND_QOS0, rig.nowMs);
  },
  "inbound message with QoS 1 and its PUBACK": (rig, count) => {
    receiveWithId(rig, INBOUND_QOS1, 5, 1 + (count % 65535));
    write(rig);
  },
};

function heapBytes(): number {
  collect();
  collect();
  const { heapUsed, external, arrayBuffers } = process.memoryUsage();
  return heapUsed + external + arrayBuffers;
}

function run(rig: Rig, load: (rig: Rig, count: number) => void, from: number, to: number): void {
  for (let count = from; count < to; count += 1) {
    rig.nowMs = (rig.nowMs + 7) % 2 ** 30;
    load(rig, count);
  }
}

for (const [name, load] of Object.entries(LOADS)) {
  test(
    `${LAST} x ${name}: less than ${BOUND_BYTES} bytes more heap than after ${FIRST}`,
    () => {
      // One client beforehand, so that the code is compiled and the heap has its shape.
      run(makeRig(), load, 0, LAST / 2);
      const rig = makeRig();
      run(rig, load, 0, FIRST);
      const beforeBytes = heapBytes();
      run(rig, load, FIRST, LAST);
      const grownBytes = heapBytes() - beforeBytes;
      expect(grownBytes).toBeLessThan(BOUND_BYTES);
      expect(rig.client.link).toBe(Link.Up);
      expect(rig.client.outbox.count).toBe(0);
      expect(rig.told + rig.client.counters.sent).toBeGreaterThanOrEqual(LAST);
    },
    TIMEOUT_MS,
  );
}
