/*
 * The catnap command as a person types it: `catnap sim` in real time and in virtual time, and how it ends.
 * Not here: what is refused (cli/refused.test.ts), and `catnap build` (cli/build-command.test.ts).
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { freePort, startAedes } from "./support/brokers.ts";
import { folder, GREENHOUSE, open, Run, stationFile } from "./support/command.ts";
import { Proxy } from "./support/proxy.ts";

describe.concurrent("catnap sim", () => {
  test("--for ends by itself with exit code 0, and --json prints one object as the last line", async () => {
    const run = Run.start("sim", GREENHOUSE, "--every", "1s", "--for", "2s", "--json");
    expect([await run.ended, run.error]).toEqual([0, ""]);
    const result = JSON.parse(run.lastLine()) as Record<string, number>;
    // Two, or a third at the very end.
    const readings = result["acknowledged"] as number;
    expect([2, 3]).toContain(readings);
    expect(result).toEqual({
      ok: true,
      // "online" and "offline" as well, with QoS 0.
      published: readings + 2,
      acknowledged: readings,
      received: readings + 2,
      queued: 0,
      dropped: { full: 0, replaced: 0, expired: 0, unsendable: 0 },
      bytesOut: expect.any(Number),
      // CONNACK, and a PUBACK for each reading.
      bytesIn: 4 + 4 * readings,
    });
    expect(run.out.split("\n").filter((line) => line.includes("greenhouse/air"))).toHaveLength(readings);
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
