/*
 * What is wired to a station's board: a simulated chip for each of its feeds. A chip with a driver of its own goes by the
 * sensor's name, what is at a pin without one by its bus.
 */
import { addressOf } from "../../station/station.ts";
import type { Feed, Station } from "../../station/station.ts";
import type { Sensor } from "../../sensors/sensor.ts";
import type { Air } from "./air.ts";
import { Bh1750 } from "./bh1750.ts";
import { BOSCH_TRIM } from "./bme280-trim.ts";
import { Bme280 } from "./bme280.ts";
import { ChipSet } from "./chip-set.ts";
import type { Wiring } from "./chip.ts";
import { Dht22 } from "./dht22.ts";
import { Ds18b20 } from "./ds18b20.ts";
import { Scd4x } from "./scd4x.ts";
import { Sht3x } from "./sht3x.ts";
import { Door, Rain, SinkingBattery, Wandering } from "./sources.ts";

/** What there is around a board. */
export interface Surroundings {
  air: () => Air;
  /** Since the world began; it never wraps. */
  passedMs: () => number;
  /** Decides when it rains and when the door is opened. */
  seed: number;
}

const BMP280_ID = 0x58;

/** What a sensor at an analog pin says of nearly full scale, in the unit of its first field. */
function fullScaleOf({ decode, decimals }: Sensor): number {
  const values = [0];
  decode(Uint8Array.of(0xff, 0xfe), values);
  return (values[0] as number) / 10 ** (decimals[0] as number);
}

/** Adds the chip of a place. */
type Model = (wiring: Wiring, address: number, around: Surroundings, sensor: Sensor) => void;

const MODELS: Record<string, Model> = {
  "i2c bh1750": ({ i2c }, at, { air }) => i2c.set(at, new Bh1750(() => air().illuminanceLx)),
  "i2c bme280": ({ i2c }, at, { air }) => i2c.set(at, new Bme280(BOSCH_TRIM, air)),
  "i2c bmp280": ({ i2c }, at, { air }) => i2c.set(at, new Bme280(BOSCH_TRIM, air, BMP280_ID)),
  "i2c scd4x": ({ i2c }, at, { air }) => i2c.set(at, new Scd4x(air)),
  "i2c sht3x": ({ i2c }, at, { air }) => i2c.set(at, new Sht3x(air)),
  "onewire ds18b20": ({ onewire }, at, { air }) => onewire.set(at, new Ds18b20(() => air().temperatureC)),
  "dht dht22": ({ dht }, at, { air }) => dht.set(at, new Dht22(air)),
  "analog supply": ({ analog }, at, { passedMs }, sensor) =>
    analog.set(at, new SinkingBattery(passedMs, fullScaleOf(sensor))),
  analog: ({ analog }, at, { passedMs, seed }) => analog.set(at, new Wandering(passedMs, seed)),
  digital: ({ digital }, at, { passedMs, seed }) => digital.set(at, new Door(passedMs, seed + at)),
  pulse: ({ pulse }, at, { passedMs, seed }) => pulse.set(at, new Rain(passedMs, seed + at)),
};

function unknownText({ bus, sensor }: Feed): string {
  const names = Object.keys(MODELS).map((key) => key.split(" "));
  const known = names.flatMap(([of, name]) => (of === bus && name !== undefined ? [name] : []));
  return `no simulated chip for the sensor ${sensor.name} on ${bus}: there are ${known.join(", ")}`;
}

/**
 * Wire the chip of a feed, in the place of what is there.
 *
 * @throws  Error for a sensor that has no model
 */
export function wireChip(wiring: Wiring, feed: Feed, around: Surroundings): void {
  const { bus, sensor } = feed;
  const model = MODELS[`${bus} ${sensor.name}`] ?? MODELS[bus];
  if (model === undefined) throw new Error(unknownText(feed));
  model(wiring, addressOf(feed), around, sensor);
}

/** @throws  Error for a sensor that has no model */
export function makeChips(station: Station, around: Surroundings): ChipSet {
  const chips = new ChipSet();
  for (const feed of station.feeds) wireChip(chips.wiring, feed, around);
  return chips;
}
