/*
 * What NodeMCU keeps over a deep sleep: in RTC memory, whose first words belong to rtctime; in files where a firmware
 * is built without rtcmem. A cut of the power empties RTC memory: what is in it then is noise.
 * Not here: whether what is read is what was written (station/blocks.ts).
 * Source: NodeMCU 3.0, docs/modules/rtcmem.md, rtctime.md, app/modules/rtcmem.c.
 */
import { byteAt, chunkBytes } from "#bytes";
import type { Chunk } from "#bytes";
import { Status } from "../../client/status.ts";
import type { Block } from "../board.ts";
import { keepFile, keptFile } from "./files.ts";
import type { Port } from "./record.ts";

const enum Word {
  /** The lengths of the three blocks, in bytes, a word each; the bytes follow, block after block. */
  Lengths = 10,
  First = 13,
  Limit = 128,
  BlockCount = 3,
}

const enum Bit31 {
  MostPositive = 2147483647,
  /** The top byte's part of a word. */
  Top = 16777216,
}

export function keepBlock(_port: Port, block: Block, bytes: Chunk): Status {
  const memory = rtcmem;
  if (memory === undefined) return keepFile(block, bytes);
  let behind = "";
  for (let at = block + 1; at < Word.BlockCount; at += 1) behind += padded(readBlock(memory, at) ?? "");
  const start = startOf(memory, block);
  const whole = padded(bytes) + behind;
  if (start + Math.floor(chunkBytes(whole) / 4) > Word.Limit) return Status.TooLarge;
  for (let at = 0; at < chunkBytes(whole); at += 4) {
    memory.write32(start + Math.floor(at / 4), wordOf(whole, at));
  }
  memory.write32(Word.Lengths + block, chunkBytes(bytes));
  return Status.Ok;
}

export function keptBlock(_port: Port, block: Block): Chunk | undefined {
  const memory = rtcmem;
  return memory === undefined ? keptFile(block) : readBlock(memory, block);
}

/** Noise may say any length: what cannot be one is none. */
function lengthOf(memory: NodeMcuRtcmem, block: number): number {
  const bytes = memory.read32(Word.Lengths + block);
  return bytes > 0 && bytes <= (Word.Limit - Word.First) * 4 ? bytes : 0;
}

function startOf(memory: NodeMcuRtcmem, block: number): number {
  let word: number = Word.First;
  for (let at = 0; at < block; at += 1) word += Math.floor((lengthOf(memory, at) + 3) / 4);
  return word;
}

function readBlock(memory: NodeMcuRtcmem, block: number): Chunk | undefined {
  const bytes = lengthOf(memory, block);
  const start = startOf(memory, block);
  if (bytes === 0 || start + Math.floor((bytes + 3) / 4) > Word.Limit) return undefined;
  let text = "";
  for (let at = 0; at < bytes; at += 4) text += wordBytes(memory.read32(start + Math.floor(at / 4)));
  return string.sub(text, 1, bytes);
}

/** Whole words. */
function padded(bytes: Chunk): Chunk {
  return bytes + string.rep("\0", (4 - (chunkBytes(bytes) % 4)) % 4);
}

/** Four bytes as a number of 32 bits with a sign: an integer build knows no other. */
function wordOf(bytes: Chunk, at: number): number {
  const top = byteAt(bytes, at);
  const rest = byteAt(bytes, at + 1) * 65536 + byteAt(bytes, at + 2) * 256 + byteAt(bytes, at + 3);
  return (top < 128 ? top : top - 256) * Bit31.Top + rest;
}

function wordBytes(word: number): Chunk {
  // In two steps, for 2^31 is no number of an integer build.
  const isNegative = word < 0;
  const rest = isNegative ? word + Bit31.MostPositive + 1 : word;
  const top = Math.floor(rest / Bit31.Top) + (isNegative ? 128 : 0);
  return (
    string.char(top) +
    string.char(Math.floor(rest / 65536) % 256) +
    string.char(Math.floor(rest / 256) % 256, rest % 256)
  );
}
