/*
 * A day of every station of boards/: built for its runtime, and run in its engine, which a broker judges. The real
 * interpreters of Espruino and XS are a hundred times as slow as their models: they run the first hours only.
 */
import { afterEach, expect, test } from "vitest";
import { cellar } from "../../boards/cellar.ts";
import { freezer } from "../../boards/freezer.ts";
import { greenhouse } from "../../boards/greenhouse.ts";
import { letterbox } from "../../boards/letterbox.ts";
import { office } from "../../boards/office.ts";
import { rooftop } from "../../boards/rooftop.ts";
import { Ds18b20 } from "../../src/simulator/chips/ds18b20.ts";
import { Scd4x } from "../../src/simulator/chips/scd4x.ts";
import type { Kind } from "../../src/simulator/engines/guest.ts";
import { luaKind } from "../../src/simulator/engines/lua.ts";
import type { WorldParts } from "../../src/simulator/virtual/world-parts.ts";
import type { Station } from "../../src/station/station.ts";
import { beginDay, HOUR, MINUTE, S, STATION_FILES } from "../support/day.ts";
import type { Day } from "../support/day.ts";
import { presentKinds } from "../support/engines.ts";

const TIMEOUT_MS = 120_000;

/** What a person, or the world, does to a station, and what has to come of it. */
interface Course {
  station: Station;
  prepare?: (parts: WorldParts) => void;
  /** What a real interpreter runs of it in a few seconds of its CPU. */
  partMs: number;
  /** @param endMs  of a day, or of the part */
  run: (day: Day, endMs: number) => void;
}

/** Readings of a feed, which are as many as its period says: one more at the beginning, one less for what it slept. */
function expectReadings(day: Day, topic: string, everyMs: number, endMs: number, waitingMs = 0): void {
  const count = day.on(topic).length;
  // A sleeper's boots are not part of its periods: less than one wake in a hundred gets lost for them.
  const least = Math.floor(((endMs - waitingMs) / everyMs) * 0.99) - 1;
  expect(count, topic).toBeGreaterThanOrEqual(least);
  expect(count, topic).toBeLessThanOrEqual(endMs / everyMs + 2);
}

/** A sleeper says of each reading when it was taken. */
function expectTimes(day: Day, topic: string, everyS: number): void {
  const ages = day.on(topic).map(({ text }) => (JSON.parse(text) as { age: number }).age);
  for (const [at, age] of ages.entries()) expect(age - (ages[at - 1] ?? age - everyS), topic).toBe(everyS);
}

/** A value that a test sets. */
const inside = { temperatureC: -18, co2Ppm: 800 };
/** Whether the flap is open: its contact pulls the pin low then. */
const flap = { isOpen: false };

afterEach(() => {
  Object.assign(inside, { temperatureC: -18, co2Ppm: 800 });
  flap.isOpen = false;
});

function runCellar(day: Day, endMs: number): void {
  day.runTo(endMs);
  expect(day.topics()).toEqual(["cellar/air"]);
  expectReadings(day, "air", 5 * MINUTE, endMs, 30 * MINUTE);
  expectTimes(day, "air", 300);
  expect(day.parts.board.state).toBe("asleep");
}

function runGreenhouse(day: Day, endMs: number): void {
  day.runTo(endMs);
  expect(day.topics()).toEqual(["greenhouse/air", "greenhouse/supply"]);
  expectReadings(day, "air", MINUTE, endMs, 30 * MINUTE);
  expectReadings(day, "supply", HOUR, endMs, 30 * MINUTE);
  expectTimes(day, "air", 60);
}

function runRooftop(day: Day, endMs: number): void {
  day.runTo(endMs);
  expect(day.topics()).toEqual(["availability", "light", "rain", "weather"].map((name) => `rooftop/${name}`));
  expect(day.on("availability")).toMatchObject([{ text: "online", isRetained: true }]);
  expectReadings(day, "weather", 10 * S, endMs);
  expectReadings(day, "light", 10 * S, endMs);
  expectReadings(day, "rain", 5 * MINUTE, endMs);
  const fallen = day.on("rain").map(({ text }) => (JSON.parse(text) as { rainMm: number }).rainMm);
  expect(fallen).toEqual([...fallen].sort((one, other) => one - other));
}

/** In the second hour somebody leaves the door open. */
function runFreezer(day: Day, endMs: number): void {
  day.runTo(HOUR + MINUTE);
  const before = day.on("inside").length;
  inside.temperatureC = -12;
  day.runTo(HOUR + 3 * MINUTE);
  expect(day.on("inside").length, "the alarm does not wait for the next quarter").toBeGreaterThan(before);
  expect(
    day.on("inside").map(({ text }) => (JSON.parse(text) as { temperatureC: number }).temperatureC),
  ).toContain(-12);
  inside.temperatureC = -18;
  day.runTo(endMs);
  expect(day.topics()).toEqual(["freezer/availability", "freezer/inside"]);
  expectReadings(day, "inside", MINUTE, endMs, 15 * MINUTE);
}

