/*
 * A client with nothing around it: the test is the network, the clock and the caller.
 * Everything the client tells is kept as lines of text, in order.
 */
import { generate, parser } from "mqtt-packet";
import type { Packet as AnyPacket } from "mqtt-packet";
import { chunkBytes } from "#bytes";
import { opened, sent, start } from "../../src/client/connection.ts";
import type { ClientOptions, Handlers } from "../../src/client/options.ts";
import { received } from "../../src/client/receive.ts";
import { nextFrame } from "../../src/client/send.ts";
import { makeClient } from "../../src/client/state.ts";
import type { Client } from "../../src/client/state.ts";

/** Five seconds before the clock wraps, so that every test passes the wrap. */
export const START_MS = 2 ** 30 - 5000;

/** Small limits and no pipelining; the rest as the client has it by default. */
export function testOptions(changes: ClientOptions = {}): ClientOptions {
  return {
    clientId: "peer1",
    txBytes: 128,
    rxBytes: 128,
    outboxBytes: 512,
    outboxEntries: 8,
    subscriptions: 4,
    isPipelined: false,
    seed: 7,
    ...changes,
  };
}

/** Handlers that write down what they are told, one line each, and then do what the test wants. */
export function logHandlers(log: string[], also: Handlers = {}): Handlers {
  return {
    onConnect(isSessionPresent) {
      log.push(`connect ${isSessionPresent ? "present" : "absent"}`);
      also.onConnect?.(isSessionPresent);
    },
    onMessage(topic, piece, qos, retain, dup, offset, totalBytes) {
      const flags = `q${qos}${retain ? " retain" : ""}${dup ? " dup" : ""}`;
      log.push(`message ${topic} ${flags} ${offset}+${chunkBytes(piece)}/${totalBytes} ${hex(piece)}`);
      return also.onMessage?.(topic, piece, qos, retain, dup, offset, totalBytes);
    },
    onAck(messageNumber) {
      log.push(`ack ${messageNumber}`);
      also.onAck?.(messageNumber);
    },
    onSubscribed(filter, granted) {
      log.push(`subscribed ${filter} ${granted}`);
      also.onSubscribed?.(filter, granted);
    },
    onClose(reason, code) {
      log.push(`close ${reason} ${code}`);
      also.onClose?.(reason, code);
    },
    onNotice(notice, detail) {
      log.push(`notice ${notice} ${detail}`);
      also.onNotice?.(notice, detail);
    },
  };
}

export function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex");
}

export function bytesOf(hexText: string): Uint8Array {
  return new Uint8Array(Buffer.from(hexText.replace(/\s/g, ""), "hex"));
}

/** The bytes of a broker's packet, made by mqtt-packet. */
export function packet(fields: AnyPacket): Uint8Array {
  return new Uint8Array(generate(fields));
}

/** What mqtt-packet reads in bytes that a client wrote; throws when they are no whole packets. */
export function packetsOf(bytes: Uint8Array): AnyPacket[] {
  const packets: AnyPacket[] = [];
  const reader = parser({ protocolVersion: 4 });
  reader.on("packet", (one) => packets.push(one));
  reader.on("error", (error) => {
    throw error;
  });
  const left = reader.parse(Buffer.from(bytes));
  if (left > 0) throw new Error(`${left} bytes are left behind the last packet`);
  return packets;
}

/** The names of a const enum's numbers, for titles and golden text; file is the whole module. */
export function namesOf(file: object, enumName: string): Record<number, string> {
  return (file as Record<string, Record<number, string>>)[enumName] ?? {};
}

export function connack(returnCode = 0, sessionPresent = false): Uint8Array {
  return packet({ cmd: "connack", returnCode, sessionPresent });
}

export function puback(messageId: number): Uint8Array {
  return packet({ cmd: "puback", messageId });
}

/** A client, its log, and a network that takes every frame at once. */
export class Bench {
  readonly log: string[] = [];
  readonly client: Client;
  nowMs: number;

  constructor(changes: ClientOptions = {}, also: Handlers = {}, nowMs = START_MS) {
    this.nowMs = nowMs;
    this.client = makeClient(testOptions({ ...changes, ...logHandlers(this.log, also) }), "board", nowMs);
  }

  /** Start, open, and write what the client wants to write; answers the written bytes. */
  open(): Uint8Array {
    start(this.client, this.nowMs);
    opened(this.client, this.nowMs);
    return this.written();
  }

  /** Open, and accept the connection. */
  up(sessionPresent = false): this {
    this.open();
    this.receive(connack(0, sessionPresent));
    return this;
  }

  receive(...chunks: Uint8Array[]): this {
    for (const chunk of chunks) received(this.client, chunk, this.nowMs);
    return this;
  }

  /** One frame, as a copy; empty when the client has nothing to write. The frame stays with the network. */
  frame(): Uint8Array {
    const bytes = nextFrame(this.client, this.nowMs);
    return this.client.tx.bytes.slice(0, bytes);
  }

  /** All that the client wants to write, frame after frame, each handed on at once. */
  written(): Uint8Array {
    const parts: Uint8Array[] = [];
    for (let bytes = this.frame(); bytes.length > 0; bytes = this.frame()) {
      parts.push(bytes);
      sent(this.client, this.nowMs);
    }
    return new Uint8Array(Buffer.concat(parts));
  }

  /** Let time pass without a call. */
  pass(ms: number): this {
    this.nowMs = (this.nowMs + ms) % 2 ** 30;
    return this;
  }
}
