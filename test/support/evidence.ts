/*
 * The evidence of a short run in which every promise was kept, to be spoilt by a test in one place.
 */
import { cellar } from "./stations/cellar.ts";
import type { Evidence, Link, Sample, Write } from "../../src/simulator/checks/evidence.ts";

const TOPIC = "cellar/air";
export const EVERY_MS = 300_000;

export function sampleOf(number: number, more: Partial<Sample> = {}): Sample {
  return { feed: 0, topic: TOPIC, qos: 1, number, atMs: number * EVERY_MS, fate: "done", ...more };
}

export function writeOf(number: number, more: Partial<Write> = {}): Write {
  const id = number + 1;
  const common = { topic: TOPIC, text: `reading ${number}`, number, qos: 1, isDup: false, isWaiting: true };
  return { ...common, id, atMs: number * EVERY_MS + 10, ...more };
}

/** Eight readings over one link that came up in the calm and is still up. */
export function goodEvidence(): Evidence {
  const numbers = [0, 1, 2, 3, 4, 5, 6, 7];
  const link: Link = {
    ...{ dialedMs: 100, isOpened: true, isClean: true, upMs: 200, refusedWith: 0, clearedMs: 300 },
    ...{ endedMs: undefined, isPowerCut: false, writes: numbers.map((number) => writeOf(number)) },
  };
  return {
    ...{
      station: cellar,
      calmMs: 0,
      endMs: 8 * EVERY_MS,
      samples: numbers.map((number) => sampleOf(number)),
    },
    ...{ links: [link], arrivals: numbers.map((number) => writeOf(number)), largestWriteBytes: 192 },
    ...{ violations: [], faultCount: 0, inside: [] },
  };
}
