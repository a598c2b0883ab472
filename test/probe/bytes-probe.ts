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
  makeMemory,
  makeStore,
  memoryAt,
  moved,
  payloadBytes,
  piece,
  putByte,
  putChunk,
  putKept,
  putMemory,
  putPayload,
  putText,
  putU16,
  room,
  take,
  textAt,
  textBytes,
  used,
} from "#bytes";
import type { Chunk, Frame, Kept, Memory, Store } from "#bytes";
import { decimal, hexOf, nextChunk, nextNumber, nextText, nextWord } from "./text.ts";
import type { Words } from "./text.ts";

interface Hands {
  frame: Frame;
  chunk: Chunk;
  store: Store;
  memory: Memory;
  kept: Kept[];
  keptBytes: number[];
}

function frameLine(frame: Frame, status: number): string {
  const chunk = take(frame);
  const counts = decimal(used(frame)) + " " + decimal(room(frame));
  return decimal(status) + " " + counts + " " + hexOf(chunk);
}

function putLine(hands: Hands, operation: string, words: Words): string {
  const frame = hands.frame;
  if (operation === "byte") return frameLine(frame, putByte(frame, nextNumber(words)));
  if (operation === "u16") return frameLine(frame, putU16(frame, nextNumber(words)));
  if (operation === "text") return frameLine(frame, putText(frame, nextText(words)));
  if (operation === "payload") return frameLine(frame, putPayload(frame, nextText(words)));
  if (operation === "bytes") return frameLine(frame, putPayload(frame, nextChunk(words)));
  if (operation === "chunk") {
    const chunk = nextChunk(words);
    const from = nextNumber(words);
    return frameLine(frame, putChunk(frame, chunk, from, nextNumber(words)));
  }
  return storeLine(hands, operation, words);
}

function storeLine(hands: Hands, operation: string, words: Words): string {
  if (operation === "keep") {
    const payload = nextText(words);
    hands.kept.push(keep(hands.store, payload));
    hands.keptBytes.push(payloadBytes(payload));
    return keptLine(hands);
  }
  if (operation === "forget") {
    forgetAt(hands, nextNumber(words));
    return keptLine(hands);
  }
  const at = nextNumber(words);
  const from = nextNumber(words);
  const kept = hands.kept[at] as Kept;
  return frameLine(hands.frame, putKept(hands.frame, hands.store, kept, from, nextNumber(words)));
}

function forgetAt(hands: Hands, at: number): void {
  const gone = hands.kept[at] as Kept;
  const goneBytes = hands.keptBytes[at] as number;
  const kept: Kept[] = [];
  const keptBytes: number[] = [];
  forget(hands.store, gone, goneBytes);
  for (let place = 0; place < hands.kept.length; place += 1) {
    if (place === at) continue;
    kept.push(moved(hands.kept[place] as Kept, gone, goneBytes));
    keptBytes.push(hands.keptBytes[place] as number);
  }
  hands.kept = kept;
  hands.keptBytes = keptBytes;
}

function keptLine(hands: Hands): string {
  let line = decimal(room(hands.store));
  for (let at = 0; at < hands.kept.length; at += 1) {
    const size = hands.keptBytes[at] as number;
    line += " " + hexOf(keptChunk(hands.store, hands.kept[at] as Kept, size));
  }
  return line;
}

/** Length, each byte, a piece, and the same as text again. */
function chunkLine(words: Words): string {
  const chunk = nextChunk(words);
  const from = nextNumber(words);
  const to = nextNumber(words);
  const text = textAt(chunk, from, to);
  const frame = begin(textBytes(text));
  putText(frame, text);
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
  return putLine(hands, operation, words);
}

/** @param script  such as "begin 4 text c3a4 " */
export function bytesProbe(script: string): string {
  const words: Words = { text: script, at: 0 };
  const frame = begin(0);
  const hands: Hands = {
    frame,
    chunk: take(frame),
    store: makeStore(11),
    memory: makeMemory(5),
    kept: [],
    keptBytes: [],
  };
  const lines: string[] = [];
  for (let word = nextWord(words); word !== ""; word = nextWord(words)) lines.push(act(hands, word, words));
  return lines.join("\n");
}
