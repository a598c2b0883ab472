/*
 * Which simulated chip answers for which sensor.
 */
import type { Station } from "../../station/station.ts";
import type { Climate } from "./bme280-reference.ts";
import { BOSCH_TRIM } from "./bme280-trim.ts";
import { Bme280 } from "./bme280.ts";
import { I2cBus } from "./chip.ts";
import type { I2cChip } from "./chip.ts";

const MODELS: Record<string, (climate: () => Climate) => I2cChip> = {
  bme280: (climate) => new Bme280(BOSCH_TRIM, climate),
};

/**
 * The bus of a station, with a chip for each of its feeds.
 *
 * @throws  Error for a sensor that has no model
 */
export function makeBus(station: Station, climate: () => Climate): I2cBus {
  const chips = new Map<number, I2cChip>();
  for (const feed of station.feeds) {
    const model = MODELS[feed.sensor.name];
    if (model === undefined)
      throw new Error(
        `no simulated chip for the sensor ${feed.sensor.name}: there are ${Object.keys(MODELS).join(", ")}`,
      );
    chips.set(feed.address, model(climate));
  }
  return new I2cBus(chips);
}
