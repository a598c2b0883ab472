/*
 * A built station runs: what `catnap build` writes for each runtime is loaded as it is into every engine of it that is
 * here, connects to a real broker over real TCP, reads a simulated chip and publishes what it read.
 */
import { connectAsync } from "mqtt";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { cellar } from "../support/stations/cellar.ts";
import { greenhouse } from "../support/stations/greenhouse.ts";
import { rooftop } from "../support/stations/rooftop.ts";
import { BOSCH_TRIM } from "../../src/simulator/chips/bme280-trim.ts";
import { Bme280 } from "../../src/simulator/chips/bme280.ts";
import { ChipSet } from "../../src/simulator/chips/chip-set.ts";
import type { Artefact } from "../../src/simulator/engines/engine.ts";
import { GuestEngine } from "../../src/simulator/engines/guest.ts";
import { HostBoard } from "../../src/simulator/engines/host-board.ts";
import type { Station } from "../../src/station/station.ts";
import { busText } from "../../src/toolchain/station-entry.ts";
import { startAedes } from "../support/brokers.ts";
import type { Broker } from "../support/brokers.ts";
import { OPEN_OUTSIDE } from "../../src/simulator/engines/outside.ts";
import { presentKinds } from "../support/engines.ts";
import { Proxy } from "../support/proxy.ts";
import { buildAt, siteOf } from "../support/station-files.ts";

const TIMEOUT_MS = 60_000;
const DEADLINE = { timeout: 15_000, interval: 5 };
const CLIMATE = { temperatureC: 21.5, humidityPercent: 40, pressurePa: 101325 };
const LOGIN = { userName: "station", password: "p/w" };

/** What a platform of Moddable has that names no bus; nothing can be added to it. */
const DEVICE = "globalThis.device = Object.freeze({ io: Object.freeze({}), pin: Object.freeze({}) });\n";

interface Case {
  station: Station;
  topic: string;
  /** In the order in which the build names them. */
  files: string[];
  /** What a board is given, of the texts of all files. */
  artefacts: (texts: string[]) => Artefact[];
  /** Behind the station's name and a dash in its client id: the board's own. */
  board: string;
}

const program = "";
const CASES: Case[] = [
  {
    station: greenhouse,
    topic: "greenhouse/air",
    files: ["greenhouse.js", "greenhouse.min.js"],
    artefacts: (texts) => texts.map((text) => ({ text, program })),
    board: "00000000-00beef00",
  },
  {
    station: cellar,
    topic: "cellar/air",
    files: ["cellar.lua"],
    artefacts: (texts) => texts.map((text) => ({ text, program })),
    board: "00beef",
  },
  {
    station: rooftop,
    topic: "rooftop/weather",
    files: ["main.js"],
    artefacts: ([station = "", main = ""]) => [{ text: DEVICE + main, modules: { station }, program }],
    board: "A4CF1200BEEF",
  },
];

let broker: Broker;
let proxy: Proxy;
beforeAll(async () => {
  broker = await startAedes({ login: LOGIN });
  proxy = await Proxy.start(broker.port);
});
afterAll(async () => {
  proxy.stop();
  await broker.stop();
});

const open: (() => unknown)[] = [];
afterEach(async () => {
  while (open.length > 0) await open.pop()?.();
});

/** What a subscriber hears from now on; what the broker has kept of other boards does not count. */
async function listen(): Promise<string[]> {
  const login = { username: LOGIN.userName, password: LOGIN.password };
  const peer = await connectAsync(`mqtt://127.0.0.1:${broker.port}`, login);
  open.push(() => peer.endAsync(true));
  const heard: string[] = [];
  peer.on("message", (topic, payload, { qos, retain }) => {
    if (!retain && !topic.endsWith("/availability")) heard.push(`${topic} q${qos} ${payload.toString()}`);
  });
  await peer.subscribeAsync("#", { qos: 1 });
  return heard;
}

/** One reading of CLIMATE; the driver's integers may differ from the truth in the last digit. */
async function arrived(heard: string[], topic: string, qos: number): Promise<void> {
  await expect.poll(() => heard.length, DEADLINE).toBeGreaterThan(0);
  const [, to, at, payload] = /^(\S+) q(\d) (.*)$/.exec(heard[0] as string) ?? [];
  expect([to, at]).toEqual([topic, String(qos)]);
  const reading = JSON.parse(payload as string) as Record<string, number>;
  const fields = ["temperatureC", "humidityPercent", "pressureHPa"];
  // With calendar time where the board knows it.
  const time = "t" in reading ? ["t"] : ["age", "boot"];
  expect(Object.keys(reading)).toEqual([...fields, ...time]);
  expect(Math.abs((reading["temperatureC"] as number) - 21.5)).toBeLessThan(0.03);
  expect(Math.abs((reading["humidityPercent"] as number) - 40)).toBeLessThan(0.1);
  expect(Math.abs((reading["pressureHPa"] as number) - 1013.25)).toBeLessThan(0.1);
}

const kinds = {
  espruino: await presentKinds("espruino"),
  moddable: await presentKinds("moddable"),
  nodemcu: await presentKinds("nodemcu"),
};

describe.each(CASES.map((one) => ({ name: one.station.name, ...one })))("$name", (one) => {
  const { station, topic, files, artefacts, board } = one;
  let texts: string[];
  beforeAll(async () => {
    const site = siteOf(`mqtt://station:p%2Fw@127.0.0.1:${proxy.port}`);
    ({ texts } = await buildAt(`test/support/stations/${station.name}.ts`, site));
  }, TIMEOUT_MS);

  for (const kind of kinds[station.runtime])
    for (const [at, file] of files.entries())
      test(`${kind.name} runs ${file}, with the station's login`, { timeout: TIMEOUT_MS }, async () => {
        const heard = await listen();
        const feed = station.feeds[0];
        const i2c = new Map([[feed?.address as number, new Bme280(BOSCH_TRIM, () => CLIMATE)]]);
        proxy.packets.length = 0;
        const running = new HostBoard(kind, new ChipSet({ i2c }));
        open.push(() => running.stop());
        running.start(artefacts(texts)[at] as Artefact);
        await arrived(heard, topic, feed?.qos as number);
        const login = { username: "station", password: Buffer.from("p/w") };
        expect(proxy.packets[0]).toMatchObject({
          cmd: "connect",
          clientId: `${station.name}-${board}`,
          ...login,
        });
        expect(running.log).toEqual([]);
      });

  test("its bus is set up on the pins of its hardware", () => {
    expect(texts.join("\n")).toContain(busText(station.runtime, station.hardware.i2c, station.feeds).trim());
  });

  if (station === rooftop)
    test.each(kinds.moddable)("nothing of it starts while $name preloads it", (kind) => {
      const engine = new GuestEngine(kind, OPEN_OUTSIDE);
      open.push(() => engine.stop());
      expect(engine.start({ text: texts[0] as string, program }, 0, {})).toEqual({
        calls: [],
        dueMs: undefined,
      });
    });
});
