/*
 * A built station runs: what `catnap build` writes for each runtime is loaded as it is, connects to a real broker over
 * real TCP, reads a simulated chip and publishes what it read.
 */
import { connectAsync } from "mqtt";
import { afterEach, expect, test } from "vitest";
import { BOSCH_TRIM } from "../../src/simulator/chips/bme280-trim.ts";
import { Bme280 } from "../../src/simulator/chips/bme280.ts";
import { startAedes } from "../support/brokers.ts";
import { notRun } from "../support/not-run.ts";
import { Proxy } from "../support/proxy.ts";
import type { Chips } from "../support/station-board.ts";
import { bootEspruino } from "../support/station-espruino.ts";
import { buildAt, siteOf } from "../support/station-files.ts";
import { ModdableBoard } from "../support/station-moddable.ts";
import { bootNodemcu } from "../support/station-nodemcu.ts";
import { findXs, Xs } from "../support/xs.ts";

const TIMEOUT_MS = 60_000;
const DEADLINE = { timeout: 15_000, interval: 5 };
const CLIMATE = { temperatureC: 21.5, humidityPercent: 40, pressurePa: 101325 };

const open: (() => unknown)[] = [];

afterEach(async () => {
  while (open.length > 0) await open.pop()?.();
});

const chips = (address: number): Chips => new Map([[address, new Bme280(BOSCH_TRIM, () => CLIMATE)]]);

interface Bench {
  /** Between the board and its broker. */
  proxy: Proxy;
  /** By a subscriber. */
  heard: string[];
  textOf: (file: string) => string;
}

/** A broker that wants a login, and a station that was built for it. */
async function setUp(name: string): Promise<Bench> {
  const broker = await startAedes({ login: { userName: "station", password: "p/w" } });
  open.push(() => broker.stop());
  const proxy = await Proxy.start(broker.port);
  open.push(() => proxy.stop());
  const peer = await connectAsync(`mqtt://127.0.0.1:${broker.port}`, {
    username: "station",
    password: "p/w",
  });
  open.push(() => peer.endAsync(true));
  const heard: string[] = [];
  peer.on("message", (topic, payload, { qos }) => heard.push(`${topic} q${qos} ${payload.toString()}`));
  await peer.subscribeAsync("#", { qos: 1 });
  const site = siteOf(`mqtt://station:p%2Fw@127.0.0.1:${proxy.port}`);
  const { files, texts } = await buildAt(`boards/${name}.ts`, site);
  const textOf = (file: string) => texts[files.findIndex(({ path }) => path === `${name}/${file}`)] as string;
  return { proxy, heard, textOf };
}

/** One reading of CLIMATE; the driver's integers may differ from the truth in the last digit. */
async function arrived(heard: string[], topic: string, qos: number): Promise<void> {
  await expect.poll(() => heard.length, DEADLINE).toBeGreaterThan(0);
  const [, to, at, payload] = /^(\S+) q(\d) (.*)$/.exec(heard[0] as string) ?? [];
  expect([to, at]).toEqual([topic, String(qos)]);
  const reading = JSON.parse(payload as string) as Record<string, number>;
  expect(Object.keys(reading)).toEqual(["temperatureC", "humidityPercent", "pressureHPa"]);
  expect(Math.abs((reading["temperatureC"] as number) - 21.5)).toBeLessThan(0.03);
  expect(Math.abs((reading["humidityPercent"] as number) - 40)).toBeLessThan(0.1);
  expect(Math.abs((reading["pressureHPa"] as number) - 1013.25)).toBeLessThan(0.1);
}

for (const file of ["greenhouse.js", "greenhouse.min.js"])
  test(`Espruino runs ${file}`, { timeout: TIMEOUT_MS }, async () => {
    const { heard, textOf } = await setUp("greenhouse");
    const board = bootEspruino(textOf(file), chips(0x76), { sda: 21, scl: 22 });
    open.push(() => board.stop());
    await arrived(heard, "greenhouse/air", 1);
  });

test("NodeMCU runs cellar.lua", { timeout: TIMEOUT_MS }, async () => {
  const { heard, textOf } = await setUp("cellar");
  // GPIO4 and GPIO5 of the ESP8266.
  const board = await bootNodemcu(textOf("cellar.lua"), chips(0x76), { sda: 2, scl: 1 });
  open.push(() => board.stop());
  await arrived(heard, "cellar/air", 1);
});

const engines: [string, string | undefined][] = [["node:vm", undefined]];
const worker = findXs();
if (worker === undefined) notRun("xsnap worker not built");
else engines.push(["XS", worker]);

for (const [engine, path] of engines)
  test(
    `Moddable in ${engine} runs the rooftop's main, and nothing before`,
    { timeout: TIMEOUT_MS },
    async () => {
      const { heard, proxy, textOf } = await setUp("rooftop");
      const xs = path === undefined ? undefined : new Xs(path);
      const board = new ModdableBoard(xs, chips(0x77), { sda: 2, scl: 3 });
      open.push(() => board.stop());
      await board.preload(textOf("station.js"));
      expect([board.sockets.size, board.timers.size]).toEqual([0, 0]);
      await board.boot(textOf("main.js"));
      await arrived(heard, "rooftop/weather", 0);
      const login = { cmd: "connect", clientId: "rooftop-A4CF12000BFF", username: "station" };
      expect(proxy.packets[0]).toMatchObject({ ...login, password: Buffer.from("p/w") });
    },
  );
