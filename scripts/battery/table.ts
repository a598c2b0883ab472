/*
 * What a battery says of a station that sleeps, firmware by firmware: each lives ten virtual days in a world.
 * Not here: the loop in a runtime's engine, which takes no time in this model.
 */
import { D1_MINI } from "../../boards/hardware/d1-mini.ts";
import { FIREBEETLE_ESP32 } from "../../boards/hardware/firebeetle-esp32.ts";
import { BME280 } from "../../src/sensors/bme280.ts";
import type { Wake } from "../../src/simulator/energy/charge-meter.ts";
import { PHASES } from "../../src/simulator/energy/tally.ts";
import { requireStation } from "../../src/simulator/require.ts";
import { makeWorld, worldSiteOf } from "../../src/simulator/virtual/world-parts.ts";
import type { Feed, Hardware, Runtime, Station } from "../../src/station/station.ts";
import { FirmwareEngine, joinLacks } from "./firmware-engine.ts";

const DAYS = 10;
const DAY_MS = 86_400_000;
const JOIN_AT = PHASES.indexOf("join");

const AIR: Feed = { sensor: BME280, bus: "i2c", address: 0x76, topic: "{name}/air", everyS: 300, qos: 1 };
/** As many readings as a visit sends; fewer may still wait at the end. */
const BATCH = 6;

const BOARDS: [Runtime, Hardware][] = [
  ["nodemcu", D1_MINI],
  ["espruino", D1_MINI],
  ["espruino", FIREBEETLE_ESP32],
  ["moddable", D1_MINI],
];
const SENDINGS = [
  { words: "30 min", send: { everyS: BATCH * AIR.everyS } },
  { words: "at once", send: {} },
];

const ASSUMED = [
  "assumed: 10 days, BME280 not counted, QoS 1 on a LAN of 5 ms, no loss, a passphrase; ESP8266 on a D1 mini (0.15 mA asleep),",
  "ESP32 on a FireBeetle (0.01 mA); 2500 mAh Li-ion, 85 % usable, 2 % lost a month; figures of model.json, none measured by us",
];

function stationOf(runtime: Runtime, hardware: Hardware, send: Station["send"]): Station {
  const isEsp8266 = hardware.chip === "esp8266";
  return {
    name: "shed",
    hardware,
    runtime,
    feeds: [AIR],
    send: send ?? {},
    sleep: isEsp8266 ? { depth: "deep", isGpio16OnRst: true } : { depth: "deep" },
    limits: { txBytes: 512, rxBytes: 64, outboxBytes: 256, outboxEntries: 16 },
  };
}

/** Wakes of one kind: how many, and their charge in microcoulombs. */
class Kind {
  private count = 0;
  private charge = 0;

  add({ tally }: Wake): void {
    this.count += 1;
    this.charge += tally.totalCharge;
  }

  /** Their mean in mC; "-" where there was none. */
  get text(): string {
    return this.count === 0 ? "-" : (this.charge / this.count / 1000).toFixed(1);
  }
}

/** @throws  Error when something went wrong in a world where nothing is meant to */
function live(station: Station) {
  requireStation(station);
  const program = {
    engine: (outside: ConstructorParameters<typeof FirmwareEngine>[0]["outside"]) =>
      new FirmwareEngine({ station, site: worldSiteOf(station), outside }),
    artefact: { text: "", program: "" },
  };
  const { world, board, broker, chips, meter } = makeWorld({ station, program, seed: 1 });
  const silent = new Kind();
  const visits = new Kind();
  let arrived = 0;
  broker.onPublish = () => (arrived += 1);
  meter.onWake = (wake) => ((wake.tally.ms[JOIN_AT] as number) > 0 ? visits : silent).add(wake);
  board.powerOn();
  world.runTo(DAYS * DAY_MS);
  const missing = chips.measurements - arrived;
  if (missing > BATCH || board.faultCount > 0 || broker.violations.length > 0)
    throw new Error(`${station.runtime} on ${station.hardware.name}: ${missing} readings did not arrive`);
  return { silent, visits, report: meter.report() };
}

const HEAD = ["firmware", "chip", "sent", "mC a wake", "mC a visit", "mA", "days", "it lacks"];

/** A row for each sending, and on further lines what else the firmware lacks. */
function rowsOf(runtime: Runtime, hardware: Hardware): string[][] {
  const lives = SENDINGS.map(({ send }) => live(stationOf(runtime, hardware, send)));
  const lacks = [...joinLacks(runtime), ...(lives[0]?.report.lacks ?? [])];
  return Array.from({ length: Math.max(lives.length, lacks.length) }, (_, at) => {
    const lack = lacks[at] ?? "";
    const lived = lives[at];
    if (lived === undefined) return ["", "", "", "", "", "", "", lack];
    const { silent, visits, report } = lived;
    const { averageMa, days } = report;
    const name = [runtime, hardware.chip, SENDINGS[at]?.words ?? ""];
    return [...name, silent.text, visits.text, averageMa.toFixed(3), days.toFixed(0), lack];
  });
}

/** The lines of the table, and below it what it rests on. */
export function batteryLines(): string[] {
  const rows = [HEAD, ...BOARDS.flatMap(([runtime, hardware]) => rowsOf(runtime, hardware))];
  const widths = HEAD.map((_, at) => Math.max(...rows.map((cells) => (cells[at] as string).length)));
  const isNumber = (at: number) => at >= 3 && at <= 6;
  const lines = rows.map((cells) =>
    cells
      .map((cell, at) =>
        isNumber(at) ? cell.padStart(widths[at] as number) : cell.padEnd(widths[at] as number),
      )
      .join("  ")
      .trimEnd(),
  );
  return [...lines, ...ASSUMED];
}
