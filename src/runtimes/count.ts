/*
 * What a pin says, as the bytes that a sensor's memory takes.
 */
import { begin, putByte, putMemory, take } from "#bytes";
import type { Memory } from "#bytes";
import type { Step } from "../sensors/sensor.ts";

/**
 * Write a count into as many bytes as the step reads, one to three, the highest first: 258 becomes 00 01 02 in three.
 *
 * @param count  0 or more; what goes beyond the bytes is left out
 */
export function putCount(memory: Memory, step: Step, count: number): void {
  const frame = begin(step.readBytes);
  if (step.readBytes > 2) putByte(frame, Math.floor(count / 65536) % 256);
  if (step.readBytes > 1) putByte(frame, Math.floor(count / 256) % 256);
  putByte(frame, count % 256);
  putMemory(memory, step.at, take(frame));
}
