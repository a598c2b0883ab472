/*
 * Which options of `catnap sim` do not go together, and that the help lists what there is.
 */
import { Command } from "commander";
import { expect, test } from "vitest";
import { addSimOptions, clashOf } from "../../src/cli/sim-options.ts";
import type { SimOptions } from "../../src/cli/sim-options.ts";
import { ENGINE_NAMES } from "../../src/simulator/engines/names.ts";

function optionsOf(...args: string[]): SimOptions {
  return addSimOptions(new Command().exitOverride()).parse(args, { from: "user" }).opts();
}

// The command line, and what is said about it.
const CLASHES: [string, string][] = [
  ["--fast --for 1h --storm --scenario x.yaml", "--storm and --scenario both break things"],
  ["--fast --for 1h --storm --expect air", "--storm goes on to its calm"],
  ["--fast --timeout 1h --storm", "--storm needs to know when the calm comes"],
  ["--fast --scenario x.yaml --expect air", "--scenario ends by itself"],
  ["--storm --for 1h", "--storm is for virtual time"],
  ["--fast --speed 60 --for 1d", "--fast and --speed both say how fast time passes"],
  ["--fast --for 1d --broker mqtt://b", "--broker is a real broker, and real time is all it knows"],
  ["--speed 60 --broker mqtt://b", "--broker is a real broker, and real time is all it knows"],
  ["--fast", "--fast would go on for ever"],
  ["--fast --expect x", "--fast would go on for ever"],
  ["--seed 7", "--seed is for virtual time"],
  ["--network wan", "--network is for virtual time"],
  ["--quirks aedes", "--quirks is for virtual time"],
  ["--trace", "--trace is for virtual time"],
  ["--current a.csv", "--current is for virtual time"],
  ["--for 30d", "--for can be 24d at most in real time"],
  ["--timeout 30d", "--timeout can be 24d at most in real time"],
  ["--timeout-exit-code 3", "--timeout-exit-code is for --timeout"],
  ["--engine espruino --every 5s", "--engine espruino runs unchanged what is built"],
];

for (const [line, sentence] of CLASHES)
  test(`${line} is refused`, () => {
    expect(clashOf(optionsOf(...line.split(" ")))).toContain(sentence);
  });

const FITS = [
  "",
  "--for 24d --every 5s --json",
  "--broker mqtt://b --expect x --fail y --timeout 1m --timeout-exit-code 3",
  "--engine lua --for 10s",
  "--fast --for 30d --seed 0 --network lossy --quirks nats --trace --current a.csv --every 1m",
  "--fast --timeout 1d --expect x --engine xs-model",
  "--speed 60",
];

for (const line of FITS)
  test(`${line === "" ? "no option" : line} goes together`, () => {
    expect(clashOf(optionsOf(...line.split(" ").filter((word) => word !== "")))).toBeUndefined();
  });

test("every engine can be given, and nothing else", () => {
  for (const name of ENGINE_NAMES) expect(optionsOf("--engine", name).engine).toBe(name);
  expect(() => optionsOf("--engine", "v8")).toThrow("'v8' is invalid");
});
