/*
 * Subscriptions in few words: what is wanted, what the broker is asked, what it answers, what is told.
 */
import { expect } from "vitest";
import { Status } from "../../src/client/status.ts";
import { subscribe, unsubscribe } from "../../src/client/subscriptions.ts";
import { packet, packetsOf } from "./client.ts";
import type { Bench } from "./client.ts";

/** Want filters: "a0" and "b/#1" are filters with their QoS, "-a" gives one up. */
export function want(bench: Bench, ...words: string[]): Bench {
  for (const word of words) {
    if (word.startsWith("-")) expect(unsubscribe(bench.client, word.slice(1))).toBe(Status.Ok);
    else
      expect(subscribe(bench.client, word.slice(0, -1), Number(word.slice(-1)), undefined)).toBe(Status.Ok);
  }
  return bench;
}

/** What the client writes now, one line for each packet: "subscribe 1 a0", "unsubscribe 2 a". */
export function asks(bench: Bench): string[] {
  return packetsOf(bench.written()).map((one) => {
    if (one.cmd === "subscribe")
      return `subscribe ${one.messageId} ${one.subscriptions.map(({ topic, qos }) => topic + qos).join(" ")}`;
    if (one.cmd === "unsubscribe") return `unsubscribe ${one.messageId} ${one.unsubscriptions.join(" ")}`;
    return one.cmd;
  });
}

export const suback = (messageId: number, granted: number) =>
  packet({ cmd: "suback", messageId, granted: [granted] });
export const unsuback = (messageId: number) => packet({ cmd: "unsuback", messageId, granted: [] });

/** What was told since the last time. */
export function told(bench: Bench): string[] {
  return bench.log.splice(0).filter((line) => !line.startsWith("connect"));
}
