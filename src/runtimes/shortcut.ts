/*
 * The short way of a QoS 0 message while nothing else is going on: into the frame, to the port, done. The client is told
 * of the write only if something happens before the port has passed it on; so the usual publish is over after a handful
 * of fields. Espruino reads the text of all that it passes, and the long way is a lot of text.
 * Not here: the long way (face.ts, publishMessage), which serves every message; what is in the packet (protocol.ts).
 */
import { clear, limitOf, used } from "#bytes";
import type { Chunk } from "#bytes";
import { isSendable } from "#check";
import { portNowMs } from "#port";
import { Wire } from "#protocol";
import { count } from "#report";
import { elapsedMs } from "../client/clock.ts";
import { watch } from "../client/keepalive.ts";
import { isQuiet } from "../client/send.ts";
import { moveTo } from "../client/state.ts";
import type { Client } from "../client/state.ts";
import type { Drive } from "./drive.ts";

/** What is known of a connection since it was last looked at as a whole. */
export const enum Pace {
  /** Nothing: the long way. */
  Full = 0,
  /** A message may go the short way. */
  Ready = 1,
  /** One did, is on its way to the network, and nothing else has happened since. */
  Alone = 2,
}

export interface Paced extends Drive {
  pace: Pace;
}

/**
 * Whether a message may go the short way.
 *
 * @param length  shortLength of its topic and payload
 */
export function isShort(paced: Paced, topic: string | Chunk, qos: number, length: number): boolean {
  return (
    paced.pace === Pace.Ready && qos === 0 && length <= Wire.ShortLength && isSendable(paced.client, topic)
  );
}

/** The port has taken the frame. */
export function beginShort(paced: Paced): void {
  const client = paced.client;
  paced.pace = Pace.Alone;
  client.sentMs = portNowMs(paced.port);
  count(client, "accepted", 1);
  count(client, "sent", 1);
  count(client, "bytesOut", used(client.tx));
}

/** The port has passed the frame on, and that was all there was. */
export function endShort(paced: Paced): void {
  paced.pace = Pace.Ready;
  clear(paced.client.tx);
}

/** Before anything else is done: let the client know of a write that is under way, as of the time when it was made. */
export function settle(paced: Paced): void {
  const client = paced.client;
  if (paced.pace === Pace.Alone) {
    moveTo(client, client.sentMs);
    client.isSending = true;
    watch(client);
  }
  paced.pace = Pace.Full;
}

/** At the end of an event, which is when things come to rest: whether the next message may go the short way. */
export function review(paced: Paced): void {
  const client = paced.client;
  const answerMs = (client.options.answerS ?? 20) * 1000;
  // Nobody will set the timer for a write that is not taken: it must come in time for it.
  const isWatched = elapsedMs(client.nowMs, paced.wakeMs) <= answerMs;
  if (isWatched && !client.isTimed && isQuiet(client) && isRoomy(client)) paced.pace = Pace.Ready;
}

/** So that the short way needs no look at how much the frame holds. */
function isRoomy(client: Client): boolean {
  return limitOf(client.tx) >= Wire.ShortLength + 2;
}
