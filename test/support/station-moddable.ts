/*
 * A board of Moddable's on which a built station runs, with strict stand-ins for the SDK's modules.
 */
import net from "node:net";
import vm from "node:vm";
import { transform } from "esbuild";
import { I2C_SDK } from "./moddable-i2c.ts";
import { asScript, REQUIRE_SDK, SDK, STRING_FROM_BUFFER } from "./moddable.ts";
import { nowMs, Running } from "./station-board.ts";
import type { Chips, Pins } from "./station-board.ts";
import type { Xs } from "./xs.ts";

/** lwIP's send buffer is larger; what does not fit waits for the next onWritable. */
const CREDIT_BYTES = 1000;

/** The SDK's way to the host from XS, which is another process. */
const XS_HOST = `globalThis.host = (what, id, detail) => {
  const call = new TextEncoder().encode(JSON.stringify([what, id, detail]));
  return new TextDecoder().decode(new Uint8Array(issueCommand(call.buffer)));
};`;

/** What a platform has that names no bus; nothing can be added to it. */
const DEVICE = "globalThis.device = Object.freeze({ io: Object.freeze({}), pin: Object.freeze({}) });";

type HostCall = [what: string, id: number, detail: string];

/** In the real XS when there is a worker of it, else in node:vm. */
export class ModdableBoard extends Running {
  private readonly globals = vm.createContext({ TextDecoder });

  constructor(
    private readonly xs: Xs | undefined,
    private readonly chips: Chips,
    private readonly pins: Pins,
  ) {
    super();
    if (xs === undefined) this.globals["host"] = (...call: HostCall) => this.answer(...call);
    else xs.onCommand = (text) => this.answer(...(JSON.parse(text) as HostCall));
  }

  private async run(script: string): Promise<void> {
    if (this.xs === undefined) vm.runInContext(script, this.globals);
    else await this.xs.evaluate(script);
  }

  /** What mcconfig does while it builds: the module is run, and nothing of it may start. */
  async preload(station: string): Promise<void> {
    if (this.xs !== undefined) await this.run(XS_HOST);
    await this.run([STRING_FROM_BUFFER, SDK, I2C_SDK, DEVICE].join("\n"));
    await this.run(await asScript(station, "station"));
  }

  /** Power-up. */
  async boot(main: string): Promise<void> {
    const { code } = await transform(main, { format: "cjs", target: "es2022" });
    const require = `(name) => (name === "station" ? station : (${REQUIRE_SDK})(name))`;
    await this.run(`((require, module) => {${code}})(${require}, {})`);
  }

  override stop(): void {
    super.stop();
    void this.xs?.stop();
  }

  private tell(event: string, id: number, detail: unknown): void {
    const call = `happen("${event}", ${id}, ${JSON.stringify(detail)})`;
    this.run(`ticks = ${nowMs()}; ${call}`).catch((error: Error) => {
      // Told while the board was stopped: nobody is there to hear it.
      if (!/ended/.test(error.message)) throw error;
    });
  }

  private answer(...[what, id, detail]: HostCall): string {
    if (what === "i2c") return this.exchange(id, detail);
    this.take(what, id, detail);
    return "";
  }

  private exchange(address: number, detail: string): string {
    const [data, clock, , hex = "", count] = detail.split(" ");
    const isThere = Number(data) === this.pins.sda && Number(clock) === this.pins.scl;
    const chip = isThere ? this.chips.get(address) : undefined;
    if (hex !== "") return chip?.write([...Buffer.from(hex, "hex")], nowMs()) === true ? "" : "!";
    const bytes = chip?.read(Number(count), nowMs());
    return bytes ? Buffer.from(bytes).toString("hex") : "!";
  }

  private take(what: string, id: number, detail: string): void {
    const socket = this.sockets.get(id);
    if (what === "connect") this.dial(id, detail);
    else if (what === "write")
      socket?.write(Buffer.from(detail, "hex"), () => this.tell("writable", id, CREDIT_BYTES));
    else if (what === "close") socket?.end();
    else if (what === "set")
      this.timers.set(
        id,
        setTimeout(() => this.tell("timer", id, 0), Number(detail)),
      );
    else if (what === "clear") clearTimeout(this.timers.get(id));
  }

  private dial(id: number, address: string): void {
    const [host, port] = address.split(" ");
    const socket = net.connect({ host: host as string, port: Number(port) });
    this.sockets.set(id, socket);
    socket.on("connect", () => this.tell("writable", id, CREDIT_BYTES));
    socket.on("data", (bytes) => this.tell("readable", id, bytes.toString("hex")));
    socket.on("error", () => {});
    socket.on("close", () => this.tell("error", id, 0));
  }
}