/** The flap is opened in the third hour, and the contact pulls RST. */
function runLetterbox(day: Day, endMs: number): void {
  day.runTo(3 * HOUR);
  expect(day.on("flap").map(({ text }) => text)).toEqual(['{"open":0,"age":0,"boot":1}']);
  flap.isOpen = true;
  day.parts.board.wakeByPin("rst");
  day.runTo(3 * HOUR + MINUTE);
  expect(day.on("flap", 3 * HOUR)).toMatchObject([{ text: expect.stringContaining('"open":1') as string }]);
  flap.isOpen = false;
  const saidBefore = day.said.length;
  day.runTo(endMs);
  // RST ends a sleep whose length nobody knows then: the next day counts from there.
  day.runTo(endMs + 4 * HOUR);
  const heartbeat = day.said.slice(saidBefore);
  expect(heartbeat.map(({ topic }) => topic).sort()).toEqual(["letterbox/flap", "letterbox/supply"]);
  expect(heartbeat[0]?.atMs).toBeGreaterThan(23 * HOUR);
}

function runOffice(day: Day, endMs: number): void {
  const config = (from: number) =>
    day.said.filter((one) => one.topic.startsWith("homeassistant/") && one.atMs >= from);
  day.runTo(10 * MINUTE);
  expect(day.on("availability")).toMatchObject([{ text: "online", isRetained: true }]);
  expect(config(0)).toMatchObject([{ isRetained: true }]);
  expect(JSON.parse(config(0)[0]?.text ?? "")).toMatchObject({ dev: { name: "office" } });
  day.command("interval", "scd4x 60");
  day.command("read", "");
  day.command("fly", "");
  day.command("report", "");
  day.runTo(11 * MINUTE);
  expect(day.on("log").map(({ text }) => text)).toEqual([
    "interval scd4x 60",
    "read",
    "commands are interval, awake, read, restart, report",
    "report",
  ]);
  expect(JSON.parse(day.on("status").at(-1)?.text ?? "")).toMatchObject({ cause: "power" });
  // Much more than the dead band: it is told with the next reading.
  inside.co2Ppm = 1500;
  day.runTo(13 * MINUTE);
  const tells = day.on("air", 11 * MINUTE).map(({ text }) => JSON.parse(text) as { co2Ppm: number });
  expect(tells.some(({ co2Ppm }) => co2Ppm > 1400)).toBe(true);
  inside.co2Ppm = 800;
  day.parts.broker.publish("homeassistant/status", "online", 0, false);
  day.runTo(14 * MINUTE);
  expect(config(13 * MINUTE)).toHaveLength(1);
  day.runTo(endMs);
  const minutes = endMs / MINUTE;
  // Something at least each ten minutes, and never more than was read.
  expect(day.on("air").length).toBeGreaterThanOrEqual(Math.floor(minutes / 10));
  expect(day.on("air").length).toBeLessThanOrEqual(minutes + 30);
  expect(day.on("status").length).toBe(1 + Math.floor(endMs / HOUR));
}

const room = () => ({
  temperatureC: 21,
  humidityPercent: 45,
  pressurePa: 101_325,
  illuminanceLx: 300,
  co2Ppm: inside.co2Ppm,
});

const COURSES: Record<string, Course> = {
  cellar: { station: cellar, partMs: 24 * HOUR, run: runCellar },
  freezer: {
    station: freezer,
    partMs: 24 * HOUR,
    prepare: ({ chips }) => chips.chips.wiring.onewire.set(4, new Ds18b20(() => inside.temperatureC)),
    run: runFreezer,
  },
  greenhouse: { station: greenhouse, partMs: 2 * HOUR, run: runGreenhouse },
  letterbox: {
    station: letterbox,
    partMs: 24 * HOUR,
    prepare: ({ chips }) => chips.chips.wiring.digital.set(5, { isHigh: () => !flap.isOpen }),
    run: runLetterbox,
  },
  office: {
    station: office,
    partMs: 2 * HOUR,
    prepare: ({ chips }) => chips.chips.wiring.i2c.set(0x62, new Scd4x(room)),
    run: runOffice,
  },
  rooftop: { station: rooftop, partMs: 3 * HOUR, run: runRooftop },
};

async function kindsFor({ runtime, hardware }: Station): Promise<Kind[]> {
  if (runtime === "nodemcu") return [await luaKind()];
  return presentKinds(runtime, hardware.chip);
}

test("every station of boards/ has its course", () => {
  expect(Object.keys(COURSES).map((name) => `${name}.ts`)).toEqual(STATION_FILES);
});

for (const [name, { station, prepare, partMs, run }] of Object.entries(COURSES))
  for (const [at, kind] of (await kindsFor(station)).entries())
    test(
      `a ${at === 0 ? "day" : "part of a day"} of the ${name} in ${kind.name}`,
      { timeout: TIMEOUT_MS },
      async () => {
        const day = await beginDay(`${name}.ts`, station, kind, prepare);
        try {
          run(day, at === 0 ? 24 * HOUR : partMs);
          expect(day.troubles()).toEqual([]);
        } finally {
          day.parts.board.cutPower();
        }
      },
    );
