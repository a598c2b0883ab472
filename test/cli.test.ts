/*
 * The catnap command as a person types it: child processes, what they print, and how they end.
 */
import { spawn } from "node:child_process";
import type { ChildProcessWithoutNullStreams } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, test } from "vitest";
import { freePort, startAedes } from "./support/brokers.ts";
import { Proxy } from "./support/proxy.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const GREENHOUSE = "test/support/stations/greenhouse.ts";

/** What was started, ended after all tests in reverse order. */
const open: (() => unknown)[] = [];

afterAll(async () => {
  while (open.length > 0) await open.pop()?.();
});

/** A folder of a user's own, outside of this package. */
const folder = mkdtempSync(join(tmpdir(), "catnap-cli-"));
open.push(() => rmSync(folder, { recursive: true }));

/** A user's file that may use `greenhouse`. */
function stationFile(name: string, text: string, at = "module"): string {
  const own = join(folder, at);
  mkdirSync(own, { recursive: true });
  if (at === "module") writeFileSync(join(own, "package.json"), '{ "type": "module" }');
  const file = join(own, name);
  writeFileSync(file, `import { greenhouse } from ${JSON.stringify(join(ROOT, GREENHOUSE))};\n${text}\n`);
  return file;
}

/** A run of the command, with all that it printed. */
class Run {
  out = "";
  error = "";
  readonly child: ChildProcessWithoutNullStreams;
  readonly ended: Promise<number | null>;

  private constructor(cwd: string, args: string[]) {
    // What the environment says about the broker is nothing of these tests.
    const env = { ...process.env, CATNAP_BROKER: "", CATNAP_AUTHORITY: "" };
    this.child = spawn(process.execPath, [join(ROOT, "src/catnap.mjs"), ...args], { cwd, env });
    this.child.stdout.on("data", (text: Buffer) => (this.out += text.toString()));
    this.child.stderr.on("data", (text: Buffer) => (this.error += text.toString()));
    this.ended = once(this.child, "close").then(([code]) => code as number | null);
    open.push(() => this.child.kill("SIGKILL"));
  }

  static start(...args: string[]): Run {
    return new Run(ROOT, args);
  }

  /** In a folder of a user's. */
  static in(cwd: string, ...args: string[]): Run {
    return new Run(cwd, args);
  }

  /** Something that says so has been printed. */
  async printed(text: string): Promise<void> {
    await expect.poll(() => this.out, { timeout: 15_000, interval: 10 }).toContain(text);
  }

  /** Ctrl-C. */
  interrupt(): void {
    process.kill(this.child.pid as number, "SIGINT");
  }

  lastLine(): string {
    return this.out.trimEnd().split("\n").at(-1) as string;
  }
}

describe.concurrent("catnap sim", () => {
  test("--for ends by itself with exit code 0, and --json prints one object as the last line", async () => {
    const run = Run.start("sim", GREENHOUSE, "--every", "1s", "--for", "2s", "--json");
    expect([await run.ended, run.error]).toEqual([0, ""]);
    const result = JSON.parse(run.lastLine()) as Record<string, number>;
    // Two, or a third at the very end.
    const published = result["published"] as number;
    expect([2, 3]).toContain(published);
    expect(result).toEqual({
      ok: true,
      published,
      acknowledged: published,
      received: published,
      queued: 0,
      dropped: { full: 0, replaced: 0, expired: 0, unsendable: 0 },
      bytesOut: expect.any(Number),
      // CONNACK, and a PUBACK for each.
      bytesIn: 4 + 4 * published,
    });
    expect(run.out.split("\n").filter((line) => line.includes("greenhouse/air"))).toHaveLength(published);
  });

  test("a broker that is not there is said, nothing is lost, and the exit code is 1", async () => {
    const port = await freePort();
    const broker = `mqtt://127.0.0.1:${port}`;
    const run = Run.start("sim", GREENHOUSE, "--every", "1s", "--for", "1s", "--json", "--broker", broker);
    expect(await run.ended).toBe(1);
    expect(run.out).toContain("nobody listens at the broker's address");
    expect(run.error).toMatch(
      /^catnap: \d+ readings? not acknowledged: check that the broker can be reached\n$/,
    );
    const result = JSON.parse(run.lastLine()) as Record<string, number>;
    expect(result).toMatchObject({ ok: false, acknowledged: 0, bytesOut: 0 });
    expect(result["queued"]).toBe(result["published"]);
  });

  test("Ctrl-C says DISCONNECT to the broker, prints the end, and the exit code is 0", async () => {
    const broker = await startAedes();
    open.push(() => broker.stop());
    const proxy = await Proxy.start(broker.port);
    open.push(() => proxy.stop());
    const run = Run.start("sim", GREENHOUSE, "--every", "1s", "--broker", `mqtt://127.0.0.1:${proxy.port}`);
    await run.printed("temperatureC");
    run.interrupt();
    expect([await run.ended, run.error]).toEqual([0, ""]);
    expect(run.lastLine()).toMatch(/^link closed +acknowledged [1-9]\d* +queued 0 /);
    // The station's and the subscriber's.
    const commands = proxy.packets.map(({ cmd }) => cmd);
    expect(commands.filter((cmd) => cmd === "connect")).toHaveLength(2);
    expect(commands.slice(-2)).toEqual(["disconnect", "disconnect"]);
  });
});

