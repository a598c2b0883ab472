/*
 * The port of each runtime in its engines, asked to perform steps on pins.
 */
import type { Outside } from "../../src/simulator/engines/engine.ts";
import { GuestEngine } from "../../src/simulator/engines/guest.ts";
import type { Kind } from "../../src/simulator/engines/guest.ts";
import { OPEN_OUTSIDE } from "../../src/simulator/engines/outside.ts";
import type { Bus } from "../../src/runtimes/port.ts";
import type { Sensor, Step } from "../../src/sensors/sensor.ts";
import type { Status } from "../../src/client/status.ts";
import { buildEspruino } from "../../src/toolchain/espruino.ts";
import { bundleModdable } from "../../src/toolchain/moddable.ts";
import { buildLua } from "../../src/toolchain/nodemcu.ts";
import { printsOf } from "./engines.ts";
import type { Language } from "./engines.ts";
import { makeMemory } from "#bytes";
import type { Memory } from "#bytes";

export type PinLanguage = Exclude<Language, "node">;

/** What loads the port, and a line of program that performs a step and prints its status and the memory. */
interface PortProgram {
  text: string;
  modules?: Record<string, string>;
  setUp: string;
  step: (bus: Bus, address: number, step: Step) => string;
}

const MEMORY_BYTES = 9;

const jsonStep = (bus: Bus, address: number, step: Step) =>
  `step(${JSON.stringify(bus)}, ${address}, ${JSON.stringify(step)})`;

const ESPRUINO_PROGRAM = `var memory = new Uint8Array(${MEMORY_BYTES}), port = catnap.makePort(undefined);
globalThis.step = function (bus, address, step) {
  var status = catnap.transfer(port, { bus: bus, address: address }, step, memory);
  console.log(status + " " + memory.join(","));
};`;

const MODDABLE_PROGRAM = `import { makePort, transfer } from "port";
import Digital from "embedded:io/digital";
import Analog from "embedded:io/analog";
import OneWire from "onewire";
globalThis.device = { io: { Digital, Analog, OneWire } };
const memory = new Uint8Array(${MEMORY_BYTES}), port = makePort(undefined);
export const step = (bus, address, step) => {
  trace(transfer(port, { bus, address }, step, memory) + " " + memory.join(","));
};
export const forgetDevice = () => { globalThis.device = undefined; };`;

const NODEMCU_PROGRAM = `memory, port = { bytes = ("\\0"):rep(${MEMORY_BYTES}) }, catnap.makePort(nil)
function step(bus, address, write, count, at)
  local given = { write = write, waitMs = 0, readBytes = count, at = at }
  local status = catnap.transfer(port, { bus = bus, address = address }, given, memory)
  print(("%d "):format(status) .. table.concat({ memory.bytes:byte(1, ${MEMORY_BYTES}) }, ","))
end`;

/** What a port is built into, as it is for a station with sensors on pins. */
export async function portPrograms(language: PinLanguage): Promise<Record<string, PortProgram>> {
  if (language === "espruino") {
    const names = ["makePort", "transfer"];
    const { plain, minified } = await buildEspruino("./src/runtimes/espruino/port.ts", names, ["no-tls"]);
    const common = { setUp: ESPRUINO_PROGRAM, step: jsonStep };
    return { ", plain": { text: plain, ...common }, ", minified": { text: minified, ...common } };
  }
  if (language === "moddable") {
    const port = await bundleModdable("src/runtimes/moddable/port.ts", ["no-tls"]);
    const step = (bus: Bus, address: number, given: Step) => `catnap.${jsonStep(bus, address, given)}`;
    return { "": { text: MODDABLE_PROGRAM, modules: { port }, setUp: "", step } };
  }
  const step = (bus: Bus, address: number, { write, readBytes, at }: Step) =>
    `step("${bus}", ${address}, { ${write.join(", ")} }, ${readBytes}, ${at})`;
  const text = buildLua("src/runtimes/nodemcu/port.ts", ["no-tls"]);
  return { "": { text, setUp: NODEMCU_PROGRAM, step } };
}

/** One board with a port in it. */
export class PinBench {
  /** What the port has read. */
  readonly memory: Memory = makeMemory(MEMORY_BYTES);
  private readonly engine: GuestEngine;
  private nowMs = 0;

  constructor(
    kind: Kind,
    private readonly program: PortProgram,
    outside: Partial<Outside>,
  ) {
    this.engine = new GuestEngine(kind, { ...OPEN_OUTSIDE, ...outside });
    const { text, modules = {}, setUp } = program;
    this.engine.start({ text, modules, program: setUp }, 0, {});
  }

  /** Run a line of program. @returns what it printed, and errors that nobody caught */
  type(text: string): string[] {
    return printsOf(this.engine.step(this.nowMs, { event: "typed", text }).calls);
  }

  /** Let time pass, and timers ring. */
  pass(ms: number): void {
    this.nowMs += ms;
    this.engine.step(this.nowMs, { event: "timer" });
  }

  transfer(bus: Bus, address: number, step: Step): Status {
    const [line = ""] = this.type(this.program.step(bus, address, step));
    const [status, bytes] = line.split(" ");
    if (bytes === undefined) throw new Error(`the port said "${line}"`);
    this.memory.set(bytes.split(",").map(Number));
    return Number(status);
  }

  /** One reading of a sensor, as the sampler takes it. @returns its status, and its values when it is a reading */
  read(sensor: Sensor, bus: Bus, address: number): Status | number[] {
    for (const step of sensor.sample) {
      const status = this.transfer(bus, address, step);
      if (status < 0) return status;
      this.pass(step.waitMs + 1);
    }
    const values = sensor.fields.map(() => 0);
    const status = sensor.decode(this.memory, values);
    return status < 0 ? status : values;
  }

  end(): void {
    this.engine.stop();
  }
}
