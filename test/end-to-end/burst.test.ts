/*
 * One wake on the wire, against real brokers: what goes out in which segment, and what came back before the next.
 * The broker's answer stands behind the first segment and before any other: it comes one round trip after that segment,
 * which leaves when TCP is open.
 */
import { describe, expect, test, vi } from "vitest";
import { Cause } from "../../src/client/status.ts";
import { closed, opened, start } from "../../src/client/connection.ts";
import type { ClientOptions } from "../../src/client/options.ts";
import { publishMessage } from "../../src/client/publish.ts";
import { nextFrame } from "../../src/client/send.ts";
import { brokerWords } from "../support/broker-words.ts";
import { findMosquitto, startAedes, startMosquitto } from "../support/brokers.ts";
import type { StartBroker } from "../support/brokers.ts";
import { notRun } from "../support/not-run.ts";
import { Recorder } from "../support/recorder.ts";
import type { Passed } from "../support/recorder.ts";
import { Waker } from "../support/waker.ts";
import { words } from "../support/wire.ts";

const READING = { topic: "sensors/kitchen/temp", payload: "t=21.50 h=40.1 b=3.1", qos: 1 };

function lineOf({ by, bytes }: Passed): string {
  const packets = by === "client" ? words(bytes) : brokerWords(bytes);
  return `${by} ${bytes.length}: ${packets.map((packet) => packet.split(" ")[0]).join(" ")}`;
}

async function wake(
  startBroker: StartBroker,
  options: ClientOptions,
  before: (waker: Waker) => void = () => {},
): Promise<Recorder> {
  const broker = await startBroker();
  const recorder = await Recorder.start(broker.port);
  try {
    const waker = new Waker(recorder.port, { clientId: "peer1", ...options });
    before(waker);
    expect(publishMessage(waker.client, READING)).toBeGreaterThanOrEqual(0);
    await waker.wake();
    expect(waker.client.outbox.count).toBe(0);
    // It is on its way when the board sleeps.
    await vi.waitFor(() => expect(lineOf(recorder.passed.at(-1) as Passed)).toBe("client 2: disconnect"));
    return recorder;
  } finally {
    recorder.stop();
    await broker.stop();
  }
}

/** Adjacent chunks of one side count as one: the network may have cut them. */
function sides(recorder: Recorder): string[] {
  const all: string[] = [];
  for (const { by } of recorder.passed) if (all.at(-1) !== by) all.push(by);
  return all;
}

function bursts(name: string, startBroker: StartBroker): void {
  describe(`${name}, a wake with a reading of 20 bytes`, () => {
    test("QoS 1: one segment, PUBACK in the next round trip; 67 bytes out, 8 in", async () => {
      const recorder = await wake(startBroker, {});
      expect(lineOf(recorder.passed[0] as Passed)).toBe("client 65: connect publish");
      expect(sides(recorder)).toEqual(["client", "broker", "client"]);
      expect([recorder.bytesBy("client"), recorder.bytesBy("broker")]).toEqual([67, 8]);
    });

    test("step by step it takes one round trip more, and the same bytes", async () => {
      const recorder = await wake(startBroker, { isPipelined: false });
      expect(sides(recorder)).toEqual(["client", "broker", "client", "broker", "client"]);
      expect([recorder.bytesBy("client"), recorder.bytesBy("broker")]).toEqual([67, 8]);
    });

    test("step by step also when the broker dropped the wake before for what came behind CONNECT", async () => {
      const recorder = await wake(startBroker, {}, ({ client }) => {
        start(client, client.nowMs);
        opened(client, client.nowMs);
        publishMessage(client, { ...READING, qos: 0 });
        nextFrame(client, client.nowMs);
        closed(client, Cause.Reset, client.nowMs);
      });
      expect(sides(recorder)).toEqual(["client", "broker", "client", "broker", "client"]);
    });
  });
}

bursts("aedes", startAedes);
const path = findMosquitto();
if (path === undefined) notRun("mosquitto not installed");
else bursts("Mosquitto", (options) => startMosquitto(path, options));
