/*
 * Air that counts: every measurement of a chip finds air of its own, so that a payload names the sample it came from,
 * and the chip tells which samples were read. For checks that must know what became of each.
 * Not here: sensors other than the BME280 and BMP280, whose pressure does the counting.
 */
import type { Feed } from "../../station/station.ts";
import type { Air } from "./air.ts";
import type { I2cChip } from "./chip.ts";

/** Without oversampling a chip rounds by up to 3 Pa; a driver of integers by one more. */
const STEP_PA = 8;
/** Far enough inside of what the chip measures that a flipped bit of the temperature leaves the pressure there. */
const LEAST_PA = 40000;
/** Values of pressure; behind the last one it begins anew, one degree warmer. */
const PRESSURES = 8000;
const LEAST_C = 10;
/** Payloads have whole degrees, but for a rounding; a flipped bit moves the temperature by 0.4 away from one. */
const OFF_C = 0.1;

const STATUS = 0xf3;
const DATA = 0xf7;
/** Pressure and temperature at least. */
const DATA_BYTES = 6;

/** The air of a sample: numbers count from 0 up to 400,000. */
export function countedClimate(number: number): Air {
  return {
    temperatureC: LEAST_C + Math.floor(number / PRESSURES),
    humidityPercent: 50,
    pressurePa: LEAST_PA + STEP_PA * (number % PRESSURES),
    illuminanceLx: 0,
    co2Ppm: 420,
  };
}

/** Which sample a payload such as {"temperatureC":10.00,...,"pressureHPa":400.08} came from; undefined for none. */
export function countedNumber(payload: string): number | undefined {
  const temperature = /"temperatureC":(\d+\.\d+)/.exec(payload)?.[1];
  const pressure = /"pressureHPa":(\d+\.\d+)/.exec(payload)?.[1];
  if (temperature === undefined || pressure === undefined) return undefined;
  const degrees = Math.round(Number(temperature));
  if (Math.abs(Number(temperature) - degrees) > OFF_C) return undefined;
  const turn = degrees - LEAST_C;
  return turn * PRESSURES + Math.round((Number(pressure) * 100 - LEAST_PA) / STEP_PA);
}

const COUNTING = ["bme280", "bmp280"];

/** Whether each reading of a feed reaches the broker as a message that names its sample. */
export function isCountable({ bus, sensor, payload = "json", batch = 1, filter }: Feed): boolean {
  return bus === "i2c" && COUNTING.includes(sensor.name) && payload === "json" && batch === 1 && !filter;
}

/** A chip whose samples count from 0. */
export class CountedChip implements I2cChip {
  private chip: I2cChip & { readonly registers: Uint8Array };
  private count = 0;
  /** The sample that was measured and not yet read. */
  private measured: number | undefined;
  private pointer = 0;

  /** @param onSample  told the number of a sample once a board has read it */
  constructor(
    private readonly make: (air: () => Air) => I2cChip,
    private readonly onSample: (number: number) => void,
  ) {
    this.chip = this.made();
  }

  private made(): CountedChip["chip"] {
    const chip = this.make(() => this.measure());
    if (!("registers" in chip)) throw new Error("only a BME280 or BMP280 can count its samples");
    return chip as CountedChip["chip"];
  }

  /** The chip begins anew, as after a cut of its power; its count goes on, lest two samples have the same air. */
  renewed(): this {
    this.chip = this.made();
    this.measured = undefined;
    this.pointer = 0;
    return this;
  }

  private measure(): Air {
    this.measured = this.count;
    this.count += 1;
    return countedClimate(this.measured);
  }

  write(bytes: number[], nowMs: number): boolean {
    if (!this.chip.write(bytes, nowMs)) return false;
    if (bytes.length % 2 === 1) this.pointer = bytes.at(-1) as number;
    return true;
  }

  read(count: number, nowMs: number): number[] | null {
    const bytes = this.chip.read(count, nowMs);
    const isReading = bytes !== null && this.pointer === DATA && count >= DATA_BYTES;
    if (isReading && this.measured !== undefined && this.chip.registers[STATUS] === 0) {
      const number = this.measured;
      this.measured = undefined;
      this.onSample(number);
    }
    return bytes;
  }
}