describe.concurrent("catnap sim in virtual time", () => {
  const builds = { timeout: 60_000 };

  test("--fast prints what the same seed always prints, and --json one object as the last line", async () => {
    const args = ["sim", GREENHOUSE, "--fast", "--for", "2d", "--seed", "7", "--network", "lossy", "--json"];
    const [run, again] = [Run.start(...args), Run.start(...args)];
    expect([await run.ended, run.error, await again.ended]).toEqual([0, "", 0]);
    expect(again.lastLine()).toBe(run.lastLine());
    expect(run.out).toContain("day  2   1,440 readings   temperatureC ");
    expect(JSON.parse(run.lastLine())).toMatchObject({ ok: true, seed: 7, taken: 2880, arrived: 2880 });
  });

  test("--every takes readings as often as it says, and --quirks and --network are told", async () => {
    const args = ["--fast", "--for", "1h", "--every", "10m", "--network", "wan", "--quirks", "rabbitmq"];
    const run = Run.start("sim", GREENHOUSE, ...args);
    expect([await run.ended, run.error]).toEqual([0, ""]);
    expect(run.out).toContain("world      seed 1, network wan, broker like rabbitmq\n");
    expect(run.out).toContain("readings    6 taken, 6 arrived, 0 repeated\n");
  });

  test("--expect ends with 0 as soon as the text comes, --speed notwithstanding", async () => {
    const run = Run.start("sim", GREENHOUSE, "--speed", "600", "--expect", "greenhouse/air");
    expect([await run.ended, run.error]).toEqual([0, ""]);
    expect(run.out).toContain("readings    1 taken, 1 arrived");
  });

  test("--fail ends with 1, and says which text came", async () => {
    const run = Run.start("sim", GREENHOUSE, "--fast", "--for", "1d", "--fail", "connected to", "--json");
    expect([await run.ended, run.error]).toEqual([
      1,
      'catnap: "connected to" came, for which --fail was waiting\n',
    ]);
    // Nothing was wrong with the readings; but who reads only the last line must not think that all is well.
    expect(JSON.parse(run.lastLine())).toMatchObject({ ok: false });
  });

  test("--timeout ends with 42, or with the code that is given", async () => {
    const args = ["sim", GREENHOUSE, "--fast", "--timeout", "1h", "--expect", "rain"];
    const [usual, given] = [Run.start(...args), Run.start(...args, "--timeout-exit-code", "3")];
    expect([await usual.ended, await given.ended]).toEqual([42, 3]);
    expect(usual.error).toBe('catnap: the time of --timeout is over, and "rain" has not come\n');
  });

  test("--trace prints every line, --current writes a file", async () => {
    const file = join(folder, "current.csv");
    const run = Run.start("sim", GREENHOUSE, "--fast", "--for", "5m", "--trace", "--current", file);
    expect([await run.ended, run.error]).toEqual([0, ""]);
    expect(run.out).toMatch(/broker {3}greenhouse-\w+ publishes greenhouse\/air, QoS 1/);
    expect(readFileSync(file, "utf8")).toMatch(/^Timestamp\(ms\),Current\(uA\)/);
  });

  test("--engine runs what is built, in virtual time and at the desk", builds, async () => {
    // Every ten seconds: who subscribes too late for a reading does not wait long for the next.
    const args = ["sim", "test/support/stations/rooftop.ts", "--engine", "xs-model"];
    const run = Run.start(...args, "--fast", "--for", "1h");
    expect([await run.ended, run.error]).toEqual([0, ""]);
    expect(run.out).toContain("engine     XS (model)\n");
    expect(run.out).toContain("readings    360 taken, 360 arrived");
    const desk = Run.start(...args, "--expect", "temperatureC");
    expect([await desk.ended, desk.error]).toEqual([0, ""]);
    expect(desk.out).toContain("built for XS (model)");
  });

  test("Ctrl-C ends a world that has no end, with its summary", async () => {
    const run = Run.start("sim", GREENHOUSE, "--speed", "3600");
    await run.printed("temperatureC");
    run.interrupt();
    expect([await run.ended, run.error]).toEqual([0, ""]);
    expect(run.out).toContain("readings  ");
  });
});

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
    ["limits.txBytes is 106, the smallest that would do is 107: the largest packet must fit"],
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

