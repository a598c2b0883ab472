/*
 * However the network cuts what a broker sends, the client does the same: each sequence whole, cut in two at
 * every byte, short ones in three at every pair of bytes, and byte by byte; with three sizes of rx.
 */
import { expect, test } from "vitest";
import { disconnect, sent } from "../../src/client/connection.ts";
import { dueMs } from "../../src/client/keepalive.ts";
import { Link } from "../../src/client/link.ts";
import { publishMessage } from "../../src/client/publish.ts";
import { Reason } from "../../src/client/status.ts";
import { subscribe, unsubscribe } from "../../src/client/subscriptions.ts";
import { Bench, bytesOf, hex } from "../support/client.ts";
import { findBroken } from "../support/invariants.ts";
import { SEQUENCE_LIMITS, SEQUENCES } from "../vectors/sequences.ts";
import type { Sequence, Step } from "../vectors/sequences.ts";

/** Up to here a sequence is cut at every pair of bytes: n bytes have n x n / 2 of them. */
const PAIRS_BYTES = 48;
/** Up to here it is cut at every byte; above, at every byte near both ends. */
const EVERY_BYTES = 1000;
const END_BYTES = 300;
/** Between them cuts are this far apart: as it divides no rx, they fall on every place within a piece. */
const STRIDE_BYTES = 97;
const TIMEOUT_MS = 60_000;

function isClean(sequence: Sequence): boolean {
  return sequence.setup.every((step) => step.do !== "open" || step.isClean);
}

function take(bench: Bench, step: Step): void {
  switch (step.do) {
    case "open":
      bench.open();
      return;
    case "receive":
      bench.receive(bytesOf(step.hex));
      return;
    case "publish":
      expect(publishMessage(bench.client, step)).toBeGreaterThan(0);
      return;
    case "subscribe":
      expect(subscribe(bench.client, step.filter, step.qos, undefined)).toBe(0);
      return;
    case "unsubscribe":
      expect(unsubscribe(bench.client, step.filter)).toBe(0);
      return;
    case "write":
      bench.written();
      return;
    case "writeOne":
      bench.frame();
      sent(bench.client, bench.nowMs);
      return;
    case "disconnect":
      disconnect(bench.client, bench.nowMs);
  }
}

/** The log, the link, the counters, what is held, and what the client then writes, as one text. */
function outcome(bench: Bench): string {
  const client = bench.client;
  const told = bench.log.join("\n");
  const held = `${client.link} ${client.inbound.owedIds.length} ${client.outbox.count} ${dueMs(client)}`;
  if (client.isSending) sent(client, bench.nowMs);
  const written = hex(bench.written());
  const counters = { ...client.counters };
  // Of the chunk that ended the connection all bytes count, and its length is the network's choice.
  if (client.link < Link.Up) counters.bytesIn = 0;
  const subscriptions = client.inbound.table.map((one) => ({ ...one, handler: undefined }));
  return [
    told,
    held,
    written,
    bench.log.join("\n"),
    client.link,
    JSON.stringify(counters),
    JSON.stringify(subscriptions),
    dueMs(client),
    findBroken(client),
  ].join("\n");
}

/** Feed a sequence to a new client, cut at these positions. */
function feed(sequence: Sequence, rxBytes: number, cuts: number[]): Bench {
  const bytes = bytesOf(sequence.hex);
  const bench = new Bench({ ...SEQUENCE_LIMITS, rxBytes, cleanSession: isClean(sequence) });
  for (const step of sequence.setup) take(bench, step);
  let from = 0;
  for (const to of [...cuts, bytes.length]) {
    const chunk = bytes.slice(from, to);
    bench.receive(chunk);
    // The chunk is the network's again: whoever still reads it reads nonsense.
    chunk.fill(0xee);
    from = to;
  }
  return bench;
}

function cutsOf(bytes: number): number[][] {
  const cuts: number[][] = [];
  for (let at = 1; at < bytes; at += 1) {
    const isNearEnd = at < END_BYTES || at > bytes - END_BYTES;
    if (bytes <= EVERY_BYTES || isNearEnd || at % STRIDE_BYTES === 0) cuts.push([at]);
    if (bytes > PAIRS_BYTES) continue;
    for (let second = at + 1; second < bytes; second += 1) cuts.push([at, second]);
  }
  cuts.push(Array.from({ length: bytes - 1 }, (_, at) => at + 1));
  return cuts;
}

for (const sequence of SEQUENCES) {
  const cuts = cutsOf(sequence.hex.length / 2);
  for (const rxBytes of SEQUENCE_LIMITS.rxBytes) {
    const title = `${sequence.name} (${sequence.source}), rx ${rxBytes}`;

    test(`${title}: ${sequence.messages} messages, ends with reason ${sequence.reason}`, () => {
      const bench = feed(sequence, rxBytes, []);
      outcome(bench);
      const closes = bench.log.filter((line) => line.startsWith("close ")).map((line) => line.split(" ")[1]);
      expect(closes).toEqual(
        sequence.reason === Reason.None ? expectedEnd(sequence) : [`${sequence.reason}`],
      );
      expect(findBroken(bench.client)).toBe("");
      const { received, skipped } = bench.client.counters;
      expect(received + skipped).toBe(sequence.messages);
    });

    test(
      `${title}: the same when cut in ${cuts.length} ways`,
      () => {
        const whole = outcome(feed(sequence, rxBytes, []));
        for (const cut of cuts) {
          const result = outcome(feed(sequence, rxBytes, cut));
          if (result !== whole) expect(result, `cut at ${cut.slice(0, 3).join(", ")}`).toBe(whole);
        }
      },
      TIMEOUT_MS,
    );
  }
}

/** A client that was told to leave has left when everything is written. */
function expectedEnd(sequence: Sequence): string[] {
  return sequence.setup.some((step) => step.do === "disconnect") ? [`${Reason.Asked}`] : [];
}

test("no two sequences have one name, and each has whole bytes", () => {
  const names = SEQUENCES.map((sequence) => sequence.name);
  expect(new Set(names).size).toBe(names.length);
  for (const { hex: text } of SEQUENCES) expect(text).toMatch(/^(?:[0-9a-f]{2})+$/);
});
