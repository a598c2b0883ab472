/*
 * What a client wrote, as lines of text; and short ways to say what tests say most.
 */
import { parser } from "mqtt-packet";
import type { Packet as AnyPacket } from "mqtt-packet";
import { publishMessage } from "../../src/client/publish.ts";
import type { Message } from "../../src/client/publish.ts";
import { closed, opened, start } from "../../src/client/connection.ts";
import { Cause } from "../../src/client/status.ts";
import type { Bench } from "./client.ts";
import { packet } from "./client.ts";

/** Whole packets, and the bytes of one that is not complete. */
export function packetsOf(bytes: Uint8Array): { packets: AnyPacket[]; rest: Uint8Array } {
  const packets: AnyPacket[] = [];
  const reader = parser({ protocolVersion: 4 });
  reader.on("packet", (each: AnyPacket) => packets.push(each));
  reader.on("error", (error: unknown) => {
    throw error;
  });
  let at = 0;
  for (let to = packetEnd(bytes, at); to > 0; to = packetEnd(bytes, at)) {
    reader.parse(Buffer.from(bytes.subarray(at, to)));
    at = to;
  }
  return { packets, rest: bytes.slice(at) };
}

/** One past the packet that begins at `from`, or 0 while it is not complete. */
function packetEnd(bytes: Uint8Array, from: number): number {
  let length = 0;
  let unit = 1;
  for (let at = from + 1; at < bytes.length; at += 1) {
    const byte = bytes[at] as number;
    length += (byte % 128) * unit;
    unit *= 128;
    if (byte < 128) return at + 1 + length <= bytes.length ? at + 1 + length : 0;
  }
  return 0;
}

/** One line for each packet, such as `publish a q1 #3 dup hello`; the last one says when a packet is cut off. */
export function words(bytes: Uint8Array): string[] {
  const { packets, rest } = packetsOf(bytes);
  const lines = packets.map(word);
  return rest.length > 0 ? [...lines, `part of ${rest.length} bytes`] : lines;
}

export function word(each: AnyPacket): string {
  switch (each.cmd) {
    case "publish": {
      const head = `publish ${each.topic} q${each.qos}${each.qos > 0 ? ` #${each.messageId}` : ""}`;
      const flags = `${each.dup ? " dup" : ""}${each.retain ? " retain" : ""}`;
      const text = each.payload.toString();
      return `${head}${flags} ${text.length > 24 ? `${each.payload.length} bytes` : text}`.trimEnd();
    }
    case "puback":
      return `puback #${each.messageId}`;
    case "subscribe": {
      const filters = each.subscriptions.map(({ topic, qos }) => `${topic}:${qos}`);
      return `subscribe #${each.messageId} ${filters.join(" ")}`;
    }
    case "unsubscribe":
      return `unsubscribe #${each.messageId} ${each.unsubscriptions.join(" ")}`;
    default:
      return each.cmd;
  }
}

/** Publish, and answer what publish answers. */
export function say(
  bench: Bench,
  topic: string,
  payload: string | Uint8Array,
  qos = 1,
  more: Partial<Message> = {},
): number {
  return publishMessage(bench.client, { topic, payload, qos, ...more });
}

/** Publish from a source that gives at most so many bytes at a time. */
export function stream(
  bench: Bench,
  topic: string,
  payload: Uint8Array,
  qos = 1,
  pieceBytes = 1000,
  more: Partial<Message> = {},
): number {
  const source = (offset: number, limitBytes: number) =>
    payload.slice(offset, offset + Math.min(limitBytes, pieceBytes));
  return publishMessage(bench.client, { topic, source, totalBytes: payload.length, qos, ...more });
}

/** Bytes that differ from their neighbours, so that a shift or a repeat shows. */
export function bytesLike(count: number): Uint8Array {
  return Uint8Array.from({ length: count }, (_, at) => (at * 7 + Math.floor(at / 256)) % 256);
}

/** A message from the broker. */
export function message(
  topic: string,
  payload: string | Uint8Array,
  more: { qos?: 0 | 1 | 2; messageId?: number; dup?: boolean; retain?: boolean } = {},
): Uint8Array {
  return packet({
    cmd: "publish",
    topic,
    payload: Buffer.from(payload),
    qos: 0,
    dup: false,
    retain: false,
    ...more,
  });
}

export function suback(messageId: number, granted: number): Uint8Array {
  return packet({ cmd: "suback", messageId, granted: [granted] });
}

export const PINGRESP = packet({ cmd: "pingresp" });

/** Start, and open a transport, without writing anything yet. */
export function dial(bench: Bench): Bench {
  start(bench.client, bench.nowMs);
  opened(bench.client, bench.nowMs);
  return bench;
}

/** The network breaks. */
export function lose(bench: Bench): Bench {
  closed(bench.client, Cause.Reset, bench.nowMs);
  return bench;
}

/** The network breaks, comes back at once, and the broker accepts; answers all that was written since. */
export function comeBack(bench: Bench, isSessionPresent: boolean): string[] {
  lose(bench);
  const before = bench.open();
  bench.receive(packet({ cmd: "connack", returnCode: 0, sessionPresent: isSessionPresent }));
  return [...words(before), ...words(bench.written())];
}

/** The lines of a log that begin with this. */
export function linesOf(bench: Bench, start: string): string[] {
  return bench.log.filter((line) => line.startsWith(start));
}
