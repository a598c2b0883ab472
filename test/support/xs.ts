/*
 * The real XS, as the toolchain measures with it.
 */
export { findXs } from "../../src/simulator/engines/xs.ts";
export { Xs } from "../../src/toolchain/measure/xs-worker.ts";
