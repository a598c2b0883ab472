/*
 * Blocks in flash, for a firmware without rtcmem: two files for each block, written by turns, so that a cut of the
 * power inside of a write leaves the older one. A file is a turn, the length in two bytes, and the block.
 * Source: NodeMCU 3.0, docs/modules/file.md.
 */
import { byteAt, chunkBytes, piece } from "#bytes";
import type { Chunk } from "#bytes";
import { Status } from "../../client/status.ts";
import type { Block } from "../board.ts";

const enum Head {
  Bytes = 3,
  /** Turns count 0, 1, 2, 0: of two neighbours it is known which is the later one. */
  Turns = 3,
}

function nameOf(block: Block, slot: number): string {
  return string.format("catnap%d", block * 2 + slot);
}

/** What stands in a file; undefined when it is not whole. */
function readSlot(block: Block, slot: number): Chunk | undefined {
  const text = file.getcontents(nameOf(block, slot));
  if (text === undefined || chunkBytes(text) < Head.Bytes) return undefined;
  const bytes = byteAt(text, 1) * 256 + byteAt(text, 2);
  return chunkBytes(text) === bytes + Head.Bytes ? text : undefined;
}

/** The slot of the later one of two, or of the only one; -1 when there is none. */
function laterSlot(first: Chunk | undefined, second: Chunk | undefined): number {
  if (second === undefined) return first === undefined ? -1 : 0;
  if (first === undefined) return 1;
  return byteAt(second, 0) === (byteAt(first, 0) + 1) % Head.Turns ? 1 : 0;
}

export function keptFile(block: Block): Chunk | undefined {
  const first = readSlot(block, 0);
  const second = readSlot(block, 1);
  const slot = laterSlot(first, second);
  if (slot < 0) return undefined;
  const text = (slot === 0 ? first : second) as Chunk;
  return piece(text, Head.Bytes, chunkBytes(text));
}

export function keepFile(block: Block, bytes: Chunk): Status {
  const first = readSlot(block, 0);
  const second = readSlot(block, 1);
  const slot = laterSlot(first, second);
  const later = slot === 1 ? second : first;
  const turn = later === undefined ? 0 : (byteAt(later, 0) + 1) % Head.Turns;
  const length = chunkBytes(bytes);
  const head = string.char(turn) + string.char(Math.floor(length / 256), length % 256);
  return file.putcontents(nameOf(block, slot === 0 ? 1 : 0), head + bytes) === true
    ? Status.Ok
    : Status.TooLarge;
}
