/*
 * Which simulated chip answers for which sensor.
 */
import { addressOf } from "../../station/station.ts";
import type { Station } from "../../station/station.ts";
import type { Air } from "./air.ts";
import { Bh1750 } from "./bh1750.ts";
import { BOSCH_TRIM } from "./bme280-trim.ts";
import { Bme280 } from "./bme280.ts";
import { I2cBus } from "./chip.ts";
import type { I2cChip } from "./chip.ts";
import { Scd4x } from "./scd4x.ts";
import { Sht3x } from "./sht3x.ts";

const BMP280_ID = 0x58;

const MODELS: Record<string, (air: () => Air) => I2cChip> = {
  bh1750: (air) => new Bh1750(() => air().illuminanceLx),
  bme280: (air) => new Bme280(BOSCH_TRIM, air),
  bmp280: (air) => new Bme280(BOSCH_TRIM, air, BMP280_ID),
  scd4x: (air) => new Scd4x(air),
  sht3x: (air) => new Sht3x(air),
};

/**
 * The bus of a station, with a chip for each of its feeds.
 *
 * @throws  Error for a sensor that has no model
 */
export function makeBus(station: Station, air: () => Air): I2cBus {
  const chips = new Map<number, I2cChip>();
  for (const feed of station.feeds) {
    const model = MODELS[feed.sensor.name];
    if (model === undefined)
      throw new Error(
        `no simulated chip for the sensor ${feed.sensor.name}: there are ${Object.keys(MODELS).join(", ")}`,
      );
    chips.set(addressOf(feed), model(air));
  }
  return new I2cBus(chips);
}
