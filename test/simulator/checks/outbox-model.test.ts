/*
 * The model of a station's outbox: who goes when it is full, who never does, and what the power takes along.
 */
import { expect, test } from "vitest";
import { OutboxModel } from "../../../src/simulator/checks/outbox-model.ts";
import { sampleOf } from "../../support/evidence.ts";

const TOPIC = "cellar/air";

/** A full outbox of three readings, 0 to 2. */
function full(qos = 1) {
  const model = new OutboxModel({ outboxEntries: 3, outboxBytes: 100 });
  const samples = [0, 1, 2, 3, 4].map((number) => sampleOf(number, { qos, fate: "waiting" }));
  const add = (number: number, bytes = 12) => model.add(samples[number] as (typeof samples)[0], bytes);
  for (const number of [0, 1, 2]) add(number);
  return { model, add, fates: () => samples.map(({ fate }) => fate).join(", ") };
}

test("the oldest goes, and then the next", () => {
  const { model, add, fates } = full();
  add(3);
  add(4);
  expect(fates()).toBe("dropped, dropped, waiting, waiting, waiting");
  expect([model.count, model.droppedCount, model.acceptedCount]).toEqual([3, 2, 5]);
});

test("bytes count as well as entries", () => {
  const { model, add, fates } = full();
  model.acknowledged(1);
  add(3, 80);
  expect(fates()).toBe("dropped, dropped, waiting, waiting, waiting");
});

test("what is in flight stays, also after its connection, until another one is open", () => {
  const { model, add, fates } = full();
  model.opened();
  expect(model.wrote(TOPIC, 0, 1)).toBe(true);
  model.closed(false);
  add(3);
  expect(fates()).toBe("waiting, dropped, waiting, waiting, waiting");
  model.opened();
  add(4);
  expect(fates()).toBe("dropped, dropped, waiting, waiting, waiting");
});

test("with everything in flight a new reading is refused", () => {
  const { model, add, fates } = full();
  model.opened();
  for (const number of [0, 1, 2]) model.wrote(TOPIC, number, number + 1);
  add(3);
  expect(fates()).toBe("waiting, waiting, waiting, refused, waiting");
  expect(model.refusedCount).toBe(1);
});

test("PUBACK ends a reading of its connection, and what is done may not be written again", () => {
  const { model, fates } = full();
  model.opened();
  model.wrote(TOPIC, 0, 7);
  expect(model.wrote(TOPIC, 0, 7)).toBe(false);
  model.acknowledged(7);
  model.acknowledged(7);
  expect(fates()).toBe("done, waiting, waiting, waiting, waiting");
  expect(model.acknowledgedCount).toBe(1);
  expect(model.wrote(TOPIC, 0, 8)).toBe(false);
});

test("QoS 0 is done once it is written on an accepted connection, or its connection is lost, but not refused", () => {
  const { model, fates } = full(0);
  model.opened();
  model.wrote(TOPIC, 0, 0);
  model.closed(true);
  expect(fates()).toBe("waiting, waiting, waiting, waiting, waiting");
  model.opened();
  model.wrote(TOPIC, 0, 0);
  model.accepted();
  model.wrote(TOPIC, 1, 0);
  expect(fates()).toBe("done, done, waiting, waiting, waiting");
  model.closed(false);
  model.opened();
  model.wrote(TOPIC, 2, 0);
  model.closed(false);
  expect(fates()).toBe("done, done, done, waiting, waiting");
});

test("the power takes along what waits", () => {
  const { model, fates } = full();
  model.powerLost();
  expect(fates()).toContain("lost with the power, lost with the power, lost with the power");
  expect([model.count, model.bytes, model.acceptedCount]).toEqual([0, 0, 0]);
});

test("where a port holds frames, a late write shows that another reading was dropped", () => {
  const { model, add, fates } = full();
  model.isFrameHeld = true;
  model.opened();
  add(3);
  expect(model.wrote(TOPIC, 0, 1)).toBe(true);
  expect(fates()).toBe("waiting, dropped, waiting, waiting, waiting");
  expect(model.droppedCount).toBe(1);
});
