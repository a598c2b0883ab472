/*
 * What Moddable XS keeps over a deep sleep: preferences in flash, two for each block, written by turns, so that a cut of the
 * power inside of a write leaves the older one. A block is cut into values as short as an ESP8266 takes them; its head,
 * a turn and the length, is written when they are.
 * Source: Moddable SDK 8, documentation/files/files.md (Preference), modules/files/preference/esp/modPreference.c.
 */
import Preference from "preference";
import { bufferOf, chunkBytes, chunkOf, makeMemory, piece, putMemory } from "#bytes";
import type { Chunk } from "#bytes";
import { Status } from "../../client/status.ts";
import type { Block } from "../board.ts";
import type { Port } from "./record.ts";

const enum Part {
  Bytes = 63,
  /** As many as there are letters for them. */
  Limit = 26,
}

const enum Head {
  /** Turns count 0, 1, 2, 0: of two neighbours it is known which is the later one. A head is a turn times this ... */
  Turn = 65536,
  Turns = 3,
  None = -1,
}

const DOMAIN = "catnap";
const LETTERS = "abcdefghijklmnopqrstuvwxyz";

function letter(at: number): string {
  return LETTERS.slice(at, at + 1);
}

/** The key of a head; with another letter, that of a part. */
function keyOf(block: Block, slot: number): string {
  return letter(block * 2 + slot);
}

function headOf(key: string): number {
  const head = Preference.get(DOMAIN, key);
  return typeof head === "number" ? head : Head.None;
}

/** Which of two heads is the later one; the second when there is none. */
function laterSlot(first: number, second: number): number {
  if (second < 0) return first < 0 ? 1 : 0;
  const next = (Math.floor(first / Head.Turn) + 1) % Head.Turns;
  return first < 0 || Math.floor(second / Head.Turn) === next ? 1 : 0;
}

export function keepBlock(_port: Port, block: Block, bytes: Chunk): Status {
  const length = chunkBytes(bytes);
  const first = headOf(keyOf(block, 0));
  const second = headOf(keyOf(block, 1));
  const slot = laterSlot(first, second);
  const later = slot === 0 ? first : second;
  const turn = later < 0 ? 0 : (Math.floor(later / Head.Turn) + 1) % Head.Turns;
  const key = keyOf(block, 1 - slot);
  if (length > Part.Bytes * Part.Limit) return Status.TooLarge;
  try {
    for (let at = 0; at * Part.Bytes < length; at += 1) {
      const part = piece(bytes, at * Part.Bytes, Math.min((at + 1) * Part.Bytes, length));
      Preference.set(DOMAIN, key + letter(at), bufferOf(part));
    }
    Preference.set(DOMAIN, key, turn * Head.Turn + length);
    return Status.Ok;
  } catch {
    return Status.TooLarge;
  }
}

export function keptBlock(_port: Port, block: Block): Chunk | undefined {
  const first = headOf(keyOf(block, 0));
  const second = headOf(keyOf(block, 1));
  const slot = laterSlot(first, second);
  const head = slot === 0 ? first : second;
  if (head < 0) return undefined;
  const memory = makeMemory(head % Head.Turn);
  const key = keyOf(block, slot);
  for (let at = 0; at * Part.Bytes < chunkBytes(memory); at += 1) {
    const part = Preference.get(DOMAIN, key + letter(at));
    if (typeof part !== "object") return undefined;
    putMemory(memory, at * Part.Bytes, chunkOf(part));
  }
  return memory;
}
