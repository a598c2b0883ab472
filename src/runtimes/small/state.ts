/*
 * Everything that the small client is, in one record. It keeps no time: it waits for one thing after the other, and
 * each wait has a length.
 */
import type { Frame } from "#bytes";
import type { Port } from "#port";
import { addInbound } from "#small-inbound";
import type { Inbound } from "#small-inbound";
import { addQueue } from "#small-queue";
import type { Queue } from "#small-queue";
import { Link } from "../../client/link.ts";
import { seedOf } from "../../client/retry.ts";
import type { ConnectOptions } from "../face.ts";

export interface SmallClient extends Queue, Inbound {
  options: ConnectOptions;
  ownId: string;
  transport: Port;
  link: Link;
  /** What goes to the network next; the network's while isSending. */
  tx: Frame;
  isSending: boolean;
  isPinged: boolean;
  /** DISCONNECT is written. */
  hasParted: boolean;
  /** State of the random sequence, 0 to 65536. */
  randomState: number;
  /** From how much the last wait for a retry was drawn; 0 while the link is healthy. */
  longestS: number;
}

/** @param options  held, not copied */
export function makeSmall(options: ConnectOptions, board: string, transport: Port): SmallClient {
  const ownId = options.clientId ?? "catnap-" + board;
  const mqtt = {
    options,
    ownId,
    transport,
    link: Link.Down,
    isSending: false,
    isPinged: false,
    hasParted: false,
    randomState: options.seed ?? seedOf(ownId),
    longestS: 0,
  } as SmallClient;
  addQueue(mqtt);
  addInbound(mqtt);
  return mqtt;
}

/** Call a handler. One that throws has taken what it was told; one that is not there throws as well. */
export function tell(
  handler: ((this: void, ...values: never[]) => boolean | void) | undefined,
  first: unknown,
  second?: unknown,
): void {
  try {
    (handler as (this: void, ...values: unknown[]) => boolean | void)(first, second);
  } catch {
    // Nobody counts it here.
  }
}
