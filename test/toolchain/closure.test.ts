/*
 * Closure Compiler as this package calls it: names of the outside stay, functions that are called once are gone.
 */
import vm from "node:vm";
import { expect, test } from "vitest";
import { compileAdvanced } from "../../src/toolchain/closure.ts";

const RESERVED = { properties: ["run", "topic"], globals: ["E"] };

const CODE = `
  function longName(record) { record.hidden += 1; return record.hidden; }
  function other(record) { record.topic = longName(record); return record; }
  exports.run = function (start) { return other({ hidden: start, topic: 0 }).topic + E.at("a"); };`;

function run(code: string): unknown {
  const exports: Record<string, (start: number) => number> = {};
  vm.runInNewContext(code, { exports, E: { at: () => 40 } });
  return exports["run"]?.(1);
}

const compiled = compileAdvanced(CODE, { ...RESERVED, properties: [...RESERVED.properties, "at"] });

test("the program does the same, in one function", () => {
  expect(run(compiled)).toBe(run(CODE));
  expect(compiled.match(/\bfunction\b|=>/g)).toHaveLength(1);
});

test("names of the outside stay and others go", () => {
  expect(compiled).toMatch(/\.run\b.*E\.at\(/s);
  expect(compiled).not.toMatch(/longName|hidden/);
});

test("a name that nobody declared is refused, with its place", () => {
  expect(() => compileAdvanced("exports.run = function () { return digitalRead(1); };", RESERVED)).toThrow(
    /digitalRead is undeclared/,
  );
});
