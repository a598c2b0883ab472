/*
 * Every driver on its chip in a world, and what goes wrong between them: each fault is a status, or, where no checksum
 * is, a reading that stays inside of what the chip can measure.
 */
import { describe, expect, test } from "vitest";
import { greenhouse } from "../../../boards/greenhouse.ts";
import { Status } from "../../../src/client/status.ts";
import type { Bus } from "../../../src/runtimes/port.ts";
import { analog, supplyVoltage } from "../../../src/sensors/analog.ts";
import { BH1750 } from "../../../src/sensors/bh1750.ts";
import { BME280 } from "../../../src/sensors/bme280.ts";
import { BMP280 } from "../../../src/sensors/bmp280.ts";
import { contact } from "../../../src/sensors/contact.ts";
import { DHT22 } from "../../../src/sensors/dht22.ts";
import { DS18B20 } from "../../../src/sensors/ds18b20.ts";
import { pulses } from "../../../src/sensors/pulses.ts";
import { SCD4X } from "../../../src/sensors/scd4x.ts";
import type { Sensor, Step } from "../../../src/sensors/sensor.ts";
import { SHT3X } from "../../../src/sensors/sht3x.ts";
import { transferOn } from "../../../src/simulator/chips/transfer.ts";
import { FaultyChips } from "../../../src/simulator/faults/chips.ts";
import { World } from "../../../src/simulator/world/world.ts";
import { makeMemory } from "#bytes";

const SOIL = analog({ name: "soil", field: "moisturePercent", decimals: 1, atZero: 0, atFull: 1000 });
const RAIN = pulses({ name: "rain", field: "rainMm", decimals: 2, amount: 2794, pulses: 100 });
const PLACE = 4;

/** One sensor of a board, read as the sampler reads it. */
class Bench {
  readonly world = new World({ seed: 3 });
  readonly chips: FaultyChips;
  private readonly memory;
  private readonly counted = new Map<number, number>();

  constructor(
    private readonly sensor: Sensor,
    private readonly bus: Bus,
  ) {
    const feed = { sensor, bus, address: PLACE, pin: PLACE, topic: "t", everyS: 60, qos: 1 };
    this.chips = new FaultyChips(this.world, { ...greenhouse, feeds: [feed] }, false);
    this.memory = makeMemory(sensor.memoryBytes);
  }

  private perform(steps: Step[]): Status {
    for (const step of steps) {
      const place = { bus: this.bus, address: PLACE };
      const status = transferOn(this.chips, place, step, this.memory, this.counted);
      if (status < 0) return status;
      this.world.runTo(this.world.nowMs + step.waitMs + 1);
    }
    return Status.Ok;
  }

  start(): Status {
    return this.perform(this.sensor.start);
  }

  read(): Status | number[] {
    const status = this.perform(this.sensor.sample);
    const values = this.sensor.fields.map(() => 0);
    const decoded = status < 0 ? status : this.sensor.decode(this.memory, values);
    return decoded < 0 ? decoded : values;
  }

  /** Until the truth is another. */
  wait(): void {
    this.world.runTo(this.world.nowMs + 25 * 3_600_000);
  }
}

const ABSENT = Status.Absent;
const MALFORMED = Status.Malformed;
// What is at the place, and what comes of a loose wire, a hanging bus and a bit that flips; undefined for a reading,
// which nobody can tell from a good one.
const SENSORS: [Sensor, Bus, Status | undefined, Status | undefined, Status | undefined][] = [
  [BME280, "i2c", ABSENT, ABSENT, undefined],
  [BMP280, "i2c", ABSENT, ABSENT, undefined],
  [SHT3X, "i2c", ABSENT, ABSENT, MALFORMED],
  [BH1750, "i2c", ABSENT, ABSENT, undefined],
  [SCD4X, "i2c", ABSENT, ABSENT, MALFORMED],
  [DS18B20, "onewire", ABSENT, ABSENT, MALFORMED],
  [DHT22, "dht", ABSENT, ABSENT, MALFORMED],
  [supplyVoltage(4200), "analog", Status.OutOfRange, undefined, undefined],
  [SOIL, "analog", Status.OutOfRange, undefined, undefined],
  [contact("open", true), "digital", undefined, undefined, undefined],
  [RAIN, "pulse", undefined, undefined, undefined],
];

describe.each(SENSORS.map(([sensor, bus, ...statuses]) => ({ name: sensor.name, sensor, bus, statuses })))(
  "$name on $bus",
  ({ sensor, bus, statuses: [whenLoose, whenHanging, whenGarbled] }) => {
    function begun(): Bench {
      const bench = new Bench(sensor, bus);
      expect(bench.start()).toBe(Status.Ok);
      return bench;
    }
    const expectEnd = (answer: Status | number[], status: Status | undefined) =>
      status === undefined ? expect(answer).toHaveLength(sensor.fields.length) : expect(answer).toBe(status);

    test("is read", () => {
      expect(begun().read()).toHaveLength(sensor.fields.length);
    });

    test(`a loose wire is ${whenLoose ?? "a reading"}, and none once it is fastened`, () => {
      const bench = begun();
      bench.chips.loosen(PLACE, bus);
      expectEnd(bench.read(), whenLoose);
      bench.chips.fasten(PLACE, bus);
      bench.start();
      expectEnd(bench.read(), undefined);
    });

    test(`a bus that hangs is ${whenHanging ?? "none of its"}`, () => {
      const bench = begun();
      bench.chips.isHanging = true;
      expectEnd(bench.read(), whenHanging);
    });

    test(`a flipped bit is ${whenGarbled ?? "a reading"}`, () => {
      const bench = begun();
      bench.chips.isGarbled = true;
      expectEnd(bench.read(), whenGarbled);
    });

    test("a chip that is stuck says the same for hours", () => {
      const bench = begun();
      bench.chips.isStuck = true;
      const first = bench.read();
      bench.wait();
      expect(bench.read()).toEqual(first);
      bench.chips.isStuck = false;
      bench.wait();
      // A door may be shut again by then.
      if (bus !== "digital") expect(bench.read()).not.toEqual(first);
    });
  },
);
