/*
 * Payloads other than JSON: a template, or the bare number of one field, which is a template of that field alone. A
 * template is cut once into texts and the keys between them, so that sending parses nothing.
 * Reached as #forms: a station whose feeds all send JSON puts without/forms.ts in its place.
 */
import { payloadBytes, putPayload } from "#bytes";
import type { Chunk, Frame } from "#bytes";
import { Status } from "../client/status.ts";
import { putFixed, putTime, Text } from "./format.ts";
import { bootAt, Packed, packedAt, stampSAt } from "./record.ts";
import { fillText } from "./station.ts";
import type { Feed, Station } from "./station.ts";

/** What stands between two texts: the place of a field, or one of these. */
const enum Key {
  None = -1,
  /** Seconds since 1970; nothing while they are not known. */
  Calendar = -2,
  /** The station's count of seconds; nothing when those since 1970 are known. */
  Age = -3,
  Boot = -4,
  /** As JSON has it: `"t":1767225600` or `"age":86400,"boot":3`. */
  Time = -5,
}

export interface Form {
  /** One more than keys: each key stands behind the text of its place. */
  texts: string[];
  keys: number[];
  /** Digits after the point of each field. */
  decimals: number[];
  /** Of "fields": which of the sensor's fields it is; else -1. */
  field: number;
}

/** How many topics a feed has: one, or one for each field. */
export function topicCount(feed: Feed): number {
  return feed.payload === "fields" ? feed.sensor.fields.length : 1;
}

/**
 * @param place  which of the feed's topics, from 0
 * @returns      nothing for JSON
 */
export function makeForm(station: Station, feed: Feed, board: string, place: number): Form | undefined {
  const payload = feed.payload;
  if (payload === undefined || payload === "json") return undefined;
  if (payload === "fields")
    return {
      texts: ["", ""],
      keys: [0],
      decimals: [feed.sensor.decimals[place] as number],
      field: place,
    };
  const form: Form = { texts: [], keys: [], decimals: feed.sensor.decimals, field: -1 };
  cut(form, fillText(payload.template, station, feed, board), feed.sensor.fields);
  return form;
}

/** Cut a template at its keys; braces around anything else stay as they are. */
function cut(form: Form, template: string, fields: string[]): void {
  let start = 0;
  let at = template.indexOf("{");
  while (at >= 0) {
    const end = template.indexOf("}", at);
    if (end < 0) break;
    const key = keyOf(template.slice(at + 1, end), fields);
    if (key !== Key.None) {
      form.texts.push(template.slice(start, at));
      form.keys.push(key);
      start = end + 1;
    }
    // Not behind the end: `{{t}}` has a key inside.
    at = template.indexOf("{", key === Key.None ? at + 1 : start);
  }
  form.texts.push(template.slice(start));
}

function keyOf(name: string, fields: string[]): number {
  if (name === "t") return Key.Calendar;
  if (name === "age") return Key.Age;
  if (name === "boot") return Key.Boot;
  if (name === "time") return Key.Time;
  for (let field = 0; field < fields.length; field += 1) if (fields[field] === name) return field;
  return Key.None;
}

/** Write the text of a record; or of a value, for the bare number. */
export function putForm(frame: Frame, form: Form, chunk: Chunk): Status {
  let status = putPayload(frame, form.texts[0] as string);
  for (let at = 0; at < form.keys.length; at += 1) {
    if (status === Status.Ok) status = putKey(frame, form, chunk, form.keys[at] as number);
    if (status === Status.Ok) status = putPayload(frame, form.texts[at + 1] as string);
  }
  return status;
}

function putKey(frame: Frame, form: Form, chunk: Chunk, key: number): Status {
  if (key >= 0) return putFixed(frame, packedAt(chunk, key * Packed.Bytes), form.decimals[key] as number);
  const stampAt = form.decimals.length * Packed.Bytes;
  if (key === Key.Time) return putTime(frame, chunk, stampAt);
  if (key === Key.Boot) return putFixed(frame, bootAt(chunk, stampAt), 0);
  const stampS = stampSAt(chunk, stampAt);
  const isKnown = stampS >= Packed.Bias;
  return isKnown === (key === Key.Calendar) ? putFixed(frame, stampS, 0) : Status.Ok;
}

/** The longest text that putForm writes. */
export function formBytes(form: Form): number {
  let bytes = 0;
  for (let at = 0; at < form.texts.length; at += 1) bytes += payloadBytes(form.texts[at] as string);
  for (let at = 0; at < form.keys.length; at += 1) bytes += keyBytes(form.keys[at] as number);
  return bytes;
}

function keyBytes(key: number): number {
  if (key >= 0) return Text.ValueBytes;
  if (key === Key.Time) return Text.TimeBytes;
  return key === Key.Boot ? Text.BootBytes : Text.SecondsBytes;
}
