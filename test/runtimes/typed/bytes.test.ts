/*
 * The store that Node and Moddable XS share: entries stay whole, in order and apart while others come, go and move.
 * Not here: text and single puts, which each runtime has its own test for (node/bytes.test.ts).
 */
import fc from "fast-check";
import { expect, test } from "vitest";
import * as bytes from "../../../src/runtimes/typed/bytes.ts";
import type { Store } from "../../../src/runtimes/typed/bytes.ts";
import { Status } from "../../../src/client/status.ts";
import { bytesOf, hex } from "../../support/client.ts";

/** Topics and payloads; a payload of 40 bytes is copied as a view, a shorter one byte by byte. */
const ENTRIES: [string, string | Uint8Array][] = [
  ["", ""],
  ["a", "one"],
  ["", bytesOf("00ff80")],
  ["ä/€", ""],
  ["t", "y".repeat(40)],
  ["", ""],
];
const BYTES = ENTRIES.reduce(
  (sum, [topic, payload]) => sum + asBytes(topic).length + asBytes(payload).length,
  0,
);

function asBytes(value: string | Uint8Array): Uint8Array {
  return typeof value === "string" ? Buffer.from(value) : value;
}

const LISTED = ENTRIES.map(([topic, payload]) => hex(asBytes(topic)) + hex(asBytes(payload)));

function full(): Store {
  const store = bytes.makeStore(BYTES, ENTRIES.length);
  for (const [topic, payload] of ENTRIES) bytes.keep(store, topic, payload);
  return store;
}

/** What stands in a store whose entries have these lengths. */
function read(store: Store, lengths: number[]): string[] {
  return lengths.map((length, place) => hex(bytes.keptChunk(store, place, 0, length)));
}

const lengthsOf = (listed: string[]): number[] => listed.map((text) => text.length / 2);

test("a store of the bytes and the entries that it was made for is full with them", () => {
  const store = full();
  expect(read(store, lengthsOf(LISTED))).toEqual(LISTED);
  expect(bytes.room(store)).toBe(0);
});

for (const gone of ENTRIES.keys()) {
  test(`without its entry ${gone} a store has the others as they are, and room for as much again`, () => {
    const store = full();
    const left = LISTED.filter((_, place) => place !== gone);
    bytes.forget(store, gone);
    expect(read(store, lengthsOf(left))).toEqual(left);
    const size = (LISTED[gone] as string).length / 2;
    bytes.keep(store, "", "z".repeat(size));
    expect(read(store, [...lengthsOf(left), size])).toEqual([...left, "7a".repeat(size)]);
    expect(bytes.room(store)).toBe(0);
  });
}

for (const from of ENTRIES.keys())
  for (let to = 0; to <= from; to += 1)
    test(`entry ${from} moves to place ${to}, and those between move down`, () => {
      const store = full();
      bytes.moveKept(store, from, to);
      const moved = LISTED.filter((_, place) => place !== from);
      moved.splice(to, 0, LISTED[from] as string);
      expect(read(store, lengthsOf(moved))).toEqual(moved);
      expect(bytes.used(store)).toBe(BYTES + 3 * ENTRIES.length);
    });

test("a store keeps a copy, not the caller's bytes", () => {
  const store = bytes.makeStore(4, 1);
  const [topic, payload] = [bytesOf("74"), bytesOf("0102")];
  bytes.keep(store, topic, payload);
  topic.fill(9);
  payload.fill(9);
  expect(hex(bytes.keptChunk(store, 0, 0, 3))).toBe("740102");
});

test("parts of an entry are read from where they are, up to its end", () => {
  const store = bytes.makeStore(8, 2);
  bytes.keep(store, "x", "y");
  bytes.keep(store, "ab", "cdef");
  const parts = [
    [0, 2],
    [2, 6],
    [3, 5],
    [6, 6],
    [0, 0],
  ].map(([from, to]) => hex(bytes.keptChunk(store, 1, from as number, to as number)));
  expect(parts).toEqual(["6162", "63646566", "6465", "", ""]);
});

for (const size of [255, 256, 65535, 65536]) {
  test(`an entry of ${size} bytes has the right one behind it, and moves whole`, () => {
    const store = bytes.makeStore(size + 2, 2);
    bytes.keep(store, "", new Uint8Array(size).fill(7));
    bytes.keep(store, "o", "k");
    bytes.moveKept(store, 1, 0);
    expect(hex(bytes.keptChunk(store, 0, 0, 2))).toBe("6f6b");
    expect(hex(bytes.keptChunk(store, 1, 0, size))).toBe("07".repeat(size));
    bytes.forget(store, 0);
    expect(hex(bytes.keptChunk(store, 0, 0, size))).toBe("07".repeat(size));
  });
}

test("under random keeps, forgets and moves a store is like a list", () => {
  const at = fc.nat(7);
  const step = fc.oneof(
    { arbitrary: fc.record({ keep: fc.uint8Array({ maxLength: 50 }) }), weight: 3 },
    { arbitrary: fc.record({ forget: at }), weight: 1 },
    { arbitrary: fc.record({ move: at, to: at }), weight: 2 },
  );
  const isLikeList = (steps: { keep?: Uint8Array; forget?: number; move?: number; to?: number }[]) => {
    const store = bytes.makeStore(400, 8);
    const list: string[] = [];
    for (const { keep, forget, move, to = 0 } of steps) {
      if (keep !== undefined && list.length < 8) {
        bytes.keep(store, keep.subarray(0, 3), keep.subarray(3));
        list.push(hex(keep));
      }
      if (forget !== undefined && forget < list.length) {
        bytes.forget(store, forget);
        list.splice(forget, 1);
      }
      if (move !== undefined && move < list.length && to <= move) {
        bytes.moveKept(store, move, to);
        list.splice(to, 0, ...list.splice(move, 1));
      }
      expect(read(store, lengthsOf(list))).toEqual(list);
    }
  };
  fc.assert(fc.property(fc.array(step, { maxLength: 30 }), isLikeList), { numRuns: 300 });
});

// Around the length from which on a part is copied as a view: both ways give the same bytes.
for (const size of [0, 1, 31, 32, 33, 64]) {
  test(`a part of ${size} bytes in the middle of a chunk is put whole, or not at all`, () => {
    const chunk = Uint8Array.from({ length: size + 2 }, (_, place) => place);
    const frame = bytes.begin(size + 1);
    bytes.putByte(frame, 0x55);
    expect(bytes.putChunk(frame, chunk, 1, size + 1)).toBe(Status.Ok);
    expect(hex(bytes.take(frame))).toBe("55" + hex(chunk.slice(1, size + 1)));
    const small = bytes.begin(size + 1);
    bytes.putByte(small, 0x55);
    bytes.putByte(small, 0x56);
    if (size > 0) expect(bytes.putChunk(small, chunk, 1, size + 1)).toBe(Status.Full);
    expect(hex(bytes.take(small))).toBe(size > 0 ? "5556" : "55");
  });
}

test("numbers are a table of integers, all 0 when made", () => {
  const numbers = bytes.makeNumbers(3);
  expect([...numbers]).toEqual([0, 0, 0]);
  numbers[1] = 2 ** 31 - 1;
  numbers[2] = -1;
  expect([...numbers]).toEqual([0, 2 ** 31 - 1, -1]);
});
