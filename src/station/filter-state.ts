/*
 * What a feed's filter and alarms remember, as bytes that outlive a deep sleep: the reading that was passed on last, when
 * that was, and which alarms are on. Times are on the station's count of seconds, which goes on while it sleeps.
 * Samples of half a reading are not kept: a station sleeps between readings only.
 */
import { byteAt, chunkBytes, putByte, room } from "#bytes";
import type { Chunk, Frame } from "#bytes";
import { Status } from "../client/status.ts";
import type { Alarm } from "./alarm.ts";
import type { Filter } from "./filter.ts";
import { Packed, packedAt, putPacked } from "./record.ts";

/** Nothing that could not be asked again is kept: values only where they are compared, a byte for each alarm. */
export function feedStateBytes(filter: Filter): number {
  return Packed.Bytes * (1 + valueCount(filter)) + filter.alarms.length;
}

function valueCount(filter: Filter): number {
  let isCompared = filter.options.deadBand !== undefined;
  for (let at = 0; at < filter.alarms.length; at += 1)
    if ((filter.alarms[at] as Alarm).options.moved !== undefined) isCompared = true;
  return isCompared ? filter.last.length : 0;
}

/**
 * @param frame  left unchanged when the state does not fit
 * @returns      Status.Ok, or Status.Full
 */
export function putFeedState(frame: Frame, filter: Filter): Status {
  if (room(frame) < feedStateBytes(filter)) return Status.Full;
  putPacked(frame, filter.lastS);
  for (let field = 0; field < valueCount(filter); field += 1) putPacked(frame, filter.last[field] as number);
  for (let at = 0; at < filter.alarms.length; at += 1)
    putByte(frame, (filter.alarms[at] as Alarm).isOn ? 1 : 0);
  return Status.Ok;
}

/**
 * Remember what putFeedState wrote for a feed of the same station.
 *
 * @param at  where in the chunk it begins
 * @returns   where it ends; -1 with nothing changed when the chunk ends before
 */
export function takeFeedState(chunk: Chunk, at: number, filter: Filter): number {
  const end = at + feedStateBytes(filter);
  if (end > chunkBytes(chunk)) return -1;
  filter.lastS = packedAt(chunk, at);
  const valuesAt = at + Packed.Bytes;
  for (let field = 0; field < valueCount(filter); field += 1)
    filter.last[field] = packedAt(chunk, valuesAt + field * Packed.Bytes);
  const alarmsAt = end - filter.alarms.length;
  for (let each = 0; each < filter.alarms.length; each += 1)
    (filter.alarms[each] as Alarm).isOn = byteAt(chunk, alarmsAt + each) > 0;
  return end;
}
