/*
 * Sessions, blocks and plans across sleeps on every engine: random scripts, line by line what Node makes of them. What
 * each line means: test/probe/sleep-probe.ts.
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { GuestEngine } from "../../../src/simulator/engines/guest.ts";
import { OPEN_OUTSIDE } from "../../../src/simulator/engines/outside.ts";
import { sleepProbe } from "../../probe/sleep-probe.ts";
import { connack, hex, puback } from "../../support/client.ts";
import { Dice } from "../../support/dice.ts";
import { loadedEngines, printsOf } from "../../support/engines.ts";
import { message, PINGRESP, suback } from "../../support/wire.ts";

const ENTRY = { path: "test/probe/sleep-probe.ts", names: ["sleepProbe"] };
const SEED = 11;
const SCRIPTS = 40;
const WAKES = 5;

function operation(dice: Dice): string {
  const id = 1 + dice.roll(12);
  const bytes = Array.from({ length: dice.roll(12) }, () => dice.roll(256));
  const received = dice.pick([
    connack(0, true),
    connack(0, false),
    connack(3),
    puback(id),
    suback(id, 1),
    PINGRESP,
    message("cmd", "go", { qos: 1, messageId: id }),
  ]);
  const read = `read ${dice.roll(3)} ${dice.roll(2)} ${dice.roll(2)} ${hex(new Uint8Array(bytes)) || "-"}`;
  const others = ["open", "write", "lose", "flush 3", `hold ${dice.roll(2)}`, `pass ${dice.roll(400000)}`];
  return dice.pick([
    read,
    read,
    "write",
    "write",
    `receive ${hex(received)}`,
    `receive ${hex(received)}`,
    ...others,
  ]);
}

function script(dice: Dice): string {
  const words: string[] = [];
  for (let wake = 0; wake < WAKES; wake += 1) {
    for (let steps = 4 + dice.roll(8); steps > 0; steps -= 1) words.push(operation(dice));
    words.push("sleep");
    if (dice.once(8)) words.push(`flip ${dice.roll(40)}`);
    words.push(dice.once(3) ? `pin ${dice.roll(300000)}` : "wake");
  }
  return `${words.join(" ")} `;
}

const dice = new Dice(SEED);
const scripts = Array.from({ length: SCRIPTS }, () => script(dice));

test("the scripts say all there is to say", () => {
  const all = scripts.map(sleepProbe).join("\n");
  for (const word of ["none", "due", "done flushed", "busy asking", "broken"])
    expect(all.includes(word), word).toBe(word !== "broken");
});

const present = [
  ...(await loadedEngines("espruino", "answer", ENTRY)),
  ...(await loadedEngines("moddable", "answer", ENTRY)),
  ...(await loadedEngines("nodemcu", "answer", ENTRY)),
];

describe.each(present)("$title", ({ kind, artefact }) => {
  const engine = new GuestEngine(kind, OPEN_OUTSIDE);
  beforeAll(() => void engine.start(artefact, 0, {}));
  afterAll(() => void engine.stop());

  for (const [at, text] of scripts.entries())
    test(`${WAKES} wakes as on Node, script ${at} of seed ${SEED}`, () => {
      const { calls } = engine.step(0, { event: "typed", text: `answer("sleepProbe", "${text}")` });
      expect(printsOf(calls)).toEqual([sleepProbe(text)]);
    });
});
