/*
 * The chips on a simulated board's buses, in the world's time and air. Wires can come loose, and what the board's
 * power feeds begins anew with it.
 */
import { Clock } from "../../client/clock.ts";
import { addressOf } from "../../station/station.ts";
import type { Station } from "../../station/station.ts";
import type { Air } from "../chips/air.ts";
import type { I2cChip, OneWireChip } from "../chips/chip.ts";
import { CountedChip } from "../chips/counted.ts";
import { exchange } from "../chips/exchange.ts";
import { makeBus } from "../chips/models.ts";
import { greenhouseDay } from "../chips/greenhouse-climate.ts";
import type { World } from "../world/world.ts";

export class BoardChips {
  /** Told which sample of the chip at an address was read; only where samples are counted. */
  onSample: (address: number, number: number) => void = () => {};
  /** How many measurements began. */
  measurements = 0;
  /** The only chip on each 1-Wire pin, by the number of its GPIO. */
  readonly wires = new Map<number, OneWireChip>();
  private readonly makers = new Map<number, () => I2cChip>();
  private readonly chips = new Map<number, I2cChip>();
  private readonly loose = new Set<number>();

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
    const air = greenhouseDay(() => world.nowMs, unrest);
    for (const feed of station.feeds) {
      const address = addressOf(feed);
      const make = (around: () => Air) => {
        const bus = makeBus({ ...station, feeds: [feed] }, () => {
          this.measurements += 1;
          return around();
        });
        return bus.chips.get(address) as I2cChip;
      };
      const counted = isCounted
        ? new CountedChip(make, (number) => this.onSample(address, number))
        : undefined;
      this.makers.set(address, () => counted?.renewed() ?? make(air));
    }
    this.renew();
  }

  /** The power was cut: every chip begins anew. */
  renew(): void {
    for (const [address, make] of this.makers) this.chips.set(address, make());
  }

  /** The wire to a chip comes loose: it answers nobody. */
  loosen(address: number): void {
    this.loose.add(address);
  }

  fasten(address: number): void {
    this.loose.delete(address);
  }

  /** As a board's engine asks: write, then read; undefined when nobody acknowledged. */
  i2c(address: number, written: Uint8Array, readBytes: number): Uint8Array | undefined {
    const chip = this.loose.has(address) ? undefined : this.chips.get(address);
    return exchange(chip, written, readBytes, this.nowMs());
  }

  /** Reset the bus at a pin, write, then read; undefined when there was no presence pulse. */
  oneWire(pin: number, written: Uint8Array, readBytes: number): Uint8Array | undefined {
    const bytes = this.wires.get(pin)?.transfer([...written], readBytes, this.nowMs());
    return bytes === undefined || bytes === null ? undefined : Uint8Array.from(bytes);
  }

  private nowMs(): number {
    return Math.floor(this.world.nowMs) % Clock.WrapMs;
  }
}
