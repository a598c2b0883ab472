/*
 * "Delivery, said once", over thousands of deep sleeps: a network that loses bytes and connections, a broker that forgets,
 * a session that comes out of its snapshot at each wake, and power that fails at any step.
 */
import { describe, expect, test } from "vitest";
import type { ClientOptions } from "../../src/client/options.ts";
import { Dice } from "../support/dice.ts";
import { wrongSends } from "../support/resends.ts";
import { SleepingLife } from "../support/sleeping-life.ts";
import type { Memory } from "../support/sleeping-life.ts";

const SEED = Number(process.env.CATNAP_SEED ?? 20240607);
const LIVES = 12;
const WAKES = 100;

const CLIENTS: [string, ClientOptions][] = [
  ["a kept session, all in one write", { cleanSession: false, isPipelined: true }],
  ["a kept session, step by step", { cleanSession: false, isPipelined: false }],
  ["a clean session, all in one write", { cleanSession: true, isPipelined: true }],
];
const MEMORIES: [Memory, string][] = [
  ["safe", "power that never fails"],
  ["flash", "power that fails, and flash that keeps what was written before"],
  ["rtc", "power that fails, and memory that is noise then"],
];

function lives(options: ClientOptions, memory: Memory): SleepingLife[] {
  return Array.from({ length: LIVES }, (_, at) => {
    const life = new SleepingLife(new Dice(SEED).branch(`${memory} ${at}`), options, memory);
    for (let wake = 0; wake < WAKES; wake += 1) life.wake();
    life.end();
    return life;
  });
}

function judge(life: SleepingLife, memory: Memory): void {
  const { arrived, bench } = life.lossy;
  expect(bench.client.outbox.count).toBe(0);
  const isMissing = ({ name, qos }: { name: string; qos: number }): boolean =>
    qos === 1 && !arrived.includes(name) && !life.dropped.has(name) && !life.gone.has(name);
  expect(life.taken.filter(isMissing)).toEqual([]);
  const first = [...new Set(arrived)];
  // A failure of the power brings back what the snapshot still had: given up since, it comes late, if at all.
  const isOrdered = ({ name, qos }: { name: string; qos: number }): boolean =>
    memory !== "flash" || (qos === 1 && !life.dropped.has(name));
  for (const feed of [0, 1, 2]) {
    const inOrder = life.taken
      .filter((each) => each.feed === feed && isOrdered(each))
      .map(({ name }) => name);
    expect(first.filter((name) => inOrder.includes(name))).toEqual(
      inOrder.filter((name) => first.includes(name)),
    );
  }
  if (memory !== "safe") return;
  expect(life.coldBoots).toBe(1);
  expect([...life.gone]).toEqual([]);
  expect(wrongSends(life.lossy)).toEqual([]);
  const once = life.taken.filter(({ qos }) => qos === 0).map(({ name }) => name);
  for (const name of once) expect(arrived.filter((each) => each === name).length).toBeLessThan(2);
}

for (const [client, options] of CLIENTS)
  describe(client, () => {
    for (const [memory, power] of MEMORIES)
      test(`${power}: ${LIVES} lives of ${WAKES} wakes (seed ${SEED})`, { timeout: 60_000 }, () => {
        const all = lives(options, memory);
        for (const life of all) judge(life, memory);
        const gone = all.reduce((sum, life) => sum + life.gone.size, 0);
        const cold = all.reduce((sum, life) => sum + life.coldBoots, 0);
        // What the storm was for did happen.
        expect(gone > 0).toBe(memory !== "safe");
        expect(cold > LIVES).toBe(memory !== "safe");
      });
  });
