/*
 * A Bosch BME280 on I2C, register by register: trimming, forced measurements that take their time, status, reset. With
 * its id a BMP280 is the same to who does not ask for humidity.
 * Not here: normal mode, the filter, SPI, a mode command that waits for the measurement under way (here it starts
 * over), noise and tolerance.
 * Source: Bosch BME280 datasheet, BST-BME280-DS002, sections 1.1 (start-up time), 3.3 (modes), 3.4 (resolution),
 * 5.3 and 5.4 (registers), 6.2 (I2C) and 9.1 (measurement time).
 */
import { isDue, laterMs } from "../../client/clock.ts";
import { countsOf } from "./bme280-reference.ts";
import type { Climate, Counts } from "./bme280-reference.ts";
import { putTrim } from "./bme280-trim.ts";
import type { Trim } from "./bme280-trim.ts";
import type { I2cChip } from "./chip.ts";

const enum Register {
  Id = 0xd0,
  Reset = 0xe0,
  CtrlHum = 0xf2,
  Status = 0xf3,
  CtrlMeas = 0xf4,
  Config = 0xf5,
  Data = 0xf7,
}

const enum Value {
  ResetNow = 0xb6,
  StatusMeasuring = 0x08,
  Skipped20 = 0x80000,
  Skipped16 = 0x8000,
  StartUpMs = 2,
}

/** The three oversampling fields, 0 (skipped) to 5 (16 times), as they count for one measurement. */
interface Oversampling {
  temperature: number;
  pressure: number;
  humidity: number;
}

/** The longest that a measurement takes, rounded up to the clock's step (section 9.1, maximum). */
function measurementMs(oversampling: Oversampling): number {
  const times = (field: number) => (field === 0 ? 0 : 2 ** (field - 1));
  const settleMs = (field: number) => (field === 0 ? 0 : 0.575);
  const temperatureMs = 2.3 * times(oversampling.temperature);
  const pressureMs = 2.3 * times(oversampling.pressure) + settleMs(oversampling.pressure);
  const humidityMs = 2.3 * times(oversampling.humidity) + settleMs(oversampling.humidity);
  return Math.ceil(1.25 + temperatureMs + pressureMs + humidityMs);
}

/** Without the filter a 20-bit result has 16 bits, and one more for each doubling of the oversampling (section 3.4). */
function rounded(count: number, oversampling: number): number {
  const step = 2 ** (5 - oversampling);
  return oversampling === 0 ? Value.Skipped20 : Math.floor(count / step) * step;
}

/** Write the counts into registers 0xF7 to 0xFE. */
export function putCounts(registers: Uint8Array, counts: Counts): void {
  const bytes20 = (count: number) => [count >> 12, (count >> 4) & 255, (count & 15) << 4];
  const bytes16 = [counts.humidity >> 8, counts.humidity & 255];
  registers.set([...bytes20(counts.pressure), ...bytes20(counts.temperature), ...bytes16], Register.Data);
}

export class Bme280 implements I2cChip {
  readonly registers = new Uint8Array(256);
  private pointer = 0;
  /** Counts that are not in the data registers yet, and when they will be. */
  private pending: Counts | null = null;
  private pendingDueMs = 0;
  /** The end of the start-up after a reset, during which the chip answers nobody; null when there was none. */
  private startedMs: number | null = null;

  /**
   * A chip that has been powered for a while.
   *
   * @param climate  the truth, asked when a measurement starts
   * @param id       0x58 for a BMP280
   */
  constructor(
    private readonly trim: Trim,
    private readonly climate: () => Climate,
    private readonly id = 0x60,
  ) {
    this.powerUp();
  }

  write(bytes: number[], nowMs: number): boolean {
    if (!this.advance(nowMs)) return false;
    // Register and value in turn (section 6.2.1); a register at the end without a value is where to read next.
    for (let at = 0; at < bytes.length; at += 2) {
      this.pointer = bytes[at] as number;
      const value = bytes[at + 1];
      if (value !== undefined) this.store(this.pointer, value, nowMs);
    }
    return true;
  }

  read(count: number, nowMs: number): number[] | null {
    if (!this.advance(nowMs)) return null;
    const bytes: number[] = [];
    for (; bytes.length < count; this.pointer = (this.pointer + 1) % 256) {
      bytes.push(this.registers[this.pointer] as number);
    }
    return bytes;
  }

  /** Let happen what is due. @returns  whether the chip is awake to answer */
  private advance(nowMs: number): boolean {
    if (this.startedMs !== null) {
      if (!isDue(this.startedMs, nowMs)) return false;
      this.startedMs = null;
    }
    if (this.pending !== null && isDue(this.pendingDueMs, nowMs)) this.finish(this.pending);
    return true;
  }

  /** Other registers are read-only: the chip acknowledges and ignores. */
  private store(register: number, value: number, nowMs: number): void {
    switch (register) {
      case Register.Reset:
        if (value === Value.ResetNow) this.reset(nowMs);
        return;
      case Register.CtrlHum:
      case Register.Config:
        this.registers[register] = value;
        return;
      case Register.CtrlMeas:
        this.registers[register] = value;
        // Modes 1 and 2 are both forced mode.
        if (value % 4 === 1 || value % 4 === 2) this.measure(nowMs);
    }
  }

  private reset(nowMs: number): void {
    this.powerUp();
    this.startedMs = laterMs(nowMs, Value.StartUpMs);
  }

  private powerUp(): void {
    this.pending = null;
    this.registers.fill(0);
    this.registers[Register.Id] = this.id;
    putTrim(this.registers, this.trim);
    putCounts(this.registers, {
      temperature: Value.Skipped20,
      pressure: Value.Skipped20,
      humidity: Value.Skipped16,
    });
  }

  /** ctrl_hum counts only from the next write of ctrl_meas on (section 5.4.3), which is why it is read here. */
  private oversampling(): Oversampling {
    const ctrlMeas = this.registers[Register.CtrlMeas] as number;
    const ctrlHum = this.registers[Register.CtrlHum] as number;
    return {
      temperature: Math.min(ctrlMeas >> 5, 5),
      pressure: Math.min((ctrlMeas >> 2) & 7, 5),
      humidity: Math.min(ctrlHum & 7, 5),
    };
  }

  private measure(nowMs: number): void {
    const oversampling = this.oversampling();
    const counts = countsOf(this.trim, this.climate());
    this.pending = {
      temperature: rounded(counts.temperature, oversampling.temperature),
      pressure: rounded(counts.pressure, oversampling.pressure),
      humidity: oversampling.humidity === 0 ? Value.Skipped16 : counts.humidity,
    };
    this.pendingDueMs = laterMs(nowMs, measurementMs(oversampling));
    this.registers[Register.Status] = Value.StatusMeasuring;
  }

  private finish(counts: Counts): void {
    putCounts(this.registers, counts);
    this.pending = null;
    this.registers[Register.Status] = 0;
    // After a forced measurement the chip goes back to sleep mode.
    (this.registers[Register.CtrlMeas] as number) &= 0xfc;
  }
}
