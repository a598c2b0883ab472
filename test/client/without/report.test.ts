/*
 * A client that counts nothing and gives no notice.
 */
import { beforeAll, expect, test } from "vitest";
import { Link } from "../../../src/client/link.ts";
import { WhenFull } from "../../../src/client/options.ts";
import { puback } from "../../support/client.ts";
import { loadWithout, Spare } from "../../support/without.ts";
import type { Build } from "../../support/without.ts";
import { message, words } from "../../support/wire.ts";

let build: Build;

beforeAll(async () => {
  build = await loadWithout("report");
});

test("there are no counters, and all goes on as ever", () => {
  const spare = new Spare(build);
  expect(build.publishMessage(spare.client, { topic: "a", payload: "x", qos: 1 })).toBe(1);
  expect(words(spare.up())).toEqual(["publish a q1 #1 x"]);
  spare.receive(puback(1), message("b", "y"));
  spare.lose();
  expect(spare.client.counters).toBe(undefined);
  expect(spare.log).toEqual(["connect absent", "ack 1", "message b q0 0+1/1 79", "close 10 0"]);
});

test("what is dropped, and an acknowledgement of nothing, are told to nobody", () => {
  const spare = new Spare(build, { outboxEntries: 1, whenFull: WhenFull.DropOldest });
  for (const topic of ["a", "b"]) build.publishMessage(spare.client, { topic, payload: "x", qos: 1 });
  expect(words(spare.up())).toEqual(["publish b q1 #1 x"]);
  spare.receive(puback(7));
  expect(spare.log).toEqual(["connect absent"]);
});

test("a handler that throws still stops nothing", () => {
  const spare: Spare = new Spare(build, {
    onMessage: () => {
      throw new Error("a handler throws");
    },
  });
  spare.up();
  spare.receive(message("t", "x", { qos: 1, messageId: 5 }));
  expect(spare.client.link).toBe(Link.Up);
  expect(words(spare.written())).toEqual(["puback #5"]);
});
