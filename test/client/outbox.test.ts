/*
 * The table of waiting messages: against a simple model under random adds, sends, losses and removes.
 * Not here: the order in which messages are sent (policy.test.ts).
 */
import fc from "fast-check";
import { expect, test } from "vitest";
import { keptChunk, used } from "#bytes";
import {
  addEntry,
  Field,
  fieldAt,
  hasRoom,
  isInFlight,
  makeOutbox,
  placeOfId,
  qosAt,
  removeEntry,
  setField,
} from "../../src/client/outbox.ts";
import type { Outbox } from "../../src/client/outbox.ts";
import { hex } from "../support/client.ts";

const ENTRIES = 6;
const BYTES = 40;

/** The bytes of each entry: topic and payload. */
function kept(outbox: Outbox): string[] {
  return Array.from({ length: outbox.count }, (_, at) =>
    hex(keptChunk(outbox.store, at, 0, fieldAt(outbox, at, Field.Bytes))),
  );
}

function numbersOf(outbox: Outbox, at: number): number[] {
  return Array.from({ length: Field.Count }, (_, field) => fieldAt(outbox, at, field as Field));
}

interface Modelled {
  bytes: string;
  /** In the order of Field. */
  numbers: number[];
  isSent: boolean;
  isTried: boolean;
}

interface Step {
  topic?: Uint8Array;
  payload?: Uint8Array;
  removeAt?: number;
  does?: "send" | "lose";
}

let seed = 0;

function addToBoth(outbox: Outbox, model: Modelled[], topic: Uint8Array, payload: Uint8Array): void {
  const more = topic.length + payload.length;
  const cost = model.reduce((sum, one) => sum + one.bytes.length / 2, 0);
  const isFitting = model.length < ENTRIES && cost + more <= BYTES;
  expect(hasRoom(outbox, more)).toBe(isFitting);
  if (!isFitting) return;
  addEntry(outbox, 3, topic.length, topic, payload, more);
  const at = outbox.count - 1;
  expect(numbersOf(outbox, at)).toEqual([0, 3, topic.length, more, 0, 0]);
  seed += 1;
  const numbers = [0, seed % 16, topic.length, more, seed, seed * 1000];
  for (const field of [Field.Flags, Field.Number, Field.ExpiresS])
    setField(outbox, at, field, numbers[field] as number);
  model.push({ bytes: hex(topic) + hex(payload), numbers, isSent: false, isTried: false });
}

/** As send.ts and connection.ts do: the next one is sent, and all that was sent is lost. */
function sendInBoth(outbox: Outbox, model: Modelled[], does: "send" | "lose"): void {
  if (does === "lose") {
    outbox.sentCount = 0;
    for (const one of model) one.isSent = false;
  } else if (outbox.sentCount < outbox.count) {
    const next = model[outbox.sentCount] as Modelled;
    seed += 1;
    next.isSent = next.isTried = true;
    next.numbers[Field.Id] = seed;
    setField(outbox, outbox.sentCount, Field.Id, seed);
    outbox.sentCount += 1;
    if (outbox.triedCount < outbox.sentCount) outbox.triedCount = outbox.sentCount;
  }
}

function expectLikeModel(outbox: Outbox, model: Modelled[]): void {
  expect(outbox.count).toBe(model.length);
  expect(kept(outbox)).toEqual(model.map((one) => one.bytes));
  expect(model.map((_, at) => numbersOf(outbox, at))).toEqual(model.map((one) => one.numbers));
  expect(outbox.sentCount).toBe(model.filter((one) => one.isSent).length);
  expect(outbox.triedCount).toBe(model.filter((one) => one.isTried).length);
  expect(model.map((_, at) => isInFlight(outbox, at))).toEqual(
    model.map((one) => one.isSent || (one.numbers[Field.Id] as number) > 0),
  );
  expect(model.map((_, at) => qosAt(outbox, at))).toEqual(
    model.map((one) => Math.floor((one.numbers[Field.Flags] as number) / 2) % 2),
  );
  const bytes = model.reduce((sum, one) => sum + one.bytes.length / 2, 0);
  expect(outbox.usedBytes).toBe(bytes);
  expect(used(outbox.store)).toBe(bytes + 3 * model.length);
  expect(outbox.numbers).toHaveLength(ENTRIES * Field.Count);
}

