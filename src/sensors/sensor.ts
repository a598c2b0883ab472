/*
 * What a chip driver is: steps to perform on a bus, the memory they fill, and a pure decode.
 * Not here: performing steps (the port does), waiting (the sampler does), pretending (src/simulator/chips does).
 */
import type { Memory } from "#bytes";
import type { Status } from "../client/status.ts";

/** One exchange with a chip: write, then read. Either part may be empty. */
export interface Step {
  /** Bytes to write, usually a register address and what goes into it. */
  write: number[];
  /** Pause after this step, before the next one or before decode. */
  waitMs: number;
  /** How many bytes to read after the write, in the same transfer. */
  readBytes: number;
  /** Where in the sensor's memory the bytes go. */
  at: number;
}

export interface Sensor {
  name: string;
  /** Field names with their unit last, as they appear in the payload. */
  fields: string[];
  /** Digits after the point of each field; a value is an integer in units of 10^-decimals. */
  decimals: number[];
  /** Memory that the steps fill and decode reads. */
  memoryBytes: number;
  /** Performed once after power-up, and again after a failure. */
  start: Step[];
  /** Performed for each reading. */
  sample: Step[];
  /**
   * @param values  receives one integer per field; meaningless unless the answer is Status.Ok
   * @returns       Status.Ok, Status.Malformed for a bad checksum, Status.OutOfRange, Status.Absent
   */
  decode: (this: void, memory: Memory, values: number[]) => Status;
}
