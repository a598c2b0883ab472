/*
 * What a topic name and a topic filter may be, and which topics a filter matches.
 * Source: MQTT 3.1.1, sections 1.5.3 (UTF-8), 4.7 (topic names and filters).
 */
import { byteAt, payloadBytes } from "#bytes";
import type { Chunk } from "#bytes";
import { Wire } from "#protocol";

const enum Char {
  Nul = 0,
  Hash = 35,
  Dollar = 36,
  Plus = 43,
  Slash = 47,
}

/** Whether text may be published to: not empty, no wildcard, no U+0000, at most 65,535 bytes. */
export function isTopicName(text: string): boolean {
  if (text.indexOf("+") >= 0 || text.indexOf("#") >= 0) return false;
  return isTopicText(text);
}

function isTopicText(text: string): boolean {
  return text.length > 0 && text.indexOf("\0") < 0 && payloadBytes(text) <= Wire.MaxText;
}

/**
 * Whether text may be subscribed to: `+` alone in its level, `#` alone in the last one, and after
 * `$share/` a group without wildcards and a filter.
 */
export function isTopicFilter(text: string): boolean {
  if (!isTopicText(text)) return false;
  const from = filterStart(text);
  if (from > 0 && (from === text.length || !isTopicName(text.slice(7, from - 1)))) return false;
  for (let at = from; at < text.length; at += 1) {
    const char = text.charCodeAt(at);
    if (char !== Char.Plus && char !== Char.Hash) continue;
    if (at > from && text.charCodeAt(at - 1) !== Char.Slash) return false;
    if (at + 1 === text.length) continue;
    if (char === Char.Hash || text.charCodeAt(at + 1) !== Char.Slash) return false;
  }
  return true;
}

/** Where the filter proper begins: behind the group of a shared subscription, else at 0. */
function filterStart(filter: string): number {
  if (filter.indexOf("$share/") !== 0) return 0;
  const slash = filter.indexOf("/", 7);
  return slash < 0 ? filter.length : slash + 1;
}

/**
 * Whether a filter matches a topic: `sport/#` matches `sport` and `sport/a/b`, `+/b` does not match `$SYS/b`.
 *
 * @param filter  passed isTopicFilter
 */
export function isMatch(filter: string, topic: string): boolean {
  let at = filterStart(filter);
  let to = 0;
  const first = filter.charCodeAt(at);
  if (topic.charCodeAt(0) === Char.Dollar && (first === Char.Plus || first === Char.Hash)) return false;
  while (at < filter.length) {
    const char = filter.charCodeAt(at);
    if (char === Char.Hash) return true;
    if (char === Char.Plus) {
      to = levelEnd(topic, to);
      at += 1;
    } else if (to < topic.length && topic.charCodeAt(to) === char) {
      at += 1;
      to += 1;
    } else {
      // `sport/#` stands for its parent as well, 4.7.1.2.
      return to === topic.length && filter.slice(at) === "/#";
    }
  }
  return to === topic.length;
}

function levelEnd(topic: string, from: number): number {
  const slash = topic.indexOf("/", from);
  return slash < 0 ? topic.length : slash;
}

/** Whether received bytes are a topic name: UTF-8 without surrogates, over-long forms, U+0000 or wildcards. */
export function isTopicChunk(chunk: Chunk, from: number, to: number): boolean {
  let missing = 0;
  // What the next byte of a character may be: narrower only behind E0, ED, F0 and F4.
  let least = 128;
  let most = 191;
  for (let at = from; at < to; at += 1) {
    const byte = byteAt(chunk, at);
    if (missing > 0) {
      if (byte < least || byte > most) return false;
      missing -= 1;
      least = 128;
      most = 191;
    } else if (byte < 128) {
      if (byte === Char.Nul || byte === Char.Hash || byte === Char.Plus) return false;
    } else {
      if (byte < 194 || byte > 244) return false;
      missing = byte < 224 ? 1 : byte < 240 ? 2 : 3;
      if (byte === 224) least = 160;
      if (byte === 237) most = 159;
      if (byte === 240) least = 144;
      if (byte === 244) most = 143;
    }
  }
  return missing === 0;
}
