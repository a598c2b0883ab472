/*
 * Trimming values of BME280 chips, and the registers they stand in.
 * Not here: what they mean (bme280-reference.ts).
 * Source: Bosch BME280 datasheet, BST-BME280-DS002, section 4.2.2. The chips differ most in T3 and P7 to P9, which
 * tell production series apart.
 */

/** The trimming values of one chip, named as in the datasheet (dig_T1 and so on). */
export interface Trim {
  readonly T1: number;
  readonly T2: number;
  readonly T3: number;
  readonly P1: number;
  readonly P2: number;
  readonly P3: number;
  readonly P4: number;
  readonly P5: number;
  readonly P6: number;
  readonly P7: number;
  readonly P8: number;
  readonly P9: number;
  readonly H1: number;
  readonly H2: number;
  readonly H3: number;
  readonly H4: number;
  readonly H5: number;
  readonly H6: number;
}

/** T and P of the worked example in the BMP280 datasheet, BST-BMP280-DS001, section 3.12; typical values for H. */
export const BOSCH_TRIM: Trim = {
  T1: 27504,
  T2: 26435,
  T3: -1000,
  P1: 36477,
  P2: -10685,
  P3: 3024,
  P4: 2855,
  P5: 140,
  P6: -7,
  P7: 15500,
  P8: -14600,
  P9: 6000,
  H1: 75,
  H2: 362,
  H3: 0,
  H4: 333,
  H5: 0,
  H6: 30,
};

/** A real chip, recorded in periph/devices, bmxx80/bmx280_test.go. */
export const PERIPH_TRIM: Trim = {
  T1: 28176,
  T2: 26220,
  T3: 50,
  P1: 38237,
  P2: -10824,
  P3: 3024,
  P4: 7799,
  P5: -99,
  P6: -7,
  P7: 9900,
  P8: -10230,
  P9: 4285,
  H1: 75,
  H2: 366,
  H3: 0,
  H4: 309,
  H5: 0,
  H6: 30,
};

/** A real chip, recorded in KKoovalsky/BME280Driver, tests/test_conversion.cpp. */
export const KKOOVALSKY_TRIM: Trim = {
  T1: 28722,
  T2: 26832,
  T3: 50,
  P1: 36410,
  P2: -10725,
  P3: 3024,
  P4: 9237,
  P5: -156,
  P6: -7,
  P7: 12300,
  P8: -12000,
  P9: 5000,
  H1: 75,
  H2: 332,
  H3: 0,
  H4: 400,
  H5: 50,
  H6: 30,
};

/** Write the trimming values where the chip keeps them: registers 0x88 to 0xA1 and 0xE1 to 0xE7. */
export function putTrim(registers: Uint8Array, trim: Trim): void {
  const view = new DataView(registers.buffer, registers.byteOffset);
  const { T1, T2, T3, P1, P2, P3, P4, P5, P6, P7, P8, P9, H1, H2, H3, H4, H5, H6 } = trim;
  const words = [T1, T2, T3, P1, P2, P3, P4, P5, P6, P7, P8, P9];
  words.forEach((word, index) => view.setInt16(0x88 + 2 * index, word, true));
  view.setUint8(0xa1, H1);
  view.setInt16(0xe1, H2, true);
  // H4 and H5 are 12 bits each and share the register in the middle.
  registers.set([H3, H4 >> 4, (H4 & 15) | ((H5 & 15) << 4), H5 >> 4, H6], 0xe3);
}
