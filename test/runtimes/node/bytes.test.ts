/*
 * Text and bytes on Node: each put fits whole or changes nothing. Not here: the store (typed/bytes.test.ts).
 */
import { expect, test } from "vitest";
import * as bytes from "../../../src/runtimes/node/bytes.ts";
import type { Frame } from "../../../src/runtimes/node/bytes.ts";
import { Status } from "../../../src/client/status.ts";
import { bytesOf, hex } from "../../support/client.ts";

const { begin, take, used, room } = bytes;

// What is put, how, and the bytes it must become.
const PUTS: [string, (frame: Frame) => Status, string][] = [
  ["the byte 0", (frame) => bytes.putByte(frame, 0), "00"],
  ["the byte 255", (frame) => bytes.putByte(frame, 255), "ff"],
  ["the number 0", (frame) => bytes.putU16(frame, 0), "0000"],
  ["the number 255", (frame) => bytes.putU16(frame, 255), "00ff"],
  ["the number 256", (frame) => bytes.putU16(frame, 256), "0100"],
  ["the number 65535", (frame) => bytes.putU16(frame, 65535), "ffff"],
  ["the text a", (frame) => bytes.putPayload(frame, "a"), "61"],
  ["text with U+0000", (frame) => bytes.putPayload(frame, "a\0"), "6100"],
  ["text of 1, 2, 3 and 4 bytes", (frame) => bytes.putPayload(frame, "aä€\u{1F600}"), "61c3a4e282acf09f9880"],
  ["text with U+FEFF", (frame) => bytes.putPayload(frame, "\uFEFFa"), "efbbbf61"],
  ["a lone surrogate", (frame) => bytes.putPayload(frame, "\uD800"), "efbfbd"],
  ["a chunk", (frame) => bytes.putChunk(frame, bytesOf("00ff80"), 0, 3), "00ff80"],
  ["part of a chunk", (frame) => bytes.putChunk(frame, bytesOf("00ff80"), 1, 2), "ff"],
  ["a payload of text", (frame) => bytes.putPayload(frame, "ä"), "c3a4"],
  ["a payload of bytes", (frame) => bytes.putPayload(frame, bytesOf("80ff")), "80ff"],
];

for (const [what, put, expected] of PUTS) {
  const size = expected.length / 2;
  test(`${what} becomes ${expected}`, () => {
    const frame = begin(size);
    expect(put(frame)).toBe(Status.Ok);
    expect(hex(take(frame))).toBe(expected);
    expect([used(frame), room(frame)]).toEqual([size, 0]);
  });

  test(`${what} leaves a frame with room for ${size - 1} bytes unchanged`, () => {
    const frame = begin(size);
    bytes.putByte(frame, 0x55);
    frame.bytes.fill(0x77, 1);
    expect(put(frame)).toBe(Status.Full);
    expect([used(frame), room(frame)]).toEqual([1, size - 1]);
    expect(hex(frame.bytes)).toBe("55" + "77".repeat(size - 1));
  });
}

// Puts of nothing always fit.
const NOTHING: [string, (frame: Frame) => Status][] = [
  ["an empty text", (frame) => bytes.putPayload(frame, "")],
  ["an empty chunk", (frame) => bytes.putChunk(frame, bytesOf(""), 0, 0)],
  ["an empty part of a chunk", (frame) => bytes.putChunk(frame, bytesOf("0102"), 1, 1)],
  ["an empty payload of text", (frame) => bytes.putPayload(frame, "")],
  ["an empty payload of bytes", (frame) => bytes.putPayload(frame, bytesOf(""))],
];

for (const [what, put] of NOTHING) {
  test(`${what} fits into a full frame`, () => {
    const frame = begin(1);
    bytes.putByte(frame, 9);
    expect(put(frame)).toBe(Status.Ok);
    expect(hex(take(frame))).toBe("09");
  });
}

test("a frame of no bytes is made, and takes none", () => {
  const frame = begin(0);
  expect([used(frame), room(frame), hex(take(frame))]).toEqual([0, 0, ""]);
  expect(bytes.putByte(frame, 1)).toBe(Status.Full);
});

test("taking the chunk before clearing keeps its bytes until the next put", () => {
  const frame = begin(4);
  bytes.putPayload(frame, "abc");
  const chunk = take(frame);
  bytes.clear(frame);
  expect([used(frame), room(frame)]).toEqual([0, 4]);
  expect(hex(chunk)).toBe("616263");
  bytes.putPayload(frame, "x");
  expect(hex(take(frame))).toBe("78");
});

// Text, and its bytes; counted and read back.
const TEXTS: [string, string][] = [
  ["", ""],
  ["a\0b", "610062"],
  ["ä", "c3a4"],
  ["€", "e282ac"],
  ["\u{1F600}", "f09f9880"],
  ["\uFEFFa", "efbbbf61"],
  ["\u{10FFFF}", "f48fbfbf"],
];

for (const [text, expected] of TEXTS) {
  test(`${JSON.stringify(text)} has ${expected.length / 2} bytes, and is read back from them`, () => {
    expect(bytes.payloadBytes(text)).toBe(expected.length / 2);
    const chunk = bytesOf(`2f${expected}2f`);
    expect(bytes.textAt(chunk, 1, 1 + expected.length / 2)).toBe(text);
  });
}

test("a lone surrogate counts as the three bytes that are written for it", () => {
  for (const text of ["\uD800", "a\uDFFFb", "\uD800\uD800"]) {
    const frame = begin(20);
    bytes.putPayload(frame, text);
    expect(bytes.payloadBytes(text)).toBe(used(frame));
  }
});

test("bytes count as they are", () => {
  expect(bytes.payloadBytes(bytesOf("00ff80"))).toBe(3);
  expect(bytes.payloadBytes(bytesOf(""))).toBe(0);
});

test("a chunk tells its length, its bytes, and its pieces, which are no copies", () => {
  const chunk = bytesOf("0001ff80");
  expect(bytes.chunkBytes(chunk)).toBe(4);
  expect([0, 1, 2, 3].map((at) => bytes.byteAt(chunk, at))).toEqual([0, 1, 255, 128]);
  const piece = bytes.piece(chunk, 1, 3);
  expect(hex(piece)).toBe("01ff");
  chunk[1] = 7;
  expect(hex(piece)).toBe("07ff");
  expect(bytes.chunkBytes(bytes.piece(chunk, 4, 4))).toBe(0);
});

test("what is neither text nor bytes has no number of bytes", () => {
  for (const what of [7, {}, true]) expect(bytes.payloadBytes(what as never) >= 0).toBe(false);
});

test("a sensor's memory holds bytes at fixed places", () => {
  const memory = bytes.makeMemory(5);
  expect(hex(memory)).toBe("0000000000");
  bytes.putMemory(memory, 1, bytesOf("ff80"));
  bytes.putMemory(memory, 4, bytesOf("07"));
  bytes.putMemory(memory, 5, bytesOf(""));
  expect([0, 1, 2, 3, 4].map((at) => bytes.memoryAt(memory, at))).toEqual([0, 255, 128, 0, 7]);
});
