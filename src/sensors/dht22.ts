/*
 * Aosong DHT22 (AM2302): temperature and relative humidity over one wire with pulses. The pulses are the port's,
 * which reads the five bytes that they make in the second of two steps: the first, which writes, asks for them.
 * Not here: DHT11, which counts differently.
 * Source: Aosong AM2302 product manual, sections 5 (range) and 7 (data format, and 2 s between two readings).
 */
import type { Memory } from "#bytes";
import { memoryAt } from "#bytes";
import { Status } from "../client/status.ts";
import type { Sensor } from "./sensor.ts";
import { wordAt } from "./word.ts";

const enum At {
  Humidity = 0,
  Temperature = 2,
  Checksum = 4,
  End = 5,
}

function isWhole(memory: Memory): boolean {
  let sum = 0;
  for (let at = 0; at < At.Checksum; at += 1) sum += memoryAt(memory, at);
  return sum % 256 === memoryAt(memory, At.Checksum);
}

function decodeDht22(memory: Memory, values: number[]): Status {
  if (!isWhole(memory)) return Status.Malformed;
  const deciPercent = wordAt(memory, At.Humidity);
  const high = memoryAt(memory, At.Temperature);
  const size = (high % 128) * 256 + memoryAt(memory, At.Temperature + 1);
  // Sign and size, not two's complement.
  const deciC = high < 128 ? size : 0 - size;
  // A line that stays low gives five zeros with a good checksum; air that dry is not to be had.
  if (deciPercent === 0 && deciC === 0) return Status.OutOfRange;
  if (deciPercent > 1000 || deciC < -400 || deciC > 800) return Status.OutOfRange;
  values[0] = deciC;
  values[1] = deciPercent;
  return Status.Ok;
}

export const DHT22: Sensor = {
  name: "dht22",
  fields: ["temperatureC", "humidityPercent"],
  decimals: [1, 1],
  memoryBytes: At.End,
  // After power-up the chip is not ready for two seconds.
  start: [{ write: [], waitMs: 2000, readBytes: 0, at: 0 }],
  sample: [
    // The answer takes 5 ms; the rest is for a program that hears of its edges one after the other.
    { write: [0], waitMs: 30, readBytes: 0, at: 0 },
    { write: [], waitMs: 0, readBytes: At.End, at: 0 },
  ],
  decode: decodeDht22,
};
