/*
 * What Espruino keeps over a deep sleep: files in flash, two for each block, written by turns, so that a cut of the power
 * inside of a write leaves the older one. The turn is the last byte, and written last: until then it is erased flash.
 * Source: Espruino 2v29, src/jswrap_storage.c, src/jsflash.c.
 */
import { chunkBytes, piece } from "#bytes";
import type { Chunk } from "#bytes";
import { Status } from "../../client/status.ts";
import type { Block } from "../board.ts";
import type { Port } from "./record.ts";

/** Built in: the bundler leaves it alone. */
declare function require(name: "Storage"): EspruinoStorage;

const enum Turn {
  /** Turns count 0, 1, 2, 0: of two neighbours it is known which is the later one. */
  Count = 3,
  None = -1,
}

function nameOf(block: Block, slot: number): string {
  return "catnap" + "abcdef".charAt(block * 2 + slot);
}

/** The turn of a file, or Turn.None for one that is not there, or not whole. */
function turnOf(text: Chunk | undefined): number {
  if (text === undefined || text.length === 0) return Turn.None;
  const turn = text.charCodeAt(text.length - 1);
  return turn < Turn.Count ? turn : Turn.None;
}

/** Which of two files is the later one; the second when there is none. */
function laterSlot(first: number, second: number): number {
  if (second < 0) return first < 0 ? 1 : 0;
  return first < 0 || second === (first + 1) % Turn.Count ? 1 : 0;
}

/** Undefined in a build without it. */
function storageModule(): EspruinoStorage | undefined {
  try {
    return require("Storage");
  } catch {
    return undefined;
  }
}

export function keepBlock(_port: Port, block: Block, bytes: Chunk): Status {
  const storage = storageModule();
  if (storage === undefined) return Status.Unsupported;
  const first = turnOf(storage.read(nameOf(block, 0)));
  const second = turnOf(storage.read(nameOf(block, 1)));
  const slot = laterSlot(first, second);
  const turn = ((slot === 0 ? first : second) + 1) % Turn.Count;
  const name = nameOf(block, 1 - slot);
  const length = chunkBytes(bytes);
  try {
    // A file that is the same already is not written, and would keep its turn.
    storage.erase(name);
    storage.write(name, bytes, 0, length + 1);
    storage.write(name, String.fromCharCode(turn), length);
    return Status.Ok;
  } catch {
    return Status.TooLarge;
  }
}

export function keptBlock(_port: Port, block: Block): Chunk | undefined {
  const storage = storageModule();
  if (storage === undefined) return undefined;
  const first = storage.read(nameOf(block, 0));
  const second = storage.read(nameOf(block, 1));
  const text = laterSlot(turnOf(first), turnOf(second)) === 0 ? first : second;
  return text === undefined || turnOf(text) < 0 ? undefined : piece(text, 0, text.length - 1);
}
