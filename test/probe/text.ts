/*
 * How a probe speaks: words that end in a space, bytes as hexadecimal digits, numbers in decimal. Device dialect
 * and no host, so that every engine answers with the same characters or is wrong.
 */
import { begin, byteAt, chunkBytes, putByte, take, textAt } from "#bytes";
import type { Chunk } from "#bytes";

const DIGITS = "0123456789abcdef";

export interface Words {
  text: string;
  at: number;
}

/** The next word; "" behind the last one. */
export function nextWord(words: Words): string {
  const to = words.text.indexOf(" ", words.at);
  if (to < 0) return "";
  const word = words.text.slice(words.at, to);
  words.at = to + 1;
  return word;
}

export function nextNumber(words: Words): number {
  const word = nextWord(words);
  let value = 0;
  for (let at = 0; at < word.length; at += 1) value = value * 10 + DIGITS.indexOf(word.charAt(at));
  return value;
}

/** The bytes of the next word, which is "-" for none. */
export function nextChunk(words: Words): Chunk {
  const word = nextWord(words);
  const bytes = word === "-" ? 0 : Math.floor(word.length / 2);
  const frame = begin(bytes);
  for (let at = 0; at < bytes; at += 1)
    putByte(frame, DIGITS.indexOf(word.charAt(2 * at)) * 16 + DIGITS.indexOf(word.charAt(2 * at + 1)));
  return take(frame);
}

/** The next word's bytes as text. */
export function nextText(words: Words): string {
  const chunk = nextChunk(words);
  return textAt(chunk, 0, chunkBytes(chunk));
}

/** "-" for none. */
export function hexOf(chunk: Chunk): string {
  let hex = "";
  for (let at = 0; at < chunkBytes(chunk); at += 1) {
    const byte = byteAt(chunk, at);
    hex += DIGITS.charAt(Math.floor(byte / 16)) + DIGITS.charAt(byte % 16);
  }
  return hex === "" ? "-" : hex;
}

/** Decimal digits; "broken" for what is no integer within 2^31, which no result of the device code may be. */
export function decimal(value: number): string {
  if (value !== Math.floor(value) || value > 2147483647 || value < -2147483647) return "broken";
  let rest = value < 0 ? -value : value;
  let text = "";
  do {
    text = DIGITS.charAt(rest % 10) + text;
    rest = Math.floor(rest / 10);
  } while (rest > 0);
  return value < 0 ? "-" + text : text;
}
