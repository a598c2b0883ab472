/*
 * What a sleeping board gets, unchanged, through hours of trouble on every engine that is here: at each wake its engine
 * begins anew with what was kept. Power is cut between the writes before a sleep as well.
 */
import { expect, test } from "vitest";
import { moddableSleeper } from "../../support/stations/moddable-sleeper.ts";
import { sleeper } from "../../support/stations/sleeper.ts";
import { numbersIn } from "../../support/sleep-world.ts";
import { notRun } from "../../support/not-run.ts";
import { findEspruino } from "../../../src/simulator/engines/espruino.ts";
import type { Outside } from "../../../src/simulator/engines/engine.ts";
import { GuestEngine } from "../../../src/simulator/engines/guest.ts";
import type { Kind } from "../../../src/simulator/engines/guest.ts";
import type { BuiltEngine } from "../../../src/simulator/engines/names.ts";
import { findXs } from "../../../src/simulator/engines/xs.ts";
import { builtProgram } from "../../../src/simulator/program.ts";
import type { BuiltProgram } from "../../../src/simulator/program.ts";
import { makeWorld, worldSiteOf } from "../../../src/simulator/virtual/world-parts.ts";
import type { WorldParts } from "../../../src/simulator/virtual/world-parts.ts";
import type { Station } from "../../../src/station/station.ts";

const HOUR_MS = 3_600_000;
/** The budget, and a boot. */
const WAKE_LIMIT_MS = 22_000;
const HOURS = 3;
const STATIONS = "test/support/stations";

const hasXs = findXs() !== undefined;
const hasEspruino = findEspruino() !== undefined;
if (!hasXs) notRun("xsnap worker not built");
if (!hasEspruino) notRun("ESPRUINO names no interpreter");
const ENGINES: [BuiltEngine, string, Station][] = [
  ["lua", "sleeper", sleeper],
  [hasXs ? "xs" : "xs-model", "moddable-sleeper", moddableSleeper],
  ["espruino-model", "sleeper", { ...sleeper, runtime: "espruino" }],
  ...(hasEspruino
    ? [["espruino", "sleeper", { ...sleeper, runtime: "espruino" }] as [BuiltEngine, string, Station]]
    : []),
];

/** An interpreter whose writes into kept memory come to nothing while its board's power fails. */
function failing(kind: Kind, hasPower: () => boolean): Kind {
  const begin: Kind["begin"] = (answer) =>
    kind.begin((question) => (question.startsWith("keep ") && !hasPower() ? "1" : answer(question)));
  return { ...kind, begin };
}

/** A build takes seconds: one does for all that lives in its engine. */
const builds = new Map<BuiltEngine, Promise<BuiltProgram>>();

function built(engine: BuiltEngine, name: string, station: Station): Promise<BuiltProgram> {
  const known =
    builds.get(engine) ?? builtProgram(`${STATIONS}/${name}.ts`, station, engine, worldSiteOf(station));
  builds.set(engine, known);
  return known;
}

/** A built station in a world, and what was seen of it. */
async function living(engine: BuiltEngine, name: string, station: Station, hasPower = () => true) {
  const { kind, artefact } = await built(engine, name, station);
  const seed = 81;
  const program = {
    artefact,
    engine: (outside: Outside) => new GuestEngine(failing(kind, hasPower), outside),
  };
  const parts = makeWorld({ station, seed, program, isCounted: true });
  const taken = new Map<number, number>();
  const arrived: number[] = [];
  const wakes: number[] = [];
  parts.chips.onSample = (_address, number) => taken.set(number, parts.world.nowMs);
  parts.broker.onPublish = (_client, _topic, payload) =>
    arrived.push(...numbersIn(Buffer.from(payload).toString()));
  parts.meter.onWake = ({ fromMs, toMs }) => wakes.push(toMs - fromMs);
  return { parts, taken, arrived, wakes };
}

/** The broker is away, the access point is, and moves, and the network loses a tenth: all of it in the first hour. */
function upset({ world, broker, accessPoint, network }: WorldParts): void {
  const at = (minute: number, call: () => void) => world.after(minute * 60_000, call);
  at(25, () => broker.down());
  at(40, () => broker.restart({ keepsSessions: false }));
  at(45, () => (accessPoint.isPresent = false));
  at(62, () => {
    accessPoint.isPresent = true;
    accessPoint.channel = 11;
    network.conditions.loss = 0.1;
  });
  at(85, () => (network.conditions.loss = 0));
}

for (const [engine, name, station] of ENGINES) {
  test(
    `a sleeper keeps its promises through ${HOURS} hours of trouble on ${engine} (seed 81)`,
    { timeout: 60_000 },
    async () => {
      const { parts, taken, arrived, wakes } = await living(engine, name, station);
      upset(parts);
      parts.board.powerOn();
      parts.world.runTo(HOURS * HOUR_MS + 60_000);
      parts.board.cutPower();
      const late = [...taken].filter(([, atMs]) => atMs > 1.5 * HOUR_MS && atMs < 2.3 * HOUR_MS);
      expect(late.length).toBeGreaterThan(8);
      for (const [number] of late) expect(arrived.filter((each) => each === number)).toHaveLength(1);
      const first = arrived.filter((each, at) => arrived.indexOf(each) === at);
      expect(first).toEqual([...first].sort((one, other) => one - other));
      expect(Math.max(...wakes)).toBeLessThan(WAKE_LIMIT_MS);
      expect(parts.broker.violations).toEqual([]);
      expect(parts.board.faultCount).toBe(0);
    },
  );

  test(
    `power that fails before, between and behind the writes before a sleep does no harm on ${engine}`,
    { timeout: 60_000 },
    async () => {
      const fail = { left: Infinity };
      const hasPower = () => {
        fail.left -= 1;
        return fail.left >= 0;
      };
      const { parts, taken, arrived } = await living(engine, name, station, hasPower);
      const { board, world } = parts;
      board.powerOn();
      for (let writes = 0; writes < 4; writes += 1) {
        // In the middle of a sleep; the writes before the next one stop at some point.
        world.runTo((writes * 20 + 7) * 60_000);
        fail.left = writes;
        world.runTo((writes * 20 + 12) * 60_000);
        fail.left = Infinity;
        board.cutPower();
        board.powerOn();
      }
      world.runTo(2.5 * HOUR_MS);
      board.cutPower();
      const late = [...taken].filter(([, atMs]) => atMs > 1.3 * HOUR_MS && atMs < 1.9 * HOUR_MS);
      expect(late.length).toBeGreaterThan(5);
      for (const [number] of late) expect(arrived).toContain(number);
      // At each cut at most what was read since the last sending is gone.
      const gone = [...taken.keys()].filter(
        (number) => !arrived.includes(number) && number < (late[0]?.[0] ?? 0),
      );
      expect(gone.length).toBeLessThanOrEqual(4 * 6);
      expect(parts.broker.violations).toEqual([]);
      expect(board.faultCount).toBe(0);
    },
  );
}
