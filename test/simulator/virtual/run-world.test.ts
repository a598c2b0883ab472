/*
 * A station in virtual time from its beginning to its end, and what is printed of it.
 */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { describe, expect, test } from "vitest";
import { cellar } from "../../../boards/cellar.ts";
import { office } from "../../../boards/office.ts";
import { greenhouse } from "../../support/stations/greenhouse.ts";
import { CONDITIONS } from "../../../src/simulator/network/conditions.ts";
import { runInWorld } from "../../../src/simulator/virtual/run-world.ts";
import type { WorldRunOptions } from "../../../src/simulator/virtual/run-world.ts";
import { Watch } from "../../../src/simulator/watch.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Run the greenhouse, with what the test wants otherwise. */
async function runWith(given: Partial<WorldRunOptions>) {
  const out = new PassThrough();
  let text = "";
  out.on("data", (piece: Buffer) => (text += piece.toString()));
  const { result, isTimedOut } = await runInWorld({
    station: greenhouse,
    seed: 7,
    title: "network lan",
    forMs: HOUR_MS,
    timeoutMs: undefined,
    scale: Infinity,
    isTraced: false,
    currentFile: undefined,
    watch: new Watch(undefined, undefined),
    stop: new AbortController().signal,
    out,
    ...given,
  });
  return { result, isTimedOut, lines: text.split("\n") };
}

/** What a run prints, without how long it took. */
const timeless = (lines: string[]) => lines.filter((line) => !line.startsWith("time "));

describe("a run", () => {
  test("has every reading that was taken, and the client's own counters agree", async () => {
    const { result } = await runWith({ forMs: DAY_MS });
    expect(result).toMatchObject({ ok: true, taken: 1440, arrived: 1440, repeated: 0, starts: 1, faults: 0 });
    expect(result.client).toMatchObject({ connects: 1, acknowledged: 1440, queued: 0, dropped: 0 });
    expect(result.energy.averageMa).toBeGreaterThan(1);
  });

  test("waits for readings that are gathered, and does not want those that a filter holds back", async () => {
    const { result: gathered } = await runWith({ station: cellar });
    expect(gathered).toMatchObject({ ok: true, taken: 12, arrived: 12 });
    const { result: filtered } = await runWith({ station: office });
    expect(filtered.ok).toBe(true);
    expect(filtered.arrived).toBeLessThan(filtered.taken);
  });

  test("is the same for the same seed, and another for another", async () => {
    const lossy = { conditions: CONDITIONS.awful, forMs: HOUR_MS };
    const [first, second, other] = [
      await runWith(lossy),
      await runWith(lossy),
      await runWith({ ...lossy, seed: 8 }),
    ];
    expect(JSON.stringify(second.result)).toBe(JSON.stringify(first.result));
    expect(timeless(second.lines)).toEqual(timeless(first.lines));
    expect(JSON.stringify(other.result)).not.toBe(JSON.stringify(first.result));
  });

  test("without a broker's answer says what did not arrive", async () => {
    const { result } = await runWith({ onMade: ({ broker }) => (broker.refusesWith = 5) });
    expect(result).toMatchObject({ ok: false, taken: 60, arrived: 0 });
  });
});

describe("what is printed", () => {
  test("begins with who and where, three readings one by one, then a line for each day", async () => {
    const { lines } = await runWith({ forMs: 3 * DAY_MS });
    expect(lines.slice(0, 3)).toEqual([
      "station    greenhouse on ESP32-DevKitC V4",
      "engine     Node",
      "world      seed 7, network lan",
    ]);
    expect(lines.filter((line) => line.includes("greenhouse/air"))).toHaveLength(3);
    const days = lines.filter((line) => line.startsWith("day "));
    expect(days).toHaveLength(3);
    expect(days[2]).toMatch(/^day {2}3 {3}1,440 readings {3}temperatureC \d+\.\d\d to \d+\.\d\d {3}humidity/);
    expect(lines).toContain("readings    4,320 taken, 4,320 arrived, 0 repeated");
    expect(lines.some((line) => line.startsWith("lasts "))).toBe(true);
  });

  test("is every reading where there are few of them, and every line with a trace", async () => {
    const { lines } = await runWith({ forMs: HOUR_MS / 2 });
    expect(lines.filter((line) => line.includes("greenhouse/air"))).toHaveLength(30);
    const traced = await runWith({ forMs: HOUR_MS / 2, isTraced: true });
    expect(traced.lines.filter((line) => / broker {3}.* publishes greenhouse\/air/.test(line))).toHaveLength(
      30,
    );
  });

  test("stops telling single events where there are too many", async () => {
    const { lines } = await runWith({
      forMs: DAY_MS,
      onMade: ({ broker }) => (broker.refusesWith = 3),
    });
    expect(lines.filter((line) => line === "and so on: --trace prints everything")).toHaveLength(1);
    expect(lines.length).toBeLessThan(200);
  });
});

describe("an end", () => {
  test("comes with the event that was waited for", async () => {
    const watch = new Watch('"pressureHPa"', undefined);
    const { result, isTimedOut } = await runWith({ watch, forMs: DAY_MS, timeoutMs: HOUR_MS });
    expect([watch.verdict, isTimedOut, result.arrived]).toEqual(["expected", false, 1]);
    expect(result.virtualS).toBeLessThan(10);
  });

  test("comes with a line that the board prints", async () => {
    const watch = new Watch(undefined, "connected to");
    await runWith({ watch });
    expect(watch.verdict).toBe("failed");
  });

  test("comes with the timeout, when nothing else does before", async () => {
    const watch = new Watch("never", undefined);
    expect(await runWith({ watch, forMs: undefined, timeoutMs: HOUR_MS })).toMatchObject({
      isTimedOut: true,
    });
    expect(await runWith({ watch, forMs: HOUR_MS, timeoutMs: DAY_MS })).toMatchObject({ isTimedOut: false });
  });

  test("comes with Ctrl-C, and what is on its way still arrives", async () => {
    const controller = new AbortController();
    const { result } = await runWith({
      forMs: undefined,
      stop: controller.signal,
      onMade: ({ world }) => world.after(DAY_MS, () => controller.abort()),
    });
    expect(result.virtualS).toBeGreaterThanOrEqual(DAY_MS / 1000);
    expect(result.ok).toBe(true);
  });
});

test("the board's current is written as CSV", async () => {
  const folder = mkdtempSync(join(tmpdir(), "catnap-current-"));
  try {
    const file = join(folder, "current.csv");
    await runWith({ currentFile: file });
    const [head, ...rows] = readFileSync(file, "utf8").trimEnd().split("\n");
    expect(head).toMatch(/^Timestamp\(ms\),Current\(uA\)/);
    expect(Number(rows.at(-1)?.split(",")[0])).toBeGreaterThanOrEqual(HOUR_MS);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
