/*
 * One life of a board: a program in an engine, from its start, with what happens to it one after the other.
 */
import type { BoardEvent, Kept, Outcome, Outside } from "../../src/simulator/engines/engine.ts";
import { GuestEngine } from "../../src/simulator/engines/guest.ts";
import type { Kind } from "../../src/simulator/engines/guest.ts";
import { OPEN_OUTSIDE } from "../../src/simulator/engines/outside.ts";
import { callLine } from "./engines.ts";

/** An event; a line that is typed; or milliseconds that pass, with the timers that ring then. */
export type Happening = BoardEvent | string | number;

export interface Life {
  /** What it asked for, a line each. */
  lines: string[];
  dueMs: number | undefined;
  kept: Kept;
}

export const JOINED: BoardEvent = {
  event: "joined",
  channel: 6,
  bssid: "0a:0b:0c:0d:0e:0f",
  address: "10.0.0.9",
};
export const OPENED: BoardEvent = { event: "opened", socket: 1 };
export const SENT: BoardEvent = { event: "sent", socket: 1 };

/** @param kept  of the life before */
export function live(
  kind: Kind,
  text: string,
  happenings: Happening[],
  outside: Partial<Outside> = {},
  kept: Kept = {},
): Life {
  const engine = new GuestEngine(kind, { ...OPEN_OUTSIDE, ...outside });
  try {
    const outcomes: Outcome[] = [engine.start({ text, program: "" }, 0, kept)];
    let nowMs = 0;
    for (const happening of happenings) {
      if (typeof happening === "number") nowMs += happening;
      outcomes.push(engine.step(nowMs, eventOf(happening)));
    }
    const lines = outcomes.flatMap(({ calls }) => calls.map(callLine));
    return { lines, dueMs: outcomes.at(-1)?.dueMs, kept: engine.stop() };
  } finally {
    engine.stop();
  }
}

function eventOf(happening: Happening): BoardEvent {
  if (typeof happening === "number") return { event: "timer" };
  return typeof happening === "string" ? { event: "typed", text: happening } : happening;
}
