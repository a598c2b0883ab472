/*
 * What an engine loads to be probed: two functions from a script to an answer, nothing that runs by itself.
 */
export { bytesProbe } from "./bytes-probe.ts";
export { probe } from "./probe.ts";
