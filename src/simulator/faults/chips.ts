/*
 * A board's chips with what goes wrong between them and the board: a hanging bus, a sensor that repeats itself, a bit
 * that flips. Loose wires are BoardChips' own.
 */
import { BoardChips } from "../board/chips.ts";
import type { World } from "../world/world.ts";
import type { Station } from "../../station/station.ts";

/** In a Bosch chip's data this is the temperature's highest byte, in a Sensirion's the humidity's; others check it. */
const GARBLED_AT = 3;
/** Of that byte: two to three degrees on a Bosch chip, so that the driver cannot see it. */
const GARBLED_BIT = 2;
const LEAST_READING = 2;

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
  /** What each other place said last. */
  private readonly lastBytes = new Map<string, Uint8Array>();
  private readonly lastValues = new Map<string, number>();

  /** @param isCounted  every sample has air of its own, which only some chips can */
  constructor(
    world: World,
    station: Station,
    private readonly isCounted = true,
  ) {
    super(world, station, isCounted);
    this.onSample = (_address, number) => {
      this.readNumber = number;
    };
  }

  override i2c(address: number, written: Uint8Array, readBytes: number): Uint8Array | undefined {
    if (this.isHanging) return undefined;
    this.readNumber = undefined;
    const bytes = super.i2c(address, written, readBytes);
    if (!this.isCounted) return this.bentBytes(`i2c ${address}`, bytes);
    // Of what is no measurement, such as trimming, nothing is bent here.
    return bytes === undefined || this.readNumber === undefined
      ? bytes
      : this.bend(address, { number: this.readNumber, bytes });
  }

  override oneWire(pin: number, written: Uint8Array, readBytes: number): Uint8Array | undefined {
    if (this.isHanging) return undefined;
    return this.bentBytes(`onewire ${pin}`, super.oneWire(pin, written, readBytes));
  }

  override dht(pin: number): Uint8Array | undefined {
    return this.isHanging ? undefined : this.bentBytes(`dht ${pin}`, super.dht(pin));
  }

  override analog(pin: number): number | undefined {
    const share = super.analog(pin);
    return share === undefined ? share : this.bentValue(`analog ${pin}`, share, (share + 0.25) % 1);
  }

  override digital(pin: number): boolean {
    const isHigh = super.digital(pin);
    return this.bentValue(`digital ${pin}`, isHigh ? 1 : 0, isHigh ? 0 : 1) === 1;
  }

  /** A bit of a count does not flip: the board itself counts. */
  override pulses(pin: number): number {
    const edges = super.pulses(pin);
    return this.bentValue(`pulses ${pin}`, edges, edges);
  }

  /** A reading; single bytes are a chip's id or state. */
  private bentBytes(place: string, fresh: Uint8Array | undefined): Uint8Array | undefined {
    if (fresh === undefined || fresh.length < LEAST_READING) return fresh;
    const last = this.lastBytes.get(place);
    const bytes = this.isStuck && last?.length === fresh.length ? last : fresh;
    this.lastBytes.set(place, bytes);
    return this.isGarbled ? garbled(bytes) : bytes;
  }

  private bentValue(place: string, fresh: number, bent: number): number {
    const value = this.isStuck ? (this.lastValues.get(place) ?? fresh) : fresh;
    this.lastValues.set(place, value);
    return this.isGarbled ? bent : value;
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
