/*
 * The table of waiting messages: against a simple model under random adds and removes, and by hand for the
 * order of sending.
 */
import fc from "fast-check";
import { expect, test } from "vitest";
import { keptChunk, used } from "#bytes";
import type { Kept } from "#bytes";
import {
  addEntry,
  EntryState,
  hasRoom,
  makeOutbox,
  moveToSent,
  nextPlace,
  placeOfEntry,
  placeOfId,
  removeEntry,
} from "../../src/client/outbox.ts";
import type { Entry, Outbox } from "../../src/client/outbox.ts";
import { hex } from "../support/client.ts";

const ENTRIES = 6;
const BYTES = 40;

function payloads(outbox: Outbox): string[] {
  return outbox.entries
    .slice(0, outbox.count)
    .map((entry) => hex(keptChunk(outbox.store, entry.kept as Kept, entry.keptBytes)));
}

interface Modelled {
  payload: string;
  cost: number;
  entry: Entry;
}

function addToBoth(outbox: Outbox, model: Modelled[], payload: Uint8Array, topicBytes: number): void {
  const more = payload.length + topicBytes;
  const cost = model.reduce((sum, one) => sum + one.cost, 0);
  const isFitting = model.length < ENTRIES && cost + more <= BYTES;
  expect(hasRoom(outbox, more)).toBe(isFitting);
  if (!isFitting) return;
  const entry = addEntry(outbox, payload, payload.length, more);
  expect(entry).toMatchObject({ state: EntryState.Queued, packetId: 0, source: undefined });
  model.push({ payload: hex(payload), cost: more, entry });
}

function removeFromBoth(outbox: Outbox, model: Modelled[], at: number): void {
  removeEntry(outbox, at);
  const [gone] = model.splice(at, 1);
  expect(gone?.entry).toMatchObject({ state: EntryState.Free, kept: undefined, source: undefined });
}

function sendInBoth(outbox: Outbox, model: Modelled[], at: number): void {
  const sentCount = model.filter((one) => one.entry.state === EntryState.Sent).length;
  if (at < sentCount) return;
  moveToSent(outbox, at);
  model.splice(sentCount, 0, ...model.splice(at, 1));
}

function expectLikeModel(outbox: Outbox, model: Modelled[]): void {
  expect(payloads(outbox)).toEqual(model.map((one) => one.payload));
  expect(model.map((one) => placeOfEntry(outbox, one.entry))).toEqual(model.map((_, at) => at));
  expect(outbox.count).toBe(model.length);
  expect(outbox.usedBytes).toBe(model.reduce((sum, one) => sum + one.cost, 0));
  expect(used(outbox.store)).toBe(model.reduce((sum, one) => sum + one.payload.length / 2, 0));
  expect(new Set(outbox.entries).size).toBe(ENTRIES);
}

test("under random adds, sends and removes payloads stay whole, in order, and counted", () => {
  const payload = fc.oneof(
    { arbitrary: fc.uint8Array({ maxLength: 16 }), weight: 3 },
    fc.constant(new Uint8Array(0)),
  );
  const at = fc.nat(ENTRIES - 1);
  const step = fc.oneof(
    { arbitrary: fc.record({ payload, topicBytes: fc.nat(8) }), weight: 4 },
    { arbitrary: fc.record({ sendAt: at }), weight: 2 },
    { arbitrary: fc.record({ removeAt: at }), weight: 3 },
  );
  const isLikeModel = (
    steps: { payload?: Uint8Array; topicBytes?: number; sendAt?: number; removeAt?: number }[],
  ) => {
    const outbox = makeOutbox(ENTRIES, BYTES);
    const model: Modelled[] = [];
    for (const { payload, topicBytes, sendAt, removeAt } of steps) {
      if (payload !== undefined) addToBoth(outbox, model, payload, topicBytes ?? 0);
      if (sendAt !== undefined && sendAt < model.length) sendInBoth(outbox, model, sendAt);
      if (removeAt !== undefined && removeAt < model.length) removeFromBoth(outbox, model, removeAt);
      expectLikeModel(outbox, model);
    }
  };
  fc.assert(fc.property(fc.array(step, { maxLength: 40 }), isLikeModel), { numRuns: 300 });
});

