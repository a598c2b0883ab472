/*
 * The buses of NodeMCU that are one pin: 1-Wire, a DHT22, the analog pin, a digital level, and counted pulses.
 * Not here: I2C (bus.ts).
 * Source: NodeMCU 3.0, app/modules/ow.c, dht.c, adc.c, gpio.c, app/dht/dht.c, its documentation's table of pins.
 */
import { chunkBytes, putMemory } from "#bytes";
import type { Memory } from "#bytes";
import { Status } from "../../client/status.ts";
import type { Step } from "../../sensors/sensor.ts";
import { putCount } from "../count.ts";
import type { Place } from "../port.ts";
import type { Port } from "./record.ts";

/** What the firmware calls GPIO 0 to 16, as letters from A for its 0; 6 to 8 and 11 are those of the flash chip. */
const PINS = "DKEJCB---LM-GHFIA";

const enum Letter {
  First = 65,
}

/** What a DHT22 says is in tenths: the firmware takes one with whole numbers below four for a DHT11. */
const enum Dht11 {
  /** Of humidity and of temperature, which are then the higher bytes alone. */
  MostTenths = 30,
  /** Of a temperature below zero, whose higher byte begins with a 1. */
  LeastSignedTenths = 1280,
}

export function transferPin(port: Port, place: Place, step: Step, memory: Memory): Status {
  try {
    const pin = string.byte(PINS, place.address + 1) - Letter.First;
    if (place.bus === "onewire") return oneWire(pin, step, memory);
    if (step.readBytes === 0) return Status.Ok;
    if (place.bus === "dht") return readDht(pin, step, memory);
    putCount(memory, step, reading(port, place, pin));
    return Status.Ok;
  } catch {
    // A firmware without the module, or a pin that cannot do this.
    return Status.Unsupported;
  }
}

function oneWire(pin: number, step: Step, memory: Memory): Status {
  ow.setup(pin);
  if (ow.reset(pin) === 0) return Status.Absent;
  for (let at = 0; at < step.write.length; at += 1) ow.write(pin, step.write[at] as number, 0);
  if (step.readBytes === 0) return Status.Ok;
  const bytes = ow.read_bytes(pin, step.readBytes);
  if (chunkBytes(bytes) !== step.readBytes) return Status.Absent;
  putMemory(memory, step.at, bytes);
  return Status.Ok;
}

function reading(port: Port, place: Place, pin: number): number {
  if (place.bus === "analog") return analog();
  if (place.bus === "pulse") return pulses(port, pin);
  gpio.mode(pin, gpio.INPUT, gpio.PULLUP);
  return gpio.read(pin);
}

/** The chip has one analog pin, which is no GPIO. 1023 of 1024 steps are the most, and it answers more as well. */
function analog(): number {
  const steps = adc.read(0);
  return steps < 1023 ? Math.floor((steps * 65535) / 1023) : 65535;
}

/** Falling edges since the first call. The firmware tells several at once when it was busy. */
function pulses(port: Port, pin: number): number {
  if (port.pulses === undefined) port.pulses = {};
  const counts = port.pulses;
  if (counts[pin] === undefined) {
    counts[pin] = 0;
    gpio.mode(pin, gpio.INT, gpio.PULLUP);
    gpio.trig(pin, "down", (_level, _timeUs, count) => {
      counts[pin] = (counts[pin] as number) + count;
    });
  }
  return counts[pin];
}

/** The bytes that the firmware has made numbers of: a driver wants them, whoever has read them. */
function readDht(pin: number, step: Step, memory: Memory): Status {
  // Lua puts all that a call answers into a list: status, temperature, humidity, and thousandths of both.
  const answer = [dht.read(pin)];
  if (answer[0] === dht.ERROR_CHECKSUM) return Status.Malformed;
  if (answer[0] !== dht.OK) return Status.Absent;
  const isBelow = (answer[1] as number) < 0 || (answer[3] as number) < 0;
  let tenths = tenthsOf(answer[1] as number, answer[3] as number);
  let humidity = tenthsOf(answer[2] as number, answer[4] as number);
  if (isDht11(tenths, humidity) && !isBelow) {
    tenths = Math.floor(tenths / 10) * 256;
    humidity = Math.floor(humidity / 10) * 256;
  }
  const high = Math.floor(tenths / 256) + (isBelow ? 128 : 0);
  const sum = Math.floor(humidity / 256) + (humidity % 256) + high + (tenths % 256);
  const words = string.char(Math.floor(humidity / 256), humidity % 256) + string.char(high, tenths % 256);
  putMemory(memory, step.at, words + string.char(sum % 256));
  return Status.Ok;
}

/** A number without its sign, in tenths. An integer build has cut it, others have not: only its thousandths tell. */
function tenthsOf(number: number, thousandths: number): number {
  const whole = Math.floor(number < 0 ? 0 - number : number);
  return whole * 10 + Math.floor(((thousandths < 0 ? 0 - thousandths : thousandths) + 50) / 100);
}

function isDht11(tenths: number, humidity: number): boolean {
  if (tenths % 10 !== 0 || humidity % 10 !== 0 || humidity > Dht11.MostTenths) return false;
  return tenths <= Dht11.MostTenths || tenths >= Dht11.LeastSignedTenths;
}
