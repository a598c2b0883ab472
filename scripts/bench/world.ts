/*
 * How fast a station lives in virtual time: a cellar's day, a reading every 5 minutes with QoS 1 and no faults, in this
 * process and in every engine that is here. CPU time of this process and of those that it started.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { cellar } from "../../test/support/stations/cellar.ts";
import { ESPRUINO_MODEL } from "../../src/simulator/engines/espruino-model.ts";
import { espruinoKind, findEspruino } from "../../src/simulator/engines/espruino.ts";
import { GuestEngine } from "../../src/simulator/engines/guest.ts";
import type { Kind } from "../../src/simulator/engines/guest.ts";
import { luaKind } from "../../src/simulator/engines/lua.ts";
import { findXs, xsKind } from "../../src/simulator/engines/xs.ts";
import { XS_MODEL } from "../../src/simulator/engines/xs-model.ts";
import { makeWorld, WORLD_SITE } from "../../src/simulator/virtual/world-parts.ts";
import type { Program } from "../../src/simulator/virtual/world-parts.ts";
import type { Runtime } from "../../src/station/station.ts";
import { stationArtefact } from "../../src/toolchain/station-artefact.ts";
import { cpuSeconds, cpuSecondsOf } from "./bench.ts";

const DAY_MS = 86_400_000;
/** Long against the clock of /proc, which has 10 ms. */
const LEAST_S = 2;
const TASKS = "/proc/self/task";

/** Processes that this one started; Linux only. */
function children(): number[] {
  if (!existsSync(TASKS)) return [];
  const lists = readdirSync(TASKS).map((task) => {
    const file = `${TASKS}/${task}/children`;
    return existsSync(file) ? readFileSync(file, "latin1") : "";
  });
  return lists.join(" ").split(" ").filter(Boolean).map(Number);
}

function allCpuSeconds(): number {
  return children().reduce((sum, pid) => sum + (cpuSecondsOf(pid) ?? 0), cpuSeconds());
}

interface Speed {
  daysPerMinute: number;
  eventsPerDay: number;
}

/** Hours of a station, until they have taken long enough; the first is not counted, because it loads and compiles. */
function speedOf(program: Program | undefined): Speed {
  const { world, board } = makeWorld({ station: cellar, program, seed: 1 });
  board.powerOn();
  world.runTo(DAY_MS / 24);
  const beginMs = world.nowMs;
  const beginS = allCpuSeconds();
  const beginEvents = world.eventCount;
  while (allCpuSeconds() - beginS < LEAST_S) world.runTo(world.nowMs + DAY_MS / 24);
  const days = (world.nowMs - beginMs) / DAY_MS;
  const tookS = allCpuSeconds() - beginS;
  board.cutPower();
  return { daysPerMinute: (days / tookS) * 60, eventsPerDay: (world.eventCount - beginEvents) / days };
}

async function kinds(): Promise<[Kind, Runtime][]> {
  const [espruino, xs] = [findEspruino(), findXs()];
  const present: [Kind, Runtime][] = [
    [await luaKind(), "nodemcu"],
    [ESPRUINO_MODEL, "espruino"],
    [XS_MODEL, "moddable"],
  ];
  if (xs !== undefined) present.push([xsKind(xs, "esp8266"), "moddable"]);
  if (espruino !== undefined) present.push([espruinoKind(espruino, "esp8266"), "espruino"]);
  return present;
}

/** Lines to print. */
export async function worldLines(): Promise<string[]> {
  const own = speedOf(undefined);
  const site = { ...WORLD_SITE, userName: undefined, password: undefined };
  const lines = [
    "A station's life in virtual time: a reading every 5 minutes, QoS 1, no faults",
    `  events a day ${own.eventsPerDay.toFixed(0).padStart(30)}`,
    `  days in a CPU minute, Node ${own.daysPerMinute.toFixed(0).padStart(16)}`,
  ];
  for (const [kind, runtime] of await kinds()) {
    const artefact = await stationArtefact("test/support/stations/cellar.ts", runtime, site);
    const { daysPerMinute } = speedOf({ artefact, engine: (outside) => new GuestEngine(kind, outside) });
    const ratio = (daysPerMinute / own.daysPerMinute).toFixed(3);
    lines.push(`  ${kind.name.padEnd(36)} ${ratio.padStart(6)}   of Node`);
  }
  return lines;
}
