/*
 * What a message may push out of a full outbox, how long it may wait, and which go first. Reached as #policy: a build
 * without it puts without/policy.ts in its place, and a full outbox refuses.
 */
import { keptChunk, moveKept, payloadBytes, textAt } from "#bytes";
import type { Chunk } from "#bytes";
import { Clock, elapsedMs, laterMs } from "./clock.ts";
import { WhenFull } from "./options.ts";
import { EntryFlag, Field, fieldAt, hasRoom, isInFlight, setField } from "./outbox.ts";
import type { Outbox } from "./outbox.ts";
import { dropEntry } from "./publish.ts";
import type { Message } from "./publish.ts";
import type { Client } from "./state.ts";
import { Notice } from "./status.ts";

/** Whole seconds since the client was made: for delays longer than the clock can hold. */
export interface Age {
  seconds: number;
  /** The reading at which the last of them was full. */
  secondMs: number;
}

export function addAge(client: Client): void {
  client.age = { seconds: 0, secondMs: client.nowMs };
}

/** Count the seconds that have passed. */
export function passTime(client: Client): void {
  const age = client.age;
  const passed = elapsedMs(age.secondMs, client.nowMs);
  // A reading slightly in the past is a caller's slip, not twelve days.
  if (passed < 1000 || passed >= Clock.HalfMs) return;
  const seconds = Math.floor(passed / 1000);
  age.seconds += seconds;
  age.secondMs = laterMs(age.secondMs, seconds * 1000);
}

/** The second from which on a new message is not sent any more; 0 for never. */
function expiryS(client: Client, message: Message): number {
  const ttlS = message.ttlS ?? client.options.ttlS ?? 0;
  if (ttlS === 0) return 0;
  // A message that begins late in a second still has all of its time.
  const begun = elapsedMs(client.age.secondMs, client.nowMs) > 0 ? 1 : 0;
  return client.age.seconds + ttlS + begun;
}

function isAlarm(outbox: Outbox, at: number): boolean {
  return fieldAt(outbox, at, Field.Flags) % EntryFlag.Slot >= EntryFlag.Alarm;
}

/** Whether an entry has the topic of a message. */
function isOfTopic(outbox: Outbox, at: number, topic: string | Chunk | number): boolean {
  const topicBytes = fieldAt(outbox, at, Field.Topic);
  if (typeof topic === "number") return topicBytes === -1 - topic;
  if (topicBytes !== payloadBytes(topic)) return false;
  const text = textAt(keptChunk(outbox.store, at, 0, topicBytes), 0, topicBytes);
  return text === (typeof topic === "string" ? topic : textAt(topic, 0, topicBytes));
}

/** Whether the policy of a new message lets it push out this entry. */
function mayRemove(outbox: Outbox, at: number, message: Message, whenFull: WhenFull): boolean {
  if (isInFlight(outbox, at)) return false;
  if (whenFull === WhenFull.ReplaceTopic) return isOfTopic(outbox, at, message.topic);
  return whenFull === WhenFull.DropOldest && (message.isAlarm === true || !isAlarm(outbox, at));
}

/** The place of the oldest entry that the policy may remove, an alarm only when there is nothing else; or -1. */
function placeToRemove(outbox: Outbox, message: Message, whenFull: WhenFull): number {
  let oldestAlarm = -1;
  for (let at = 0; at < outbox.count; at += 1) {
    if (!mayRemove(outbox, at, message, whenFull)) continue;
    if (!isAlarm(outbox, at)) return at;
    if (oldestAlarm < 0) oldestAlarm = at;
  }
  return oldestAlarm;
}

/** Whether the message would fit if its policy had removed all that it may. */
function wouldFit(outbox: Outbox, message: Message, whenFull: WhenFull, costBytes: number): boolean {
  let entries = outbox.limit - outbox.count;
  let bytes = outbox.limitBytes - outbox.usedBytes;
  for (let at = 0; at < outbox.count; at += 1) {
    if (!mayRemove(outbox, at, message, whenFull)) continue;
    entries += 1;
    bytes += fieldAt(outbox, at, Field.Bytes);
  }
  return entries > 0 && bytes >= costBytes;
}

/** Remove what the policy allows and the message needs; if that would not be enough, remove nothing. */
export function makeRoom(client: Client, message: Message, costBytes: number): boolean {
  const outbox = client.outbox;
  const whenFull = message.whenFull ?? client.options.whenFull ?? WhenFull.Refuse;
  if (!wouldFit(outbox, message, whenFull, costBytes)) return false;
  const isReplacing = whenFull === WhenFull.ReplaceTopic;
  // Counted beforehand: a handler that publishes when it is told of a drop must not keep us here for ever.
  for (let left = outbox.count; left > 0; left -= 1) {
    if (!isReplacing && hasRoom(outbox, costBytes)) return true;
    const at = placeToRemove(outbox, message, whenFull);
    if (at < 0) continue;
    if (isReplacing) dropEntry(client, at, Notice.DroppedReplaced, "droppedReplaced");
    else dropEntry(client, at, Notice.DroppedFull, "droppedFull");
  }
  return hasRoom(outbox, costBytes);
}

/** Drop what outlived its time; what is in flight is left to the broker. */
export function dropExpired(client: Client): void {
  const outbox = client.outbox;
  let at = outbox.sentCount;
  while (at < outbox.count) {
    const expiresS = fieldAt(outbox, at, Field.ExpiresS);
    const isOver = expiresS > 0 && expiresS <= client.age.seconds && !isInFlight(outbox, at);
    if (isOver) dropEntry(client, at, Notice.DroppedExpired, "droppedExpired");
    else at += 1;
  }
}

/**
 * Give a new message, the last entry, its time to live and its place: an alarm goes behind the other alarms. It takes
 * older messages of its own topic along, so that order holds per topic.
 */
export function placeEntry(client: Client, message: Message): void {
  const outbox = client.outbox;
  setField(outbox, outbox.count - 1, Field.ExpiresS, expiryS(client, message));
  if (message.isAlarm !== true) return;
  let place = outbox.triedCount;
  for (let at = place; at < outbox.count; at += 1) {
    if (!isAlarm(outbox, at) && !isOfTopic(outbox, at, message.topic)) continue;
    moveEntry(outbox, at, place);
    // From now on an alarm itself: the next alarm must not pass it.
    if (!isAlarm(outbox, place))
      setField(outbox, place, Field.Flags, fieldAt(outbox, place, Field.Flags) + EntryFlag.Alarm);
    place += 1;
  }
}

/** Move an entry up to an earlier place; those between move down. */
function moveEntry(outbox: Outbox, from: number, to: number): void {
  if (from === to) return;
  moveKept(outbox.store, from, to);
  for (let field: number = Field.Id; field < Field.Count; field += 1) {
    const value = fieldAt(outbox, from, field);
    for (let at = from; at > to; at -= 1) setField(outbox, at, field, fieldAt(outbox, at - 1, field));
    setField(outbox, to, field, value);
  }
}
