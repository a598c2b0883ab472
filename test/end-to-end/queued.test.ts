/*
 * Commands that real brokers queued while a board slept: all are taken before it sleeps again, in few questions, and the
 * subscription is asked for once.
 */
import { begin, take, textAt } from "#bytes";
import { wantFlush } from "#flush";
import { subscribe } from "#inbound";
import { connectAsync } from "mqtt";
import { describe, expect, test, vi } from "vitest";
import { publishMessage } from "../../src/client/publish.ts";
import { putSession, snapshotBytes, takeSession } from "../../src/client/snapshot.ts";
import { Status } from "../../src/client/status.ts";
import { findMosquitto, startAedes, startMosquitto } from "../support/brokers.ts";
import type { StartBroker } from "../support/brokers.ts";
import { notRun } from "../support/not-run.ts";
import { Proxy } from "../support/proxy.ts";
import { Waker } from "../support/waker.ts";

/** A board with a subscription: it begins anew with each wake, and has its snapshot. */
class Board {
  readonly taken: string[] = [];
  private snapshot: Uint8Array | undefined;

  constructor(
    readonly port: number,
    readonly questions: number,
  ) {}

  async wake(isPipelined: boolean): Promise<void> {
    const waker = new Waker(this.port, {
      clientId: "sleeper",
      // Mosquitto is shipped with a window of 20, but each PUBACK lets 20 more go, however many wait for theirs.
      pubacks: 100,
      cleanSession: false,
      isPipelined,
      onMessage: (_topic, piece) => void this.taken.push(textAt(piece, 0, piece.length)),
    });
    const { client } = waker;
    subscribe(client, "cmd", 1, undefined);
    if (this.snapshot !== undefined) expect(takeSession(client, this.snapshot)).toBe(Status.Ok);
    publishMessage(client, { topic: "state", payload: "awake", qos: 1 });
    wantFlush(client, this.questions);
    await waker.wake();
    const frame = begin(snapshotBytes(client.outbox));
    expect(putSession(client, frame)).toBe(0);
    this.snapshot = take(frame).slice();
  }
}

function sent(proxy: Proxy, kind: string): number {
  return proxy.packets.filter(({ cmd }) => cmd === kind).length;
}

async function queue(port: number, commands: string[]): Promise<void> {
  const peer = await connectAsync({ host: "127.0.0.1", port, protocol: "mqtt", reconnectPeriod: 0 });
  for (const command of commands) await peer.publishAsync("cmd", command, { qos: 1 });
  await peer.endAsync();
}

/** @param questions  how often it may ask; aedes sends a few messages at a time, between which it answers */
function queues(name: string, questions: number, startBroker: StartBroker): void {
  for (const isPipelined of [true, false])
    describe(`${name}, ${isPipelined ? "all in one write" : "step by step"}`, () => {
      for (const count of [0, 1, 5, 20, 21, 45])
        test(`${count} commands: all are taken in one wake, each once`, async () => {
          const broker = await startBroker();
          const proxy = await Proxy.start(broker.port);
          const board = new Board(proxy.port, questions);
          try {
            await board.wake(isPipelined);
            const commands = Array.from({ length: count }, (_, at) => `command ${at}`);
            await queue(broker.port, commands);
            proxy.packets.length = 0;
            await board.wake(isPipelined);
            expect(board.taken).toEqual(commands);
            // It is on its way when the board sleeps.
            await vi.waitFor(() => expect(sent(proxy, "disconnect")).toBe(1));
            expect(sent(proxy, "subscribe")).toBe(0);
            expect(sent(proxy, "puback")).toBe(count);
            expect(sent(proxy, "pingreq")).toBeLessThan(questions);
          } finally {
            proxy.stop();
            await broker.stop();
          }
        });
    });
}

queues("aedes", 40, startAedes);
const path = findMosquitto();
if (path === undefined) notRun("mosquitto not installed");
else queues("Mosquitto", 8, (options) => startMosquitto(path, options));