describe.concurrent("a user's own station runs", () => {
  test("from a folder without a package.json of type module, as most are", async () => {
    const run = Run.start(
      "sim",
      stationFile("bed.ts", "export const bed = greenhouse;", "plain"),
      "--for",
      "200ms",
    );
    expect([await run.ended, run.error]).toEqual([0, ""]);
  });

  test("when it is exported by its name and as the default", async () => {
    const file = stationFile("twice.ts", "export const bed = greenhouse;\nexport default bed;");
    const run = Run.start("sim", file, "--for", "200ms");
    expect([await run.ended, run.error]).toEqual([0, ""]);
  });
});

describe.concurrent("catnap build", () => {
  const build = { timeout: 60_000 };

  test(
    "builds a user's station into the current folder, for the broker of the file beside it",
    build,
    async () => {
      const file = stationFile("bed.ts", "export const bed = greenhouse;", "built");
      const own = join(folder, "built");
      writeFileSync(join(own, "catnap.config.json"), '{ "broker": "mqtt://broker.example" }');
      const run = Run.in(own, "build", file, "--json");
      expect([await run.ended, run.error]).toEqual([0, ""]);
      const paths = ["greenhouse/greenhouse.js", "greenhouse/greenhouse.min.js"];
      const texts = paths.map((path) => readFileSync(join(own, "dist", path), "utf8"));
      for (const text of texts) expect(text).toContain("broker.example");
      const [plain, minified] = texts.map((text) => Buffer.byteLength(text));
      const count = (bytes?: number) => bytes?.toLocaleString("en");
      expect(run.out).toMatch(
        new RegExp(`dist/greenhouse/greenhouse.js +${count(plain)} +${count(minified)} +-\n`),
      );
      expect(JSON.parse(run.lastLine())).toMatchObject({
        name: "greenhouse",
        runtimes: ["espruino"],
        without: expect.arrayContaining(["no-inbound"]),
        files: paths.map((path, at) => ({ path, bytes: [plain, minified][at] })),
        warnings: [],
      });
    },
  );

  test("says what to write when nothing says which broker", build, async () => {
    const run = Run.in(folder, "build", stationFile("bed.ts", "export const bed = greenhouse;", "unsaid"));
    expect([await run.ended, run.out]).toEqual([1, ""]);
    expect(run.error).toMatch(/which broker the station will call: write catnap\.config\.json/);
  });

  test("builds the library of one runtime, without what is not wanted", build, async () => {
    const own = join(folder, "library");
    mkdirSync(own);
    const run = Run.in(own, "build", "--library", "--runtime", "moddable", "--without", "inbound", "--json");
    expect([await run.ended, run.error]).toEqual([0, ""]);
    expect(JSON.parse(run.lastLine())).toMatchObject({
      name: "catnap",
      runtimes: ["moddable"],
      without: ["no-inbound"],
      files: [{ path: "moddable/catnap.js" }, { path: "moddable/manifest.json" }],
    });
    expect(run.out).toContain("built with no-inbound\n");
  });
});
