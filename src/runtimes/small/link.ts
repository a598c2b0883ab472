/*
 * The life of the small client's connection, driven straight over the port: open, greet, ask now and then, give up,
 * come back.
 * Not here: the same with a clock, pipelining, and a drive of its own (client/connection.ts, keepalive.ts, drive.ts).
 * Source: MQTT 3.1.1, sections 3.1, 3.2, 3.12, 3.14.
 */
import { clear, used } from "#bytes";
import type { Chunk } from "#bytes";
import { endPort, openPort, sendFrame, wakeIn } from "#port";
import { Packet, putBare, putConnect, Refusal } from "#protocol";
import { inboundLost, inboundUp, owedCount, putInbound, received } from "#small-inbound";
import { putWaiting, queueLost, queueUp } from "#small-queue";
import { lateReason, Link } from "../../client/link.ts";
import { Most } from "../../client/options.ts";
import { nextRandom } from "../../client/retry.ts";
import { Cause, Reason, Status } from "../../client/status.ts";
import { PortEvent } from "../port.ts";
import { tell } from "./state.ts";
import type { SmallClient } from "./state.ts";

/** Parts of the keep alive, in milliseconds for each of its seconds: together less than the broker's patience of 1500. */
const enum KeepAlive {
  AskMs = 800,
  AnswerMs = 400,
  /** Seconds that stand in its place when we promise nothing. */
  NoneS = 3600,
}

export function open(mqtt: SmallClient): void {
  const options = mqtt.options;
  const isSecure = options.isSecure === true;
  mqtt.link = Link.Opening;
  // Also for CONNACK.
  wakeIn(mqtt.transport, (options.connackS ?? 15) * 1000);
  openPort(mqtt.transport, options.host, options.port ?? (isSecure ? 8883 : 1883), isSecure);
}

/** Wait for so many parts of the keep alive. */
function waitParts(mqtt: SmallClient, partMs: number): void {
  const keepAliveS = mqtt.options.keepAliveS ?? 60;
  wakeIn(mqtt.transport, (keepAliveS === 0 ? KeepAlive.NoneS : keepAliveS) * partMs);
}

/** What the port tells. */
export function told(mqtt: SmallClient, event: PortEvent, detail: Chunk | Cause): void {
  if (event === PortEvent.Sent) {
    mqtt.isSending = false;
    clear(mqtt.tx);
    if (mqtt.hasParted) lose(mqtt, lateReason(mqtt.link), 0);
  } else if (event === PortEvent.Received) received(mqtt, detail as Chunk);
  else if (event === PortEvent.Wake) timeIsUp(mqtt);
  else if (event === PortEvent.Closed) lose(mqtt, Reason.Lost, detail as Cause);
  else {
    mqtt.link = Link.Greeting;
    putConnect(mqtt.tx, mqtt.options, mqtt.ownId);
  }
  flush(mqtt);
}

function timeIsUp(mqtt: SmallClient): void {
  if (mqtt.link === Link.Waiting) open(mqtt);
  else if (mqtt.link < Link.Up || mqtt.isPinged || mqtt.isSending) lose(mqtt, lateReason(mqtt.link), 0);
  else {
    mqtt.isPinged = true;
    putBare(mqtt.tx, Packet.Pingreq);
    waitParts(mqtt, KeepAlive.AnswerMs);
  }
}

/** Write what waits, unless the last frame is still on its way. */
export function flush(mqtt: SmallClient): void {
  if (mqtt.isSending || mqtt.link < Link.Greeting) return;
  if (mqtt.link >= Link.Up) putInbound(mqtt);
  if (mqtt.link === Link.Up) putWaiting(mqtt);
  else if (mqtt.link > Link.Up)
    mqtt.hasParted = owedCount(mqtt) === 0 && putBare(mqtt.tx, Packet.Disconnect) === Status.Ok;
  mqtt.isSending = used(mqtt.tx) > 0;
  if (mqtt.isSending && !sendFrame(mqtt.transport, mqtt.tx)) lose(mqtt, Reason.Lost, Cause.Reset);
}

/**
 * The broker has answered our CONNECT, 3.2.2.
 *
 * @returns  false for an answer that is none
 */
export function connacked(mqtt: SmallClient, flags: number, code: number): boolean {
  if (flags > 1) return false;
  if (code > 0) {
    // There is no hurry: the next wait is drawn from the cap.
    if (code !== Refusal.ServerUnavailable) mqtt.longestS = Most.RetryS;
    lose(mqtt, Reason.Refused, code);
  } else {
    mqtt.link = Link.Up;
    waitParts(mqtt, KeepAlive.AskMs);
    queueUp(mqtt, flags === 1);
    inboundUp(mqtt);
    tell(mqtt.options.onConnect, flags === 1);
  }
  return true;
}

/** PINGRESP: the link is proven, and the next retry a first one again. */
export function answered(mqtt: SmallClient): void {
  mqtt.isPinged = false;
  mqtt.longestS = 0;
  waitParts(mqtt, KeepAlive.AskMs);
}

/** Draw how long to wait: 0 up to and including the longest wait, which doubles up to the cap. */
function nextWaitMs(mqtt: SmallClient): number {
  const options = mqtt.options;
  const longestS = Math.max(mqtt.longestS * 2, options.retryFirstS ?? 1);
  mqtt.longestS = Math.min(longestS, options.retryCapS ?? 300);
  mqtt.randomState = nextRandom(mqtt.randomState);
  return Math.floor(mqtt.longestS * (mqtt.randomState % 1001));
}

/** The connection is over, or what was to become one. */
export function lose(mqtt: SmallClient, reason: Reason, code: number): void {
  const isLast = reason === Reason.Asked || mqtt.link === Link.Closing;
  endPort(mqtt.transport);
  clear(mqtt.tx);
  mqtt.isSending = false;
  mqtt.isPinged = false;
  mqtt.hasParted = false;
  queueLost(mqtt);
  inboundLost(mqtt);
  mqtt.link = isLast ? Link.Down : Link.Waiting;
  if (!isLast) wakeIn(mqtt.transport, nextWaitMs(mqtt));
  tell(mqtt.options.onClose, reason, code);
}
