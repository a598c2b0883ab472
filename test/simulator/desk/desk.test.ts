/*
 * The main job in this process, over real TCP on 127.0.0.1. What is waited for is a line of output, never a time.
 */
import { Writable } from "node:stream";
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { greenhouse } from "../../support/stations/greenhouse.ts";
import type { DeskResult } from "../../../src/simulator/desk/desk-report.ts";
import { runDesk } from "../../../src/simulator/desk/desk.ts";
import type { Feed, Station } from "../../../src/station/station.ts";
import { freePort, startAedes } from "../../support/brokers.ts";
import type { BrokerOptions } from "../../support/brokers.ts";

const FEED = greenhouse.feeds[0] as Feed;
/** As often as can be. */
const BUSY: Station = { ...greenhouse, feeds: [{ ...FEED, everyS: 1 }] };
const NOTHING_DROPPED = { full: 0, replaced: 0, expired: 0, unsendable: 0 };

/** What a test opened, closed after all of them in reverse order. */
const open: (() => unknown)[] = [];

afterAll(async () => {
  while (open.length > 0) await open.pop()?.();
});

async function aedes(options: BrokerOptions = {}): Promise<number> {
  const broker = await startAedes(options);
  open.push(() => broker.stop());
  return broker.port;
}

/** Keeps what the desk prints, and tells of each line. */
class Paper extends Writable {
  text = "";

  constructor(private readonly onLine: (line: string, paper: Paper) => void) {
    super();
  }

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString();
    this.onLine(chunk.toString(), this);
    done();
  }

  /** Lines with a reading. */
  readings(): string[] {
    return this.text.split("\n").filter((line) => line.includes("{"));
  }
}

interface Desk {
  broker?: string;
  station?: Station;
  forMs?: number;
  /** Sees each line; the desk ends when it calls stop. */
  onLine?: (line: string, paper: Paper, stop: () => void) => void;
}

async function desk(options: Desk): Promise<{ result: DeskResult; paper: Paper }> {
  const controller = new AbortController();
  const paper = new Paper((line, page) => options.onLine?.(line, page, () => controller.abort()));
  const result = await runDesk({
    station: options.station ?? BUSY,
    broker: options.broker,
    forMs: options.forMs,
    stop: controller.signal,
    out: paper,
  });
  return { result, paper };
}

