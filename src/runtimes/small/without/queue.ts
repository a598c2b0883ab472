/*
 * What waits in a small client with QoS 0 only: packets, one after the other, in a frame that changes places with tx
 * when tx is free. Nothing of QoS 0 is ever written a second time, so that nothing needs to know where a packet begins.
 */
import { begin, payloadBytes, putPayload, used } from "#bytes";
import type { Chunk, Frame, Payload } from "#bytes";
import { PublishFlag, putPublishHead } from "#protocol";
import { Status } from "../../../client/status.ts";
import type { SmallClient } from "../state.ts";

export interface Queue {
  waiting: Frame;
}

/** Whatever stands in place of this file in another build, here it is this. */
type Owner = SmallClient & Queue;

/** Two frames of outboxBytes; txBytes and outboxEntries are not asked. */
export function addQueue(mqtt: Owner): void {
  const bytes = mqtt.options.outboxBytes ?? 1024;
  mqtt.tx = begin(bytes);
  mqtt.waiting = begin(bytes);
}

/**
 * Take a message.
 *
 * @returns  0, or with nothing changed: Status.Full, Status.TooLarge, Status.Unsupported (QoS), Status.Invalid (payload)
 */
export function addMessage(
  mqtt: Owner,
  topic: string | Chunk,
  payload: Payload,
  qos: number,
  retain: boolean,
): number {
  const waiting = mqtt.waiting;
  const bytes = payloadBytes(payload);
  if (qos !== 0) return Status.Unsupported;
  if (!(bytes >= 0)) return Status.Invalid;
  if (putPublishHead(waiting, retain ? PublishFlag.Retain : 0, topic, 0, bytes, bytes) < 0)
    return used(waiting) === 0 ? Status.TooLarge : Status.Full;
  return putPayload(waiting, payload);
}

export function putWaiting(mqtt: Owner): void {
  const tx = mqtt.tx;
  if (used(tx) > 0) return;
  mqtt.tx = mqtt.waiting;
  mqtt.waiting = tx;
}

export function waitingCount(mqtt: Owner): number {
  return used(mqtt.waiting) > 0 ? 1 : 0;
}

export function queueUp(_mqtt: Owner, _isSessionPresent: boolean): void {}

export function queueLost(_mqtt: Owner): void {}

export function isPuback(_first: number): boolean {
  return false;
}

export function takePuback(_mqtt: Owner, _packetId: number): void {}
