/*
 * The files for NodeMCU where there are no fractions: they do what they do on Node, with integers of 32 bits that wrap
 * and divisions that cut off, as a firmware built for integers has them.
 */
import { describe, expect, test } from "vitest";
import { LIBRARY_ABSENCES, SMALL } from "../../../src/toolchain/features.ts";
import { GuestEngine } from "../../../src/simulator/engines/guest.ts";
import { OPEN_OUTSIDE } from "../../../src/simulator/engines/outside.ts";
import { luaLibrary } from "../../support/builds.ts";
import { loadedEngines, printsOf } from "../../support/engines.ts";
import type { Loaded } from "../../support/engines.ts";
import { onNode, sameAsNode } from "../../support/face-suite.ts";
import { FENGARI } from "../../support/lua.ts";
import { buildAt } from "../../support/station-files.ts";
import { dividingIntegers, numbersBeyond } from "../../support/lua-integers.ts";

/** A prime, so that every way of cutting has its turn; beside every sequence whole. */
const EVERY = 199;

const present = await loadedEngines("nodemcu", "face");
const { artefact } = present.find(({ kind }) => kind === FENGARI) as Loaded;
const integers = { ...artefact, text: dividingIntegers(artefact.text) };

sameAsNode({ title: "Lua with integers only", kind: FENGARI, artefact: integers }, await onNode(), EVERY);

test("what divides there divides without a fraction, and what wraps wraps", () => {
  const engine = new GuestEngine(FENGARI, OPEN_OUTSIDE);
  const text = dividingIntegers(`print((3 + 4) / (1 + 1), "a/b", 65536 * 65535)`);
  expect(printsOf(engine.start({ text, program: "" }, 0, {}).calls)).toEqual(["3\ta/b\t-65536"]);
  engine.stop();
});

describe("no number is written that an integer build cannot hold", () => {
  test("what is none is found", () => {
    expect(numbersBeyond(`local x = { 1, 0.5, 2147483647, 2147483648, 1e3, "0.5" }`)).toEqual([
      "0.5",
      "2147483648",
    ]);
  });

  test.each([
    ["the library", []],
    ["the small one", [SMALL]],
  ])("in %s", async (_which, conditions) => {
    expect(numbersBeyond(await luaLibrary([...LIBRARY_ABSENCES, ...conditions]))).toEqual([]);
  });

  test("in a whole station", async () => {
    const { texts } = await buildAt("test/support/stations/cellar.ts");
    expect(numbersBeyond(texts[0] as string)).toEqual([]);
  });
});
