/*
 * The catnap command as a person mistypes it: one sentence says what to do, and the exit code is 1.
 */
import { describe, expect, test } from "vitest";
import { GREENHOUSE, Run, stationFile } from "../support/command.ts";

// The command line, and what is printed in answer; always exit code 1 and no run.
const WRONG: [string, string[], string[]][] = [
  ["an unknown option", ["sim", GREENHOUSE, "--evry", "2s"], ["unknown option '--evry'", "--every"]],
  [
    "a duration without a unit",
    ["sim", GREENHOUSE, "--for", "20"],
    ["--for", "'20'", "give a number with its unit, such as 500ms, 20s, 5m, 2h or 1d"],
  ],
  [
    "a missing file",
    ["sim", "boards/greenhose.ts"],
    ["boards/greenhose.ts: no such file", "such as boards/"],
  ],
  [
    "a file without a station",
    ["sim", "boards/hardware/esp32-devkitc.ts"],
    ["exports 0 stations: it must export one, with hardware and feeds"],
  ],
  [
    "two stations",
    ["sim", stationFile("two.ts", "export const a = greenhouse;\nexport const b = { ...greenhouse };")],
    ["two.ts exports 2 stations: it must export one"],
  ],
  [
    "a broken URL",
    ["sim", GREENHOUSE, "--broker", "localhost:1883"],
    ['"localhost:1883" is no broker address: use mqtt://host:1883'],
  ],
  [
    "limits too small",
    [
      "sim",
      stationFile(
        "small.ts",
        "export const small = { ...greenhouse, limits: { ...greenhouse.limits, txBytes: 106 } };",
      ),
    ],
    ["limits.txBytes is 106, the smallest that would do is 138: the largest packet must fit"],
  ],
  [
    "a station without limits",
    ["sim", stationFile("bare.ts", "export const bare = { ...greenhouse, limits: undefined };")],
    ["this station cannot work", "limits"],
  ],
  [
    "options that do not go together",
    ["sim", GREENHOUSE, "--fast"],
    ["--fast would go on for ever: say how long"],
  ],
  ["a network that is none", ["sim", GREENHOUSE, "--network", "5g"], ["'5g'", "lan, wan, lossy"]],
  [
    "an engine whose runtime is not on the hardware",
    ["sim", GREENHOUSE, "--fast", "--for", "1h", "--engine", "lua"],
    ["there is no nodemcu firmware for ESP32-DevKitC V4"],
  ],
  [
    "a file that cannot be written",
    ["sim", GREENHOUSE, "--fast", "--for", "1h", "--current", "no/such/folder.csv"],
    ["the current cannot be written, give another file", "no/such/folder.csv"],
  ],
  [
    "a scenario that cannot be read",
    ["sim", GREENHOUSE, "--fast", "--scenario", "no/such/steps.yaml"],
    ["the scenario cannot be read, give a YAML file", "no/such/steps.yaml"],
  ],
  [
    "an empty text to wait for",
    ["sim", GREENHOUSE, "--fast", "--for", "1h", "--expect", ""],
    ["give a text that is not empty"],
  ],
  ["a folder in place of a file", ["sim", "boards"], ["boards: ", "give the file of a station"]],
  ["a build of nothing", ["build"], ["give either --library or the file of a station"]],
  ["a build of both", ["build", GREENHOUSE, "--library"], ["give either --library or the file of a station"]],
  ["a build of a missing file", ["build", "boards/greenhose.ts"], ["boards/greenhose.ts: no such file"]],
  [
    "a build without a station",
    ["build", "boards/hardware/esp32-devkitc.ts"],
    ["exports 0 stations: it must export one"],
  ],
  [
    "a build of a station with mistakes",
    ["build", stationFile("none.ts", "export const none = { ...greenhouse, feeds: [] };")],
    ["this station cannot work", "there is no feed"],
  ],
  [
    "a build for a runtime that is none",
    ["build", "--library", "--runtime", "arduino"],
    ["'arduino'", "espruino, moddable, nodemcu"],
  ],
  [
    "a build of a station for another runtime",
    ["build", GREENHOUSE, "--runtime", "moddable"],
    ["--runtime is for the library"],
  ],
  [
    "a build without a feature that is none",
    ["build", "--library", "--without", "inbond"],
    ['nothing is known as "inbond" that a build could be without, there is '],
  ],
  [
    "a small build without what it never has",
    ["build", "--library", "--small", "--without", "stream"],
    ["the small client never has stream"],
  ],
  ["a small build of a station", ["build", GREENHOUSE, "--small"], ["--small is for the library"]],
  [
    "a build of a station without a feature",
    ["build", GREENHOUSE, "--without", "inbound"],
    ["--without is for the library"],
  ],
];

describe.concurrent("what to do is said, with exit code 1, for", () => {
  for (const [what, args, sentences] of WRONG) {
    test(what, async () => {
      const run = Run.start(...args);
      expect([await run.ended, run.out]).toEqual([1, ""]);
      for (const sentence of sentences) expect(run.error).toContain(sentence);
      // A person is answered, not a programmer.
      expect(run.error).not.toMatch(/^ +at |node:internal|TypeError|undefined \(reading/m);
      expect(run.error.trimEnd().split("\n").length).toBeLessThanOrEqual(3);
    });
  }
});
