/*
 * One station in one world, on every engine that is here: whatever runs it, the broker gets the same packets.
 * Not here: Node as a guest, which has no bus to ask a chip on; its code is what runs in this process.
 */
import { expect, test } from "vitest";
import type { Artefact } from "../../../src/simulator/engines/engine.ts";
import { ESPRUINO_MODEL } from "../../../src/simulator/engines/espruino-model.ts";
import { espruinoKind, findEspruino } from "../../../src/simulator/engines/espruino.ts";
import { GuestEngine } from "../../../src/simulator/engines/guest.ts";
import type { Kind } from "../../../src/simulator/engines/guest.ts";
import { luaKind } from "../../../src/simulator/engines/lua.ts";
import { findXs, xsKind } from "../../../src/simulator/engines/xs.ts";
import { XS_MODEL } from "../../../src/simulator/engines/xs-model.ts";
import { makeWorld, WORLD_SITE } from "../../../src/simulator/virtual/world-parts.ts";
import type { Program } from "../../../src/simulator/virtual/world-parts.ts";
import { stationArtefact } from "../../../src/toolchain/station-artefact.ts";
import { loadStation } from "../../../src/toolchain/station-file.ts";
import { notRun } from "../../support/not-run.ts";

const CELLAR = "test/support/stations/cellar.ts";
const HOUR_MS = 3_600_000;
/** Compilers are loaded and run. */
const BUILDS = { timeout: 60_000 };
const SITE = { ...WORLD_SITE, userName: undefined, password: undefined };

const cellar = await loadStation(CELLAR);

/** The readings that reach the broker in an hour: topic, flags and payload of every PUBLISH. */
function publishesOf(program: Program | undefined): string[] {
  // Counted samples: runtimes boot at different speeds, and the air would be another.
  const { world, broker, board } = makeWorld({ station: cellar, program, seed: 7, isCounted: true });
  const publishes: string[] = [];
  broker.onPublish = (_clientId, topic, payload, qos, isRetained, isDup) => {
    // Whether it comes before the first reading is a matter of how fast a runtime boots.
    if (topic === "cellar/availability") return;
    publishes.push(`${topic} ${qos} ${isRetained} ${isDup} ${Buffer.from(payload).toString("hex")}`);
  };
  board.powerOn();
  world.runTo(HOUR_MS);
  board.cutPower();
  expect([board.faultCount, broker.violations]).toEqual([0, []]);
  return publishes;
}

const programOf = (kind: Kind, artefact: Artefact): Program => ({
  artefact,
  engine: (outside) => new GuestEngine(kind, outside),
});

const expected = publishesOf(undefined);
const espruino = findEspruino();
const xs = findXs();
if (espruino === undefined) notRun("espruino not installed");
if (xs === undefined) notRun("xsnap worker not built");

test("the station's loop in this process sends twelve readings in an hour", () => {
  expect(expected).toHaveLength(12);
});

test("Lua 5.1", BUILDS, async () => {
  const program = programOf(await luaKind(), await stationArtefact(CELLAR, "nodemcu", SITE));
  expect(publishesOf(program)).toEqual(expected);
});

for (const kind of [ESPRUINO_MODEL, ...(espruino === undefined ? [] : [espruinoKind(espruino, "esp8266")])])
  test(kind.name, BUILDS, async () => {
    const program = programOf(kind, await stationArtefact(CELLAR, "espruino", SITE));
    expect(publishesOf(program)).toEqual(expected);
  });

for (const kind of [XS_MODEL, ...(xs === undefined ? [] : [xsKind(xs, "esp8266")])])
  test(kind.name, BUILDS, async () => {
    const program = programOf(kind, await stationArtefact(CELLAR, "moddable", SITE));
    expect(publishesOf(program)).toEqual(expected);
  });
