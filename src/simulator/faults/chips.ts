/*
 * A board's chips with what goes wrong between them and the board: a hanging bus, a sensor that repeats itself, a bit
 * that flips. Loose wires are BoardChips' own.
 */
import { BoardChips } from "../board/chips.ts";
import type { World } from "../world/world.ts";
import type { Station } from "../../station/station.ts";

/** In a Bosch chip's data this is the temperature's highest byte, in a Sensirion's the humidity's. */
const GARBLED_AT = 3;
/** Of that byte: two to three degrees on a Bosch chip, so that the driver cannot see it. */
const GARBLED_BIT = 2;

interface Measurement {
  number: number;
  bytes: Uint8Array;
}

export class FaultyChips extends BoardChips {
  /** Nobody on the bus acknowledges. */
  isHanging = false;
  /** Every chip answers with its last measurement. */
  isStuck = false;
  /** A bit of every measurement flips. */
  isGarbled = false;
  /** Told of each measurement that a board has read; the number is undefined for one that was garbled. */
  onReading: (address: number, number: number | undefined) => void = () => {};
  private readonly last = new Map<number, Measurement>();
  /** What the transfer under way has read. */
  private readNumber: number | undefined;

  constructor(world: World, station: Station) {
    super(world, station, true);
    this.onSample = (_address, number) => {
      this.readNumber = number;
    };
  }

  override i2c(address: number, written: Uint8Array, readBytes: number): Uint8Array | undefined {
    if (this.isHanging) return undefined;
    this.readNumber = undefined;
    const bytes = super.i2c(address, written, readBytes);
    if (bytes === undefined || this.readNumber === undefined) return bytes;
    return this.bend(address, { number: this.readNumber, bytes });
  }

  private bend(address: number, fresh: Measurement): Uint8Array {
    const last = this.last.get(address);
    const measurement = this.isStuck && last?.bytes.length === fresh.bytes.length ? last : fresh;
    this.last.set(address, measurement);
    this.onReading(address, this.isGarbled ? undefined : measurement.number);
    return this.isGarbled ? garbled(measurement.bytes) : measurement.bytes;
  }
}

function garbled(bytes: Uint8Array): Uint8Array {
  const bent = bytes.slice();
  const at = Math.min(GARBLED_AT, bytes.length - 1);
  bent[at] = (bent[at] as number) ^ GARBLED_BIT;
  return bent;
}
