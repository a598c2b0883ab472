/*
 * The library on Espruino for the ESP8266, whose network gives and takes 268 bytes at a time: what it hears is the same
 * as on Node, and nothing is written while a part of the packet before is still under way.
 */
import { afterEach, describe, expect, test } from "vitest";
import type { BoardEvent } from "../../../src/simulator/engines/engine.ts";
import { GuestEngine } from "../../../src/simulator/engines/guest.ts";
import { OPEN_OUTSIDE } from "../../../src/simulator/engines/outside.ts";
import { callLine, loadedEngines } from "../../support/engines.ts";
import { onNode, sameAsNode, SCRIPTS } from "../../support/face-suite.ts";

const CHUNK_BYTES = 268;
/** A prime, so that every way of cutting has its turn. */
const EVERY = 7;
const LONG = new Set(
  SCRIPTS.flatMap(({ sequence }) => (sequence.hex.length / 2 > CHUNK_BYTES ? [sequence.name] : [])),
);

const typed = (text: string): BoardEvent => ({ event: "typed", text });
const sent: BoardEvent = { event: "sent", socket: 1 };
/** With room for a packet that its network takes in three parts. */
const BEGIN = `globalThis.mqtt = catnap.connect({ host: "10.0.0.1", txBytes: 800, outboxBytes: 1600, isPipelined: false,
  onAck: function (number) { console.log("ack " + number); } });`;
const CONNACK = new Uint8Array([0x20, 2, 0, 0]);

const expected = await onNode();
const present = await loadedEngines("espruino", "face", undefined, "esp8266");

test("there are sequences longer than what comes at a time", () => {
  expect(LONG.size).toBeGreaterThan(0);
});

for (const loaded of present) sameAsNode(loaded, expected, EVERY, (name) => LONG.has(name));

describe.each(present)("$title", ({ kind, artefact }) => {
  const engine = new GuestEngine(kind, OPEN_OUTSIDE);
  afterEach(() => void engine.stop());

  test("a packet of 602 bytes goes out in parts, and the next one only behind all of them", () => {
    engine.start(artefact, 0, {});
    engine.step(0, typed(BEGIN), { event: "opened", socket: 1 });
    engine.step(0, sent, { event: "received", socket: 1, bytes: CONNACK }, { event: "timer" });
    const publish = (letter: string): string =>
      `catnap.publish(mqtt, "t", "${letter}".repeat(594), 1, false);`;
    const steps = [
      engine.step(0, typed(`${publish("a")} ${publish("b")}`), { event: "timer" }),
      ...Array.from({ length: 6 }, () => engine.step(0, sent, { event: "timer" })),
    ];
    const writes = steps.map(({ calls }) =>
      calls
        .map(callLine)
        .flatMap((line) => (line.startsWith("write 1 ") ? [line.slice("write 1 ".length)] : [])),
    );
    expect(writes.map((each) => each.map((hex) => hex.length / 2))).toEqual([
      ...[[268], [268], [66], [268], [268], [66], []],
    ]);
    const last = (letter: string): string => letter.charCodeAt(0).toString(16).repeat(66);
    expect([writes[2], writes[5]]).toEqual([[last("a")], [last("b")]]);
  });
});