// Each has a broker of its own; most of the time they wait for a network.
describe.concurrent("a run", () => {
  test("with the embedded broker every reading arrives, is printed and acknowledged", async () => {
    const { result, paper } = await desk({
      onLine: (_line, page, stop) => page.readings().length === 2 && stop(),
    });
    expect(result).toEqual({
      ok: true,
      // Two readings, "online" and "offline".
      published: 4,
      acknowledged: 2,
      received: 4,
      queued: 0,
      dropped: NOTHING_DROPPED,
      bytesOut: result.bytesOut,
      // CONNACK and two PUBACKs.
      bytesIn: 12,
    });
    const lines = paper.text.split("\n");
    expect(lines[0]).toMatch(/^broker {5}mqtt:\/\/127\.0\.0\.1:\d+ \(embedded\)$/);
    expect(lines[1]).toBe("station    greenhouse on ESP32-DevKitC V4");
    for (const line of paper.readings())
      expect(line).toMatch(
        /^ +\d+\.\d s {2}greenhouse\/air {2}\{"temperatureC":\d+\.\d\d,"humidityPercent":\d+\.\d\d,"pressureHPa":\d+\.\d\d,"t":\d{10}\}$/,
      );
    expect(lines.at(-2)).toMatch(/^link closed +acknowledged 2 +queued 0 +out \d+ B +in 12 B$/);
  });

  test("readings of two feeds stand in one column, each with its topic", async () => {
    const second: Feed = { ...FEED, everyS: 1, address: 0x77, topic: "{name}/{sensor}/two" };
    const station = { ...BUSY, feeds: [...BUSY.feeds, second] };
    const { result, paper } = await desk({
      station,
      onLine: (_line, page, stop) => page.readings().length === 2 && stop(),
    });
    expect(result.ok).toBe(true);
    const columns = paper.readings().map((line) => line.indexOf("{"));
    expect(columns).toEqual([columns[0], columns[0]]);
    expect(paper.text).toContain("  greenhouse/bme280/two  {");
  });

  test("forMs ends a run by itself", async () => {
    const { result } = await desk({ forMs: 300 });
    expect(result).toMatchObject({ ok: true, published: 3, acknowledged: 1, received: 3 });
  });

  test("a signal that was aborted before ends a run at once", async () => {
    const controller = new AbortController();
    controller.abort();
    const out = new Paper(() => {});
    const result = await runDesk({
      station: BUSY,
      broker: undefined,
      forMs: undefined,
      stop: controller.signal,
      out,
    });
    expect(result).toMatchObject({ published: 0, queued: 0 });
  });

  test("a broker of one's own is used with user name and password, and the password is not printed", async () => {
    const port = await aedes({ login: { userName: "bed", password: "sesame" } });
    const { result, paper } = await desk({
      broker: `mqtt://bed:sesame@127.0.0.1:${port}`,
      onLine: (_line, page, stop) => page.readings().length === 1 && stop(),
    });
    expect(result).toMatchObject({ ok: true, published: 3, acknowledged: 1, received: 3 });
    expect(paper.text).toContain(`connected to mqtt://bed@127.0.0.1:${port}`);
    expect(paper.text).not.toContain("sesame");
  });

  test("refused credentials are said, and nothing is lost", async () => {
    const port = await aedes({ login: { userName: "bed", password: "sesame" } });
    const { result, paper } = await desk({
      broker: `mqtt://bed:barley@127.0.0.1:${port}`,
      onLine: (line, _page, stop) => line.includes("refused") && stop(),
    });
    expect(paper.text).toContain("the broker refused the connection: bad user name or password");
    expect(paper.text).not.toContain("barley");
    expect(result).toMatchObject({ ok: false, acknowledged: 0, received: 0, dropped: NOTHING_DROPPED });
    expect(result.queued).toBe(result.published);
  });

  test("a broker that is not there is said, tried again, and nothing is lost", async () => {
    const port = await freePort();
    const { result, paper } = await desk({
      broker: `mqtt://127.0.0.1:${port}`,
      // At the first failure the chip may still be measuring.
      onLine: (line, _page, stop) => /[1-9] readings? waiting/.test(line) && stop(),
    });
    expect(paper.text).toMatch(
      new RegExp(
        "nobody listens at the broker's address, or the network does not reach it; " +
          "next try in \\d+\\.\\d s, (1 reading|\\d+ readings) waiting",
      ),
    );
    expect(result).toMatchObject({ ok: false, acknowledged: 0, received: 0, dropped: NOTHING_DROPPED });
    expect(result.published).toBeGreaterThan(0);
    expect(result.queued).toBe(result.published);
  });

  test("a broker that comes back gets all that waited", async () => {
    const port = await freePort();
    let isBack = false;
    const { result } = await desk({
      broker: `mqtt://127.0.0.1:${port}`,
      onLine(line, _page, stop) {
        if (line.includes("next try") && !isBack) {
          isBack = true;
          void aedes({ port });
        }
        if (line.includes("connected to")) stop();
      },
    });
    expect(result).toMatchObject({ ok: true, queued: 0, dropped: NOTHING_DROPPED });
    expect(result.acknowledged).toBeGreaterThan(0);
  });

  test("credentials too long for the station's txBytes are said before anything is sent", async () => {
    const port = await aedes();
    const long = "x".repeat(300);
    const started = desk({
      broker: `mqtt://bed:${long}@127.0.0.1:${port}`,
      onLine: (line, _page, stop) => /next try|\{/.test(line) && stop(),
    });
    await expect(started).rejects.toThrow(/txBytes is 256, the smallest that would do is 3\d\d/);
  });
});

describe("no timer is left that would keep the command from ending", () => {
  /** Delays of the timers that neither fired nor were cleared. */
  const pending = new Map<unknown, number>();

  beforeEach(() => {
    const { setTimeout, clearTimeout } = globalThis;
    vi.stubGlobal("setTimeout", (done: (...args: unknown[]) => void, ms = 0, ...args: unknown[]) => {
      const timer = setTimeout(() => {
        pending.delete(timer);
        done(...args);
      }, ms);
      pending.set(timer, ms);
      return timer;
    });
    vi.stubGlobal("clearTimeout", (timer: NodeJS.Timeout) => {
      pending.delete(timer);
      clearTimeout(timer);
    });
  });
  afterEach(() => {
    vi.unstubAllGlobals();
    pending.clear();
  });

  const ENDS: [string, number, boolean][] = [
    ["--for", 50, false],
    ["a signal during the start", 3_600_000, true],
  ];

  for (const [what, forMs, isAborted] of ENDS) {
    test(`after ${what}`, async () => {
      const controller = new AbortController();
      if (isAborted) controller.abort();
      const out = new Paper(() => {});
      await runDesk({ station: BUSY, broker: undefined, forMs, stop: controller.signal, out });
      // Sockets take a moment to close, and their timers with them.
      await expect.poll(() => [...pending.values()].filter((ms) => ms >= 1000)).toEqual([]);
    });
  }
});

// What is wrong, and what is said before a broker is started or a connection opened.
const WRONG: [string, Desk, string][] = [
  ["a station with a mistake", { station: { ...BUSY, name: "a b" } }, "this station cannot work:\n  "],
  ["a broken address", { broker: "localhost" }, "is no broker address"],
  [
    "a sensor without a model",
    { station: { ...BUSY, feeds: [{ ...FEED, sensor: { ...FEED.sensor, name: "abacus" } }] } },
    "no simulated chip for the sensor abacus on i2c: there are bh1750, bme280, bmp280, scd4x, sht3x",
  ],
];

for (const [what, options, message] of WRONG) {
  test(`${what} is refused with a sentence`, async () => {
    await expect(desk(options)).rejects.toThrow(message);
  });
}
