/*
 * The chips on a simulated board's buses, in the world's time and air. Wires can come loose, and what the board's
 * power feeds begins anew with it.
 */
import { Clock } from "../../client/clock.ts";
import type { Bus } from "../../runtimes/port.ts";
import { addressOf } from "../../station/station.ts";
import type { Feed, Station } from "../../station/station.ts";
import type { Air } from "../chips/air.ts";
import { ChipSet } from "../chips/chip-set.ts";
import type { ChipOutside } from "../chips/chip-set.ts";
import type { I2cChip } from "../chips/chip.ts";
import { CountedChip } from "../chips/counted.ts";
import { wireChip } from "../chips/models.ts";
import type { Surroundings } from "../chips/models.ts";
import { greenhouseDay } from "../chips/greenhouse-climate.ts";
import type { World } from "../world/world.ts";

/** What the board's power feeds; rain falls without. */
const POWERED: Bus[] = ["i2c", "onewire", "dht"];

/** Looks at a pin that are nearer belong to the same reading. */
const READING_MS = 500;

const placeName = (bus: Bus, address: number) => `${bus} ${address}`;

export class BoardChips implements ChipOutside {
  /** Told which sample of the chip at an address was read; only where samples are counted. */
  onSample: (address: number, number: number) => void = () => {};
  /** How many measurements began. */
  measurements = 0;
  readonly chips = new ChipSet();
  private readonly makers: (() => void)[] = [];
  private readonly loose = new Set<string>();
  private readonly outside: ChipOutside;
  /** When a pin was looked at last: several looks are one reading. */
  private readonly lookedMs = new Map<string, number>();

  /**
   * @param isCounted  every sample has air of its own (chips/counted.ts), for checks; else the air is a greenhouse's
   * @throws           Error for a sensor that has no model
   */
  constructor(
    private readonly world: World,
    station: Station,
    isCounted = false,
  ) {
    const unrest = world.dice.branch("air").between(0, 1000);
    const passedMs = () => world.nowMs;
    const air = greenhouseDay(passedMs, unrest);
    const around = { air: this.counting(air), passedMs, seed: world.dice.branch("pins").roll(2 ** 30) };
    this.outside = this.chips.outside(() => Math.floor(world.nowMs) % Clock.WrapMs);
    for (const feed of station.feeds) {
      const make = isCounted ? this.countedMaker(feed, around) : () => this.wire(feed, around);
      if (POWERED.includes(feed.bus)) this.makers.push(make);
      else make();
    }
    this.renew();
  }

  private wire(feed: Feed, around: Surroundings): void {
    wireChip(this.chips.wiring, feed, around);
  }

  private counting(air: () => Air): () => Air {
    return () => {
      this.measurements += 1;
      return air();
    };
  }

  /** @throws  Error for a chip that cannot count */
  private countedMaker(feed: Feed, around: Surroundings): () => void {
    const { i2c } = this.chips.wiring;
    const address = addressOf(feed);
    const make = (air: () => Air): I2cChip => {
      this.wire(feed, { ...around, air: this.counting(air) });
      const chip = feed.bus === "i2c" ? i2c.get(address) : undefined;
      if (chip === undefined)
        throw new Error(`a ${feed.sensor.name} cannot count its samples: only a BME280 can`);
      return chip;
    };
    const counted = new CountedChip(make, (number) => this.onSample(address, number));
    return () => i2c.set(address, counted.renewed());
  }

  /** The power was cut: every chip begins anew. */
  renew(): void {
    for (const make of this.makers) make();
  }

  /** The wire to a chip comes loose: it answers nobody. */
  loosen(address: number, bus: Bus = "i2c"): void {
    this.loose.add(placeName(bus, address));
  }

  fasten(address: number, bus: Bus = "i2c"): void {
    this.loose.delete(placeName(bus, address));
  }

  private isLoose(bus: Bus, address: number): boolean {
    return this.loose.has(placeName(bus, address));
  }

  i2c(address: number, written: Uint8Array, readBytes: number): Uint8Array | undefined {
    return this.isLoose("i2c", address) ? undefined : this.outside.i2c(address, written, readBytes);
  }

  oneWire(pin: number, written: Uint8Array, readBytes: number): Uint8Array | undefined {
    return this.isLoose("onewire", pin) ? undefined : this.outside.oneWire(pin, written, readBytes);
  }

  dht(pin: number): Uint8Array | undefined {
    return this.isLoose("dht", pin) ? undefined : this.outside.dht(pin);
  }

  private look(place: string): void {
    const { nowMs } = this.world;
    if (nowMs - (this.lookedMs.get(place) ?? -Infinity) >= READING_MS) this.measurements += 1;
    this.lookedMs.set(place, nowMs);
  }

  /** What nothing is wired to floats, and here to the top. */
  analog(pin: number): number | undefined {
    this.look(placeName("analog", pin));
    return this.isLoose("analog", pin) ? 1 : this.outside.analog(pin);
  }

  digital(pin: number): boolean {
    this.look(placeName("digital", pin));
    return this.isLoose("digital", pin) || this.outside.digital(pin);
  }

  pulses(pin: number): number {
    return this.outside.pulses(pin);
  }
}
