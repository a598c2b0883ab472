/*
 * Which bans hold for which kind of device file. The bans themselves: syntax.mjs, library.mjs, typed.mjs.
 */
import { MEMBERS, MISSING, OUTSIDE, STORES } from "./library.mjs";
import { HELD_FUNCTIONS, HELD_METHODS, LOADING, SYNTAX, THROWING } from "./syntax.mjs";

/** A rule's list replaces the one before it, so each kind of file states its whole list. */
const rules = (syntax, globals) => ({
  "no-restricted-syntax": ["error", ...SYNTAX, ...HELD_FUNCTIONS, ...MEMBERS, ...syntax],
  "no-restricted-globals": ["error", ...MISSING, ...globals],
});

export const everyFile = {
  ...rules([...HELD_METHODS, ...LOADING, ...STORES], OUTSIDE),
  "catnap/number-text": "error",
  "catnap/opaque-bytes": "error",
  "@typescript-eslint/strict-boolean-expressions": [
    "error",
    { allowString: false, allowNumber: false, allowNullableObject: true },
  ],
  // A const enum is also the names of numbers that have nothing to do with each other.
  "@typescript-eslint/no-duplicate-enum-values": "off",
  // These two ask for rest parameters and spread.
  "prefer-rest-params": "off",
  "prefer-spread": "off",
};

export const clientFile = rules([...HELD_METHODS, ...LOADING, ...STORES, ...THROWING], OUTSIDE);
/** What stands in the folder of one runtime may describe its native objects. */
export const runtimeFile = rules([...LOADING, ...STORES], OUTSIDE);
export const portFile = rules([...LOADING, ...STORES], []);
export const bytesFile = { ...rules(LOADING, OUTSIDE), "catnap/opaque-bytes": "off" };
/** A station's literal calls what makes a sensor, which every bundle puts above it. */
export const stationFile = rules([...HELD_METHODS, ...STORES], OUTSIDE);
/** Where loading starts everything. */
export const entryFile = rules(STORES, OUTSIDE);
