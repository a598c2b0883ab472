/*
 * The same scripts on Node and on another engine, and what came of each: what the program's handlers were told, and
 * what went over the wire. How the bytes are spread over writes is each runtime's own.
 */
import { expect, test } from "vitest";
import type { BoardCall } from "../../src/simulator/engines/engine.ts";
import { GuestEngine } from "../../src/simulator/engines/guest.ts";
import type { Encoding } from "../../src/simulator/engines/wire.ts";
import { bytesOf } from "../../src/simulator/engines/wire.ts";
import { SEQUENCES } from "../vectors/sequences.ts";
import { OPEN_OUTSIDE } from "../../src/simulator/engines/outside.ts";
import { callLine, loadedEngines } from "./engines.ts";
import type { Entry, Loaded } from "./engines.ts";
import { scriptsOf } from "./vector-scripts.ts";
import type { Script } from "./vector-scripts.ts";

/** A tenth does on a quiet computer; some have other things to do. */
export const FACE_TIMEOUT_MS = 300_000;
/**
 * A board's timers stay after a disconnect: after so many clients it begins anew. Beginning costs as much as a hundred
 * scripts, and with sixty it was two thirds of the time.
 */
const CLIENTS = 300;

/** Every sequence, whole and in all its cuts. */
export const SCRIPTS: Script[] = SEQUENCES.flatMap(scriptsOf);

/** The first script of each sequence: whole, so that no engine leaves one out. */
const WHOLE = new Set(
  SEQUENCES.map((sequence) => SCRIPTS.findIndex((script) => script.sequence === sequence)),
);

/** A line that the program printed, with its words of the board as hexadecimal digits. */
function printed(text: string, encoding: Encoding): string {
  const hex = (word: string): string => bytesOf(word, encoding).toString("hex");
  return text.replace(
    /^print message (\S+) (.*) (\S+)$/,
    (_all, topic: string, place: string, piece: string) =>
      `print message ${hex(topic)} ${place} ${hex(piece)}`,
  );
}

function outcomeOf(calls: BoardCall[], encoding: Encoding): string {
  const told: string[] = [];
  const wire: string[] = [];
  for (const call of calls) {
    const line = callLine(call);
    if (call.call === "print" || call.call === "fault") told.push(printed(line, encoding));
    else wire.push(call.call === "write" ? Buffer.from(call.bytes).toString("hex") : `\n${line}\n`);
  }
  return `${told.join("\n")}${wire.join("").replace(/ \d+/g, "")}`;
}

/** What comes of each script. */
function run({ kind, artefact }: Loaded, scripts: Script[]): string[] {
  const engine = new GuestEngine(kind, OPEN_OUTSIDE);
  const outcomes = scripts.map((script, at) => {
    if (at % CLIENTS === 0) engine.start(artefact, 0, {});
    return outcomeOf(engine.step(0, ...script.events((at % CLIENTS) + 1)).calls, kind.encoding);
  });
  engine.stop();
  return outcomes;
}

/** What Node, which the others are compared with, makes of all scripts; with another file than the face, if given. */
export async function onNode(entry?: Entry): Promise<string[]> {
  const [node] = await loadedEngines("node", "face", entry);
  return run(node as Loaded, SCRIPTS);
}

/**
 * A test that every sequence, whole, and a sample of the other scripts give the same here as on Node.
 *
 * @param expected  what Node made of all scripts
 * @param every     how many other scripts there are for each that is taken
 * @param isTaken   leaves sequences out by their names
 */
export function sameAsNode(
  loaded: Loaded,
  expected: string[],
  every: number,
  isTaken: (sequence: string) => boolean = () => true,
): void {
  const chosen = SCRIPTS.flatMap(({ sequence }, at) =>
    (at % every === 0 || WHOLE.has(at)) && isTaken(sequence.name) ? [at] : [],
  );
  test(
    `${loaded.title}: ${chosen.length} of ${SCRIPTS.length} scripts, as on Node`,
    { timeout: FACE_TIMEOUT_MS },
    () => {
      const outcomes = run(
        loaded,
        chosen.map((at) => SCRIPTS[at] as Script),
      );
      const wrong = chosen.findIndex((at, place) => outcomes[place] !== expected[at]);
      if (wrong >= 0) {
        const at = chosen[wrong] as number;
        expect(outcomes[wrong], SCRIPTS[at]?.title).toBe(expected[at]);
      }
      expect(outcomes).toHaveLength(chosen.length);
    },
  );
}
