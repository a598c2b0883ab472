/*
 * Stands in for stream.ts in a client whose messages all fit a frame.
 */
import type { Outbox } from "../outbox.ts";
import type { Message } from "../publish.ts";
import type { Client } from "../state.ts";
import { Status } from "../status.ts";

export type Source = undefined;
export type Sources = undefined;
/** Nothing is kept. */
export type Stream = undefined;

export function addStream(_client: Client): void {}

export function isStreaming(_client: Client): boolean {
  return false;
}

/** How many messages were sent whole in this connection: all that were sent. */
export function sentWhole(client: Client): number {
  return client.outbox.sentCount;
}

export function endStream(_client: Client): void {}

/** The room that a message needs in one frame: that of all of it. */
export function frameBytes(wholeBytes: number, _totalBytes: number): number {
  return wholeBytes;
}

export function hasSource(_message: Message): boolean {
  return false;
}

/** The length of a message's payload; Status.Unsupported for one with a source. */
export function totalBytesOf(message: Message, ownBytes: number): number {
  return message.source === undefined ? ownBytes : Status.Unsupported;
}

export function holdSource(_outbox: Outbox, _at: number, _message: Message): void {}

export function releaseSource(_outbox: Outbox, _at: number): void {}

export function isStreamed(_client: Client, _at: number): boolean {
  return false;
}

export function beginStream(_client: Client, _at: number, _flags: number, _packetId: number): Status {
  return Status.Unsupported;
}

export function streamOn(_client: Client): boolean {
  return true;
}
