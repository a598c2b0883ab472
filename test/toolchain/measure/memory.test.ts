/*
 * Nothing grows over a thousand publishes, in every engine's own measure of memory. How much is held is a figure of
 * its own (sizes.test.ts), and so is what the library needs to run at all. What a first thousand makes once and for
 * all, in the client or in the engine, does not count: the second and the third are compared.
 */
import { beforeAll, describe, expect, test } from "vitest";
import { espruinoGrowth } from "../../../src/toolchain/measure/espruino.ts";
import type { Place } from "../../../src/toolchain/measure/espruino-scripts.ts";
import { FEATURE_SETS, knownConditions } from "../../../src/toolchain/measure/feature-sets.ts";
import type { FeatureSet } from "../../../src/toolchain/measure/feature-sets.ts";
import { CONNECT, LOAD, startLua } from "../../../src/toolchain/measure/lua.ts";
import { startXs } from "../../../src/toolchain/measure/xs.ts";
import { findXs } from "../../../src/simulator/engines/xs.ts";
import { bundleModdable } from "../../../src/toolchain/moddable.ts";
import { espruinoLibrary, luaLibrary } from "../../support/builds.ts";
import { findEspruino } from "../../support/espruino.ts";
import { notRun } from "../../support/not-run.ts";

const COUNT = 1000;
/** Lua's stack is cut by collections, and grows again: one object lost at each publish would be 16,000 bytes. */
const LUA_SPREAD_BYTES = 256;
/** Every script that XS evaluates leaves three. */
const XS_SPREAD_SLOTS = 8;
/** What the network of an interpreter holds for a moment. */
const ESPRUINO_SPREAD = 4;
const TIMEOUT_MS = 60_000;

const xs = findXs();
if (xs === undefined) notRun("xsnap worker not built");
const espruino = findEspruino();
if (espruino === undefined) notRun("espruino not installed");
const small = process.env["ESPRUINO_SMALL"];
if (small === undefined) notRun("ESPRUINO_SMALL names no interpreter of 1,700 variables");

/** The smallest and the largest build. */
const SETS = [FEATURE_SETS[0] as FeatureSet, FEATURE_SETS.at(-1) as FeatureSet];

describe.each(SETS)("$name", (set) => {
  const conditions = knownConditions(set);
  let module: Buffer;
  beforeAll(async () => {
    module = Buffer.from(await luaLibrary(conditions));
  }, TIMEOUT_MS);
  const qualities = conditions.includes("no-qos1") ? [0] : [0, 1];

  test.each(qualities)(`Lua holds no more bytes after ${COUNT} publishes with QoS %i`, async (qos) => {
    const { lua, number } = await startLua(module);
    lua.doStringSync(`${LOAD} ${CONNECT}`);
    const [, before, after] = [1, 2, 3].map(() => number(`go(${COUNT}, ${qos}) return held()`));
    lua.global.close();
    expect((after as number) - (before as number)).toBeLessThan(LUA_SPREAD_BYTES);
  });

  if (xs !== undefined)
    test.each(qualities)(`XS holds no more slots after ${COUNT} publishes with QoS %i`, async (qos) => {
      const worker = await startXs(xs, await bundleModdable(undefined, conditions));
      await worker.evaluate("begin()");
      const held: number[] = [];
      for (let at = 0; at < 3; at += 1) {
        await worker.evaluate(`go(${COUNT}, ${qos})`);
        held.push(await worker.heldSlots());
      }
      await worker.stop();
      expect((held[2] as number) - (held[1] as number)).toBeLessThan(XS_SPREAD_SLOTS);
    });

  const programs: [number, string, Place][] = [];
  if (espruino !== undefined) for (const qos of qualities) programs.push([qos, espruino, "RAM"]);
  // From RAM not every build fits into it (sizes.test.ts); from flash a thousand take half a minute.
  if (small !== undefined) programs.push([0, small, "flash"]);
  test.runIf(programs.length > 0).each(programs)(
    `Espruino has no more variables in use after ${COUNT} publishes with QoS %i, %s, from %s`,
    async (qos, program, place) => {
      const { minified } = await espruinoLibrary(set.names, conditions);
      expect(await espruinoGrowth(program, minified, place, COUNT, qos)).toBeLessThanOrEqual(ESPRUINO_SPREAD);
    },
    TIMEOUT_MS,
  );
});
