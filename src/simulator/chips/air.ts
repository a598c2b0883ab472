/*
 * What the air around a board is, as far as there are chips that measure it.
 */
import type { Climate } from "./bme280-reference.ts";

export interface Air extends Climate {
  readonly illuminanceLx: number;
  readonly co2Ppm: number;
}