test("under random adds, sends, losses and removes entries stay whole, in order, and counted", () => {
  const payload = fc.oneof(
    { arbitrary: fc.uint8Array({ maxLength: 16 }), weight: 3 },
    fc.constant(new Uint8Array(0)),
  );
  const topic = fc.uint8Array({ minLength: 1, maxLength: 8 });
  const step: fc.Arbitrary<Step> = fc.oneof(
    { arbitrary: fc.record({ payload, topic }), weight: 4 },
    { arbitrary: fc.record({ does: fc.constantFrom("send" as const, "send", "lose") }), weight: 3 },
    { arbitrary: fc.record({ removeAt: fc.nat(ENTRIES - 1) }), weight: 3 },
  );
  const isLikeModel = (steps: Step[]) => {
    const outbox = makeOutbox(ENTRIES, BYTES);
    const model: Modelled[] = [];
    for (const { payload, topic, does, removeAt } of steps) {
      if (payload !== undefined && topic !== undefined) addToBoth(outbox, model, topic, payload);
      if (does !== undefined) sendInBoth(outbox, model, does);
      if (removeAt !== undefined && removeAt < model.length) {
        removeEntry(outbox, removeAt);
        model.splice(removeAt, 1);
      }
      expectLikeModel(outbox, model);
    }
  };
  fc.assert(fc.property(fc.array(step, { maxLength: 40 }), isLikeModel), { numRuns: 300 });
});

test("a message fits up to the last byte and the last entry, and not beyond", () => {
  const outbox = makeOutbox(2, 10);
  expect([hasRoom(outbox, 10), hasRoom(outbox, 11)]).toEqual([true, false]);
  addEntry(outbox, 0, 2, "ab", "abcd", 6);
  expect([hasRoom(outbox, 4), hasRoom(outbox, 5)]).toEqual([true, false]);
  addEntry(outbox, 0, -1, "", "", 0);
  expect(hasRoom(outbox, 0)).toBe(false);
  expect(kept(outbox)).toEqual([hex(Buffer.from("ababcd")), ""]);
});

for (const longBytes of [255, 256, 65535, 65536, 100000])
  test(`an entry of ${longBytes} bytes is kept whole, and the one behind it as well`, () => {
    const outbox = makeOutbox(2, longBytes + 5);
    addEntry(outbox, 0, 1, "t", new Uint8Array(longBytes - 1).fill(7), longBytes);
    addEntry(outbox, 0, 1, "u", new Uint8Array(4).fill(8), 5);
    expect(kept(outbox)).toEqual(["74" + "07".repeat(longBytes - 1), "7508080808"]);
    removeEntry(outbox, 0);
    expect(kept(outbox)).toEqual(["7508080808"]);
  });

test("an entry made anew has only its own numbers, whatever its place held before", () => {
  const outbox = makeOutbox(1, 10);
  addEntry(outbox, 2, 1, "a", "", 1);
  for (let field: number = Field.Id; field < Field.Count; field += 1)
    if (field !== Field.Bytes) setField(outbox, 0, field, 7);
  outbox.sentCount = outbox.triedCount = 1;
  removeEntry(outbox, 0);
  addEntry(outbox, 3, 2, "bc", "d", 3);
  expect(numbersOf(outbox, 0)).toEqual([0, 3, 2, 3, 0, 0]);
  expect(isInFlight(outbox, 0)).toBe(false);
});

test("ids are found at their places, and not behind the last", () => {
  const outbox = makeOutbox(3, 10);
  for (const [at, packetId] of [7, 0, 9].entries()) {
    addEntry(outbox, 2, 1, "t", "", 1);
    setField(outbox, at, Field.Id, packetId);
  }
  expect([7, 9, 8].map((id) => placeOfId(outbox, id))).toEqual([0, 2, -1]);
  removeEntry(outbox, 2);
  expect(placeOfId(outbox, 9)).toBe(-1);
  removeEntry(outbox, 0);
  expect(placeOfId(outbox, 7)).toBe(-1);
});
