/*
 * Every I2C driver against its simulated chip: what the air is, the reading says; and what a hasty, missing or
 * broken chip does is a status.
 */
import { describe, expect, test } from "vitest";
import { Status } from "../../../src/client/status.ts";
import { BH1750 } from "../../../src/sensors/bh1750.ts";
import { BME280 } from "../../../src/sensors/bme280.ts";
import { BMP280 } from "../../../src/sensors/bmp280.ts";
import { SCD4X } from "../../../src/sensors/scd4x.ts";
import type { Sensor } from "../../../src/sensors/sensor.ts";
import { SHT3X } from "../../../src/sensors/sht3x.ts";
import { Bh1750 } from "../../../src/simulator/chips/bh1750.ts";
import { BOSCH_TRIM } from "../../../src/simulator/chips/bme280-trim.ts";
import { Bme280 } from "../../../src/simulator/chips/bme280.ts";
import type { I2cChip } from "../../../src/simulator/chips/chip.ts";
import { Scd4x } from "../../../src/simulator/chips/scd4x.ts";
import { Sht3x } from "../../../src/simulator/chips/sht3x.ts";
import { SensorBench } from "../../support/sensor-bench.ts";

interface Air {
  temperatureC: number;
  humidityPercent: number;
  pressurePa: number;
  illuminanceLx: number;
  co2Ppm: number;
}

const INDOORS: Air = {
  temperatureC: 21.34,
  humidityPercent: 40.5,
  pressurePa: 101325,
  illuminanceLx: 320,
  co2Ppm: 812,
};

// A sensor, its chip in such air, the quantities of its fields in units of their decimals, and how near it comes.
const CHIPS: [Sensor, (air: () => Air) => I2cChip, (air: Air) => number[], number[]][] = [
  [
    BME280,
    (air) => new Bme280(BOSCH_TRIM, air),
    (air) => [air.temperatureC * 100, air.humidityPercent * 100, air.pressurePa],
    // One step of its converters without oversampling (datasheet, section 3.4).
    [2, 4, 20],
  ],
  [
    BMP280,
    (air) => new Bme280(BOSCH_TRIM, air, 0x58),
    (air) => [air.temperatureC * 100, air.pressurePa],
    [2, 20],
  ],
  [SHT3X, (air) => new Sht3x(air), (air) => [air.temperatureC * 100, air.humidityPercent * 100], [1, 1]],
  [BH1750, (air) => new Bh1750(() => air().illuminanceLx), (air) => [air.illuminanceLx * 10], [9]],
  [
    SCD4X,
    (air) => new Scd4x(air),
    (air) => [air.co2Ppm, air.temperatureC * 100, air.humidityPercent * 100],
    [1, 1, 1],
  ],
];

for (const [sensor, makeChip, valuesOf, steps] of CHIPS) {
  describe(sensor.name, () => {
    test("reads what the air is, again and again", () => {
      let air = INDOORS;
      const bench = new SensorBench(
        sensor,
        makeChip(() => air),
      );
      expect(bench.start()).toBe(Status.Ok);
      for (const warmthC of [0, 3, -20]) {
        air = { ...INDOORS, temperatureC: INDOORS.temperatureC + warmthC, illuminanceLx: 320 + warmthC };
        bench.nowMs += 60_000;
        expect(bench.read()).toBe(Status.Ok);
        valuesOf(air).forEach((value, field) => {
          expect(Math.abs((bench.values[field] as number) - value)).toBeLessThanOrEqual(
            steps[field] as number,
          );
        });
      }
    });

    test("is absent when nobody acknowledges", () => {
      const bench = new SensorBench(sensor, { write: () => false, read: () => null });
      const status = sensor.start.length > 0 ? bench.start() : bench.read();
      expect(status).toBe(Status.Absent);
    });

    test("tells a short answer from a reading", () => {
      const chip = makeChip(() => INDOORS);
      const bench = new SensorBench(sensor, {
        write: (bytes, nowMs) => chip.write(bytes, nowMs),
        read: (count, nowMs) => chip.read(count, nowMs)?.slice(1) ?? null,
      });
      expect(bench.start() < 0 || bench.read() < 0).toBe(true);
    });
  });
}

test("a SHT3x that is asked too early acknowledges nothing, and the reading after that is good", () => {
  const bench = new SensorBench(SHT3X, new Sht3x(() => INDOORS));
  expect(bench.start()).toBe(Status.Ok);
  expect(bench.read(1)).toBe(Status.Absent);
  bench.nowMs += 1000;
  expect(bench.start()).toBe(Status.Ok);
  expect(bench.read()).toBe(Status.Ok);
});

test("a SCD4x gives each measurement once, and has one every five seconds", () => {
  const bench = new SensorBench(SCD4X, new Scd4x(() => INDOORS));
  expect(bench.read()).toBe(Status.Absent);
  bench.start();
  expect(bench.read()).toBe(Status.Ok);
  expect(bench.read()).toBe(Status.Absent);
  bench.nowMs += 4998;
  expect(bench.read()).toBe(Status.Ok);
});

test("a SCD4x that measures already is stopped first, and started again", () => {
  const bench = new SensorBench(SCD4X, new Scd4x(() => INDOORS));
  bench.start();
  bench.nowMs += 2000;
  expect(bench.start()).toBe(Status.Ok);
  expect(bench.read()).toBe(Status.Ok);
});

test("a BH1750 that is read too early tells the light of the time before", () => {
  let lx = 100;
  const bench = new SensorBench(BH1750, new Bh1750(() => lx));
  expect(bench.read()).toBe(Status.Ok);
  lx = 1000;
  bench.read(1);
  expect(bench.values).toEqual([1000]);
  bench.nowMs += 1;
  bench.read();
  expect(bench.values).toEqual([10000]);
});

test("a BH1750 in light that it cannot count is out of range", () => {
  const bench = new SensorBench(BH1750, new Bh1750(() => 60_000));
  expect(bench.read()).toBe(Status.OutOfRange);
});