test("a message fits up to the last byte and the last entry, and not beyond", () => {
  const outbox = makeOutbox(2, 10);
  expect([hasRoom(outbox, 10), hasRoom(outbox, 11)]).toEqual([true, false]);
  addEntry(outbox, "abcd", 4, 6);
  expect([hasRoom(outbox, 4), hasRoom(outbox, 5)]).toEqual([true, false]);
  addEntry(outbox, "", 0, 0);
  expect(hasRoom(outbox, 0)).toBe(false);
  expect(payloads(outbox)).toEqual([hex(Buffer.from("abcd")), ""]);
});

test("an entry made anew is queued and has no id, whatever its place held before", () => {
  const outbox = makeOutbox(1, 10);
  const entry = addEntry(outbox, "a", 1, 1);
  Object.assign(entry, { state: EntryState.Sent, packetId: 7, source: () => "a" });
  removeEntry(outbox, 0);
  expect(addEntry(outbox, "b", 1, 1)).toBe(entry);
  expect(entry).toMatchObject({ state: EntryState.Queued, packetId: 0, source: undefined });
});

test("ids and entries are found at their places, and not behind the last", () => {
  const outbox = makeOutbox(3, 10);
  const entries = [7, 0, 9].map((packetId) => Object.assign(addEntry(outbox, "", 0, 0), { packetId }));
  expect([7, 9, 8].map((id) => placeOfId(outbox, id))).toEqual([0, 2, -1]);
  removeEntry(outbox, 2);
  expect(placeOfId(outbox, 9)).toBe(-1);
  expect(entries.map((entry) => placeOfEntry(outbox, entry))).toEqual([0, 1, -1]);
});

const STATES: Record<string, EntryState> = {
  q: EntryState.Queued,
  a: EntryState.Again,
  r: EntryState.Resend,
  s: EntryState.Sent,
};

// Entries, oldest first: a letter for the state (queued, again, resend, sent), the topic, ! for an alarm; and which
// of them are sent, in order, when nothing else happens.
const ORDERS: [entries: string, order: string][] = [
  ["", ""],
  ["s1", ""],
  ["s1 s2!", ""],
  ["q1 q2 q3", "q1 q2 q3"],
  ["q1 r2 q3", "r2 q1 q3"],
  ["q1 a2 q3", "a2 q1 q3"],
  ["a1 r2 a3", "a1 r2 a3"],
  ["s1 q2 r3 s4 r5", "r3 r5 q2"],
  ["q1 q2! q3", "q2! q1 q3"],
  ["q1 q2! q3!", "q2! q3! q1"],
  ["q1! r2 q3!", "r2 q1! q3!"],
  ["q1 a2 q3!", "a2 q3! q1"],
  // Those of one topic keep their order, so the alarm takes the older ones along.
  ["q1 q2 q1 q2! q2 q1", "q2 q2! q1 q1 q2 q1"],
  ["q1 q2 q2! q1!", "q2 q2! q1 q1!"],
  // What was sent before is ahead of the alarm of its topic; what is in flight is not taken along.
  ["s1 q1 q2 q1!", "q1 q1! q2"],
  ["q2 r1 q1!", "r1 q1! q2"],
];

for (const [entries, order] of ORDERS) {
  test(`of the entries [${entries}], [${order}] are sent`, () => {
    const words = entries.split(" ").filter((word) => word !== "");
    const outbox = makeOutbox(8, 100);
    const names = new Map<Entry, string>();
    for (const word of words) {
      const entry = addEntry(outbox, word, word.length, word.length);
      entry.state = STATES[word[0] as string] as EntryState;
      entry.topic = word[1] as string;
      entry.isAlarm = word.endsWith("!");
      names.set(entry, word);
    }
    const sent: string[] = [];
    for (let at = nextPlace(outbox); at >= 0; at = nextPlace(outbox)) {
      const entry = outbox.entries[at] as Entry;
      sent.push(names.get(entry) as string);
      // An answer may come at once, or not yet: neither may change the order.
      if (sent.length % 2 === 0) removeEntry(outbox, at);
      else moveToSent(outbox, at);
    }
    expect(sent.join(" ")).toBe(order);
  });
}

test("feeds are told apart by their number, and a number from the same text", () => {
  const outbox = makeOutbox(3, 10);
  for (const topic of ["1", 1, 1]) addEntry(outbox, "", 0, 0).topic = topic;
  (outbox.entries[2] as Entry).isAlarm = true;
  expect(nextPlace(outbox)).toBe(1);
});
