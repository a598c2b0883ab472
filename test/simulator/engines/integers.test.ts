/*
 * No number of the library's that is not an integer within 2^31: test/probe/integers.lua watches the shipped file for
 * NodeMCU while it takes every sequence but the longest, whole. Arithmetic of single files, on TypeScript: checked-arithmetic.ts.
 */
import { readFileSync } from "node:fs";
import { afterEach, describe, expect, test } from "vitest";
import type { BoardEvent } from "../../../src/simulator/engines/engine.ts";
import { GuestEngine } from "../../../src/simulator/engines/guest.ts";
import { luaKind } from "../../../src/simulator/engines/lua.ts";
import { OPEN_OUTSIDE } from "../../../src/simulator/engines/outside.ts";
import { loadedEngines, printsOf } from "../../support/engines.ts";
import type { Loaded } from "../../support/engines.ts";
import { FACE_TIMEOUT_MS } from "../../support/face-suite.ts";
import { installedLua } from "../../support/lua.ts";
import { scriptsOf } from "../../support/vector-scripts.ts";
import { SEQUENCES } from "../../vectors/sequences.ts";

const WATCH = readFileSync(new URL("../../probe/integers.lua", import.meta.url), "utf8");
const typed = (text: string): BoardEvent => ({ event: "typed", text });
const [lua] = await loadedEngines("nodemcu", "face");
const { text, program } = (lua as Loaded).artefact;
/** Longer ones only say the same again, a thousand times. */
const MOST_BYTES = 300;
const scripts = SEQUENCES.filter(({ hex }) => hex.length / 2 <= MOST_BYTES).flatMap((sequence) =>
  scriptsOf(sequence).slice(0, 1),
);
/** Lua 5.3 tells 2.0 from 2; without it, 5.1 does as well as it can. */
const strict = installedLua().filter(({ name }) => name === "lua5.3");
const kinds = strict.length > 0 ? strict : [await luaKind()];

describe.each(kinds.map((kind) => ({ name: kind.name, kind })))("$name", ({ kind }) => {
  const engine = new GuestEngine(kind, OPEN_OUTSIDE);
  afterEach(() => void engine.stop());

  const begin = (module: string): void => {
    engine.start({ text: module, program: program + WATCH }, 0, {});
  };

  test(`${scripts.length} sequences leave no wrong number anywhere`, { timeout: FACE_TIMEOUT_MS }, () => {
    begin(text);
    const wrong = scripts.flatMap(({ title, events }, at) => {
      const { calls } = engine.step(0, typed("watchLocals()"), ...events(at + 1), typed("walkClient()"));
      return printsOf(calls).flatMap((line) => (/ is |^fault/.test(line) ? [`${title}: ${line}`] : []));
    });
    expect(wrong).toEqual([]);
  });

  // The checker must fire: a checker that never does proves nothing.
  test.each([
    ["a fraction", "local n = 7 / 2", /^n in line \d+ is 3.5$/],
    ["a number too large", "local n = 65536 * 65536", /^n in line \d+ is 4(?:294967296|\.294967296e\+0?9)/],
  ])("%s in a local is found", (_what, line, found) => {
    begin(`return { run = function()\n${line}\nreturn n\nend }`);
    const { calls } = engine.step(0, typed("watchLocals() catnap.run()"));
    expect(printsOf(calls).join()).toMatch(found);
  });

  test("a wrong number in a record is found", () => {
    begin("return {}");
    const { calls } = engine.step(0, typed("mqtt = { port = { dueMs = 0.5 } } walkClient()"));
    expect(printsOf(calls)).toEqual(["mqtt.port.dueMs is 0.5"]);
  });
});
