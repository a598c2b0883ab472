/*
 * Does to #bytes what a script says, and answers what came of it. Each line of the script is an operation and its
 * arguments, each word ended by a space; each result is a line of the answer.
 */
import {
  begin,
  chunkBytes,
  clear,
  forget,
  keep,
  keptChunk,
  limitOf,
  makeMemory,
  makeNumbers,
  makeStore,
  memoryAt,
  moveKept,
  payloadBytes,
  piece,
  plainBytes,
  putByte,
  putChunk,
  putMemory,
  putPayload,
  putPlain,
  putU16,
  room,
  take,
  textAt,
  used,
} from "#bytes";
import type { Chunk, Frame, Memory, Store } from "#bytes";
import { decimal, hexOf, nextChunk, nextNumber, nextText, nextWord } from "./text.ts";
import type { Words } from "./text.ts";

interface Hands {
  frame: Frame;
  chunk: Chunk;
  store: Store;
  memory: Memory;
  /** Bytes of each entry in the store. */
  keptBytes: number[];
}

function frameLine(frame: Frame, status: number): string {
  const chunk = take(frame);
  const counts = decimal(used(frame)) + " " + decimal(limitOf(frame) - used(frame));
  if (limitOf(frame) - used(frame) !== room(frame)) return "no room";
  return decimal(status) + " " + counts + " " + hexOf(chunk);
}

function putLine(hands: Hands, operation: string, words: Words): string {
  const frame = hands.frame;
  if (operation === "byte") return frameLine(frame, putByte(frame, nextNumber(words)));
  if (operation === "u16") return frameLine(frame, putU16(frame, nextNumber(words)));
  if (operation === "text") return frameLine(frame, putPayload(frame, nextText(words)));
  if (operation === "bytes") return frameLine(frame, putPayload(frame, nextChunk(words)));
  if (operation === "plain") return frameLine(frame, putBoth(frame, nextText(words), nextText(words)));
  if (operation === "chunk") {
    const chunk = nextChunk(words);
    const from = nextNumber(words);
    return frameLine(frame, putChunk(frame, chunk, from, nextNumber(words)));
  }
  return storeLine(hands, operation, words);
}

/** Two texts behind four bytes, in one operation or, where they must be encoded, in several; -1 for wrong lengths. */
function putBoth(frame: Frame, text: string, payload: string): number {
  if (putPlain(frame, 255, 0, 10, 128, text, payload))
    return plainBytes(text) + plainBytes(payload) + 4 === used(frame) ? 0 : -1;
  clear(frame);
  putU16(frame, 65280);
  putU16(frame, 2688);
  putPayload(frame, text);
  return putPayload(frame, payload);
}

function storeLine(hands: Hands, operation: string, words: Words): string {
  if (operation === "keep") {
    const topic = nextText(words);
    const payload = nextText(words);
    keep(hands.store, topic, payload);
    hands.keptBytes.push(payloadBytes(topic) + payloadBytes(payload));
    return keptLine(hands);
  }
  const at = nextNumber(words);
  if (operation === "forget") {
    forget(hands.store, at);
    shift(hands.keptBytes, at, hands.keptBytes.length - 1);
    hands.keptBytes.pop();
    return keptLine(hands);
  }
  const to = nextNumber(words);
  if (operation === "move") {
    moveKept(hands.store, at, to);
    shift(hands.keptBytes, at, to);
    return keptLine(hands);
  }
  return hexOf(keptChunk(hands.store, at, to, nextNumber(words)));
}

/** Move a number to another place, as the store has moved its entry. */
function shift(numbers: number[], from: number, to: number): void {
  const value = numbers[from] as number;
  const step = from < to ? 1 : -1;
  for (let at = from; at !== to; at += step) numbers[at] = numbers[at + step] as number;
  numbers[to] = value;
}

function keptLine(hands: Hands): string {
  let line = "kept";
  for (let at = 0; at < hands.keptBytes.length; at += 1)
    line += " " + hexOf(keptChunk(hands.store, at, 0, hands.keptBytes[at] as number));
  return line;
}

/** A table of integers: as made, and after the largest and the smallest that it must hold. */
function numbersLine(words: Words): string {
  const count = nextNumber(words);
  const numbers = makeNumbers(count);
  let line = "";
  for (let at = 0; at < count; at += 1) line += decimal(numbers[at] as number) + " ";
  numbers[0] = 1073741823;
  numbers[count - 1] = -1;
  return line + decimal(numbers[0]) + " " + decimal(-(numbers[count - 1] as number));
}

/** Length, each byte, a piece, and the same as text again. */
function chunkLine(words: Words): string {
  const chunk = nextChunk(words);
  const from = nextNumber(words);
  const to = nextNumber(words);
  const text = textAt(chunk, from, to);
  const frame = begin(payloadBytes(text));
  putPayload(frame, text);
  const counts = decimal(chunkBytes(chunk)) + " " + decimal(payloadBytes(text));
  return counts + " " + hexOf(piece(chunk, from, to)) + " " + hexOf(take(frame));
}

function memoryLine(hands: Hands, words: Words): string {
  const at = nextNumber(words);
  putMemory(hands.memory, at, nextChunk(words));
  let line = "";
  for (let place = 0; place < 5; place += 1) line += decimal(memoryAt(hands.memory, place)) + " ";
  return line;
}

function act(hands: Hands, operation: string, words: Words): string {
  if (operation === "begin") {
    hands.frame = begin(nextNumber(words));
    return frameLine(hands.frame, 0);
  }
  if (operation === "clear") {
    const chunk = take(hands.frame);
    clear(hands.frame);
    return hexOf(chunk) + " " + frameLine(hands.frame, 0);
  }
  if (operation === "read") return chunkLine(words);
  if (operation === "memory") return memoryLine(hands, words);
  if (operation === "numbers") return numbersLine(words);
  return putLine(hands, operation, words);
}

/** @param script  such as "begin 4 text c3a4 " */
export function bytesProbe(script: string): string {
  const words: Words = { text: script, at: 0 };
  const frame = begin(0);
  const hands: Hands = {
    frame,
    chunk: take(frame),
    store: makeStore(11, 5),
    memory: makeMemory(5),
    keptBytes: [],
  };
  const lines: string[] = [];
  for (let word = nextWord(words); word !== ""; word = nextWord(words)) lines.push(act(hands, word, words));
  return lines.join("\n");
}
