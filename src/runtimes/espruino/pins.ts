/*
 * The buses of Espruino that are one pin: 1-Wire, a DHT22, an analog or a digital level, and counted pulses.
 * Not here: I2C (bus.ts). A DHT22 takes two steps, because edges come from the idle loop: one that writes asks it, and
 * one that reads takes the edges that came since.
 * Source: Espruino 2v29, src/jswrap_onewire.c, src/jswrap_io.c, targets/esp32/jshardware.c, targets/esp8266/jshardware.c;
 * Aosong AM2302 product manual, section 7 (pulses).
 */
import { putMemory } from "#bytes";
import type { Memory } from "#bytes";
import { Status } from "../../client/status.ts";
import type { Step } from "../../sensors/sensor.ts";
import { putCount } from "../count.ts";
import type { Place } from "../port.ts";
import type { Port, Watched } from "./record.ts";

const enum Dht {
  Bits = 40,
  /** Falling edges of nobody: the board's own. */
  OwnEdges = 1,
}

const enum Analog {
  /** So that 1023/1024, the most that an ESP8266 measures, is full scale; it answers more as well. */
  Scale = 65600,
  Full = 65535,
}

/** Pins go by their names, for not every GPIO of an ESP32 has its own number. */
export function transferPin(port: Port, place: Place, step: Step, memory: Memory): Status {
  // eslint-disable-next-line catnap/number-text -- an integer, on Espruino.
  const pin = "D" + place.address;
  try {
    if (place.bus === "onewire") return oneWire(pin, step, memory);
    if (place.bus === "dht" && step.write.length > 0) return askDht(port, pin);
    if (step.readBytes === 0) return Status.Ok;
    if (place.bus === "dht") return readDht(port, pin, step, memory);
    if (place.bus === "analog") return analog(pin, step, memory);
    putCount(memory, step, place.bus === "pulse" ? pulses(port, pin) : level(pin));
    return Status.Ok;
  } catch {
    // No such pin, or one that cannot do this.
    return Status.Unsupported;
  }
}

function oneWire(pin: string, step: Step, memory: Memory): Status {
  const bus = new OneWire(pin);
  if (!bus.reset()) return Status.Absent;
  if (step.write.length > 0) bus.write(step.write);
  if (step.readBytes === 0) return Status.Ok;
  const bytes = E.toString(bus.read(step.readBytes));
  if (bytes === undefined) return Status.Full;
  putMemory(memory, step.at, bytes);
  return Status.Ok;
}

/** An ESP8266 has one analog pin, which is no GPIO. */
function analog(pin: string, step: Step, memory: Memory): Status {
  const share = Math.floor(analogRead(typeof A0 === "undefined" ? pin : A0) * Analog.Scale);
  // Not a number where the pin has no converter.
  if (!(share >= 0)) return Status.Unsupported;
  putCount(memory, step, share < Analog.Full ? share : Analog.Full);
  return Status.Ok;
}

function level(pin: string): number {
  pinMode(pin, "input_pullup");
  return digitalRead(pin);
}

/** Falling edges since the first call. */
function pulses(port: Port, pin: string): number {
  const known = watchedOf(port)[pin];
  if (known !== undefined) return known.count;
  const watched = { count: 0, bits: "", watch: 0 };
  pinMode(pin, "input_pullup");
  watched.watch = setWatch(() => (watched.count += 1), pin, { repeat: true, edge: -1 });
  watchedOf(port)[pin] = watched;
  return 0;
}

function watchedOf(port: Port): Record<string, Watched | undefined> {
  if (port.watched === undefined) port.watched = {};
  return port.watched;
}

/**
 * Pull the line down for a millisecond, and listen from before. Open drain, because the sensor answers 20 us later,
 * and before another line of program.
 */
function askDht(port: Port, pin: string): Status {
  forget(port, pin);
  const watched = { count: 0, bits: "", watch: 0 };
  pinMode(pin, "opendrain");
  watched.watch = setWatch(
    (edge) => {
      // High for 26 to 28 us is a 0, for 70 us a 1.
      watched.bits += edge.time - edge.lastTime > 0.00005 ? "1" : "0";
    },
    pin,
    { repeat: true, edge: -1 },
  );
  watchedOf(port)[pin] = watched;
  digitalPulse(pin, false, 1.2);
  return Status.Ok;
}

/** The last edges are the bits; before them come the board's own and two of the sensor's answer. */
function readDht(port: Port, pin: string, step: Step, memory: Memory): Status {
  const bits = forget(port, pin);
  if (bits.length <= Dht.OwnEdges) return Status.Absent;
  if (bits.length < Dht.Bits) return Status.Malformed;
  let bytes = "";
  for (let from = bits.length - Dht.Bits; from < bits.length; from += 8)
    bytes += String.fromCharCode(parseInt(bits.substring(from, from + 8), 2));
  putMemory(memory, step.at, bytes);
  return Status.Ok;
}

/** Listen no more. @returns what was heard */
function forget(port: Port, pin: string): string {
  const watched = watchedOf(port)[pin];
  if (watched === undefined) return "";
  clearWatch(watched.watch);
  watchedOf(port)[pin] = undefined;
  return watched.bits;
}
