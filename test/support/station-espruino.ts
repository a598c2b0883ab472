/*
 * Espruino as far as a built station can see it, in node:vm: byte strings, as on ESP32, net, timers and the first I2C
 * bus. Not here: what its parser lacks, which the build has checked.
 */
import net from "node:net";
import vm from "node:vm";
import type { I2cChip } from "../../src/simulator/chips/chip.ts";
import { nowMs, Running } from "./station-board.ts";
import type { Chips, Pins } from "./station-board.ts";

class EspruinoBus {
  private isSetUp = false;

  constructor(
    private readonly chips: Chips,
    private readonly pins: { sda: string; scl: string },
  ) {}

  setup(options: { sda: string; scl: string; bitrate: number }): void {
    this.isSetUp = options.sda === this.pins.sda && options.scl === this.pins.scl && options.bitrate > 0;
  }

  private chip(address: number): I2cChip {
    const chip = this.isSetUp ? this.chips.get(address) : undefined;
    if (chip === undefined) throw new Error("Timeout on I2C Write Transmit Mode 2");
    return chip;
  }

  writeTo(address: number, bytes: number[]): void {
    if (!this.chip(address).write(Array.from(bytes), nowMs())) throw new Error("no acknowledge");
  }

  readFrom(address: number, count: number): Uint8Array {
    const bytes = this.chip(address).read(count, nowMs());
    if (bytes === null) throw new Error("no acknowledge");
    return Uint8Array.from(bytes);
  }
}

/** A socket of Espruino: `drain` also says that it is connected, and bytes are chars from 0 to 255. */
function espruinoSocket(running: Running, { host, port }: { host: string; port: number }): unknown {
  const handlers: Record<string, (detail?: unknown) => void> = {};
  // The socket is the handlers' self, and comes with "drain".
  const tell = (event: string, detail?: unknown) => handlers[event]?.call(own, detail);
  const socket = net.connect({ host, port });
  running.sockets.set(running.sockets.size, socket);
  socket.on("connect", () => tell("drain", own));
  socket.on("data", (bytes: Buffer) => tell("data", bytes.toString("latin1")));
  socket.on("error", () => tell("error", { code: -11 }));
  socket.on("close", (hadError) => tell("close", hadError));
  const own = {
    on: (event: string, handler: (detail?: unknown) => void) => (handlers[event] = handler),
    write: (bytes: unknown) => {
      if (typeof bytes !== "string") throw new Error("would be sent as its text");
      socket.write(Buffer.from(bytes, "latin1"), () => tell("drain", own));
      return false;
    },
    end: () => socket.end(),
  };
  return own;
}

/** Run a script as Espruino does at power-up. */
export function bootEspruino(script: string, chips: Chips, pins: Pins): Running {
  const running = new Running();
  const globals: Record<string, unknown> = {
    E: {
      isUTF8: () => false,
      toString: (bytes: Uint8Array) => Buffer.from(bytes).toString("latin1"),
      toUint8Array: (bytes: string) => Uint8Array.from(Buffer.from(bytes, "latin1")),
    },
    I2C1: new EspruinoBus(chips, { sda: `D${pins.sda}`, scl: `D${pins.scl}` }),
    getTime: () => performance.now() / 1000,
    getSerial: () => "240ac4-123456",
    setTimeout: (call: (argument: unknown) => void, delayMs: number, argument: unknown) => {
      const id = running.timers.size + 1;
      running.timers.set(
        id,
        setTimeout(() => call(argument), delayMs),
      );
      return id;
    },
    clearTimeout: (id: number) => clearTimeout(running.timers.get(id)),
    require: (name: string) => {
      if (name !== "net") throw new Error(`Module ${name} not found`);
      return { connect: (address: { host: string; port: number }) => espruinoSocket(running, address) };
    },
  };
  for (let pin = 0; pin < 40; pin += 1) globals[`D${pin}`] = `D${pin}`;
  vm.runInNewContext(script, globals);
  return running;
}
