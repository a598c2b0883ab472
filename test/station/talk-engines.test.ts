/*
 * What a station says, on every engine that is here: for every station of boards the same bytes as on Node, in pieces of
 * any length; commands and reports alike.
 */
import { readdirSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeDiscovery } from "#discovery";
import { GuestEngine } from "../../src/simulator/engines/guest.ts";
import { OPEN_OUTSIDE } from "../../src/simulator/engines/outside.ts";
import { ROOT } from "../../src/toolchain/features.ts";
import { findStation } from "../../src/toolchain/station-file.ts";
import type { StationExport } from "../../src/toolchain/station-file.ts";
import { loadedEngines, printsOf } from "../support/engines.ts";
import { streamed } from "../support/home-assistant.ts";
import { newFolder } from "../support/station-files.ts";

interface Deployed extends StationExport {
  file: string;
}

async function everyStation(): Promise<Deployed[]> {
  const files = readdirSync(join(ROOT, "boards")).filter((name) => name.endsWith(".ts"));
  const paths = files.map((name) => join(ROOT, "boards", name));
  return Promise.all(paths.map(async (file) => ({ file, ...(await findStation(file)) })));
}

/** The probe with every station in it, as a file of its own. */
function writeEntry(stations: Deployed[]): { path: string; names: string[] } {
  const folder = newFolder();
  const path = join(folder, "entry.ts");
  const from = (file: string): string => JSON.stringify(relative(folder, file));
  const own = (at: number): string => `station${at}`;
  const probe = from(join(ROOT, "test/probe/talk-probe.ts"));
  const fields = ["connects: 2", "droppedFull: 1", "droppedReplaced: 0", "droppedExpired: 12345"];
  writeFileSync(
    path,
    [
      `import { talk } from ${probe};`,
      ...stations.map(({ name, file }, at) => `import { ${name} as ${own(at)} } from ${from(file)};`),
      "export function talkProbe(script: string): string {",
      `  const counters = { ${fields.join(", ")}, droppedUnsendable: 7 } as never;`,
      `  return talk([${stations.map((_, at) => own(at)).join(", ")}], counters, script);`,
      "}",
      "",
    ].join("\n"),
  );
  return { path: relative(ROOT, path), names: ["talkProbe"] };
}

const stations = await everyStation();
const entry = writeEntry(stations);
const present = [
  ...(await loadedEngines("node", "answer", entry)),
  ...(await loadedEngines("espruino", "answer", entry)),
  ...(await loadedEngines("moddable", "answer", entry)),
  ...(await loadedEngines("nodemcu", "answer", entry)),
];

const hex = (text: string): string => (text === "" ? "-" : Buffer.from(text).toString("hex"));

/** Command, payload, whether it is retained; then order and answer. The feed is the first of the first station. */
const COMMANDS: [string, string, boolean, string][] = [
  ["interval", "300\n", false, "1 -1 300 interval 300"],
  ["interval", "536871", false, "0 -1 536871 interval: seconds go from 1 to 536870"],
  ["interval", "4294967297", false, "0 -1 -1 interval: seconds go from 1 to 536870"],
  ["interval", "küche 5", false, "0 -1 0 interval: at most 64 characters of ASCII"],
  ["interval", "nobody 5", false, "0 -1 5 interval: no such feed"],
  ["awake", "0", true, "2 -1 0 awake 0"],
  ["read", "", false, "3 -1 0 read"],
  ["restart", "", false, "4 -1 0 restart"],
  ["restart", "", true, "0 -1 0 restart: not when retained"],
  ["report", "now", false, "5 -1 0 report"],
  ["", "", false, "0 -1 0 commands are interval, awake, read, restart, report"],
];

describe.each(present)("$title", ({ kind, artefact }) => {
  const engine = new GuestEngine(kind, OPEN_OUTSIDE);
  beforeAll(() => void engine.start(artefact, 0, {}));
  afterAll(() => void engine.stop());

  const answerTo = (script: string): string[] => {
    const { calls } = engine.step(0, { event: "typed", text: `answer("talkProbe", "${script} ")` });
    return printsOf(calls);
  };

  test.each(stations.map(({ station }, at) => ({ name: station.name, station, at })))(
    "$name tells Home Assistant the same bytes, in pieces of 16, 61 and 256",
    { timeout: 30_000 },
    ({ station, at }) => {
      const whole = streamed(makeDiscovery(station, "a1b2", "0.1.0"), 4096);
      for (const limitBytes of [16, 61, 256])
        expect(answerTo(`discovery ${at} ${limitBytes}`)).toEqual([whole]);
    },
  );

  test.each(COMMANDS)("the command %j %j, retained %s: %s", (command, payload, isRetained, answer) => {
    const script = `command 0 ${hex(command)} ${hex(payload)} ${isRetained ? 1 : 0}`;
    expect(answerTo(script)).toEqual([answer]);
  });

  test("a report", () => {
    expect(answerTo("report")).toEqual([
      '{"uptimeS":500000,"boots":3,"cause":"pin","rssiDbm":-61,"supplyMv":3291,"reconnects":1,' +
        '"dropped":{"full":1,"replaced":0,"expired":12345,"unsendable":7},"closed":0,"version":"0.1.0"}',
    ]);
  });

  test("the birth of Home Assistant", () => {
    const births = ["online 0", "online 1", "offline 0"].map((words) => {
      const [text = "", flag] = words.split(" ");
      return answerTo(`birth ${hex(text)} ${flag}`)[0];
    });
    expect(births).toEqual(["born", "no", "no"]);
  });
});
