/*
 * The compiled client in real Lua does what it does on Node: every sequence of test/vectors, with each size of rx,
 * whole, cut in two at every byte (long ones at some), and byte by byte. That Node does the same however the
 * network cuts is held by test/client/cuts.test.ts.
 */
import { expect, test } from "vitest";
import { probe } from "../../probe/probe.ts";
import { luaEngines, runProbe } from "../../support/lua.ts";
import { scriptsOf } from "../../support/probe-scripts.ts";
import { SEQUENCES } from "../../vectors/sequences.ts";

const TIMEOUT_MS = 120_000;
/** A slow engine takes every so many: a prime, so that every way of cutting has its turn. */
const SAMPLE = 17;

const scripts = SEQUENCES.flatMap((sequence) => scriptsOf(sequence));
const expected = scripts.map((script) => probe(script));

test("every number that the client gives is an integer within 2^31", () => {
  expect(expected.filter((answer) => answer.includes("broken"))).toEqual([]);
});

for (const engine of luaEngines()) {
  const chosen = scripts.flatMap((_, at) => (engine.isSlow !== true || at % SAMPLE === 0 ? [at] : []));
  test(
    `${engine.name}: ${chosen.length} scripts of ${SEQUENCES.length} sequences, as on Node`,
    async () => {
      const given = chosen.map((at) => scripts[at] as string);
      const answers = await runProbe(engine, "probe", given);
      const wanted = chosen.map((at) => expected[at]);
      const wrong = wanted.findIndex((answer, at) => answers[at] !== answer);
      if (wrong >= 0) expect(answers[wrong], given[wrong]).toBe(wanted[wrong]);
      expect(answers).toHaveLength(wanted.length);
    },
    TIMEOUT_MS,
  );
}
