/*
 * A Moddable bundle outside of a board: the SDK's modules become properties of a global `SDK`, and what the
 * bundle exports a global. So the same text runs on Node and in the real XS.
 */
import { transform } from "esbuild";

/** The name under which each module of the SDK is found in the global SDK. */
const NAMES: Record<string, string> = {
  "embedded:io/i2c": "I2C",
  "embedded:io/socket/tcp": "TCP",
  net: "Net",
  time: "Time",
  timer: "Timer",
};

/** The text of a `require` that finds the SDK's modules. */
export const REQUIRE_SDK = `(name) => ({ __esModule: true, default: SDK[${JSON.stringify(NAMES)}[name]] })`;

/** An ES module as a script that sets globalThis[name] to what it exports. */
export async function asScript(module: string, name: string): Promise<string> {
  const script = await transform(module, { format: "cjs", target: "es2022" });
  return `globalThis.${name} = (() => {
    const module = { exports: {} };
    const require = ${REQUIRE_SDK};
    ${script.code}
    return module.exports;
  })();`;
}

/** What XS has on a board and xsnap or Node has not. */
export const STRING_FROM_BUFFER = `String.fromArrayBuffer = (buffer) => {
  if (Object.prototype.toString.call(buffer) !== "[object ArrayBuffer]") throw new TypeError("no buffer");
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(new Uint8Array(buffer));
};`;

/**
 * The SDK's modules as strict stand-ins: a write before the connection or beyond the credit throws, so does a read
 * of more than there is. What they do goes to `host(what, id, detail)`; what happens comes by `happen(event, id, detail)`.
 */
export const SDK = `globalThis.sockets = {}; globalThis.timers = {}; globalThis.names = {}; globalThis.ids = 0; globalThis.ticks = 0;
globalThis.SDK = {
  TCP: class {
    constructor(options) {
      this.id = ++ids; this.options = options; this.isReady = false; this.credit = 0; this.inbound = [];
      this.target = options.target;
      sockets[this.id] = this;
      host("connect", this.id, options.address + " " + options.port);
    }
    read(store) {
      if (!(store instanceof Uint8Array)) throw new Error("a store");
      if (store.length < 1 || store.length > this.inbound.length) throw new Error("invalid");
      store.set(this.inbound.splice(0, store.length));
      return store.length;
    }
    write(bytes) {
      if (!this.isReady) throw new Error("not ready");
      if (bytes.length > this.credit) throw new Error("would block");
      this.credit -= bytes.length;
      host("write", this.id, Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join(""));
      return this.credit;
    }
    tell(name, count) { this.options[name].call(this, count); }
    close() { if (sockets[this.id]) host("close", this.id, ""); delete sockets[this.id]; }
  },
  Net: {
    get: (what) => (what === "MAC" ? "A4:CF:12:00:0B:FF" : undefined),
    resolve: (name, told) => { const id = ++ids; names[id] = told; host("resolve", id, name); },
  },
  Time: { get ticks() { return ticks; } },
  Timer: {
    repeat: (told, everyMs) => {
      const id = ++ids;
      timers[id] = { told };
      return (timers[id].timer = { id });
    },
    schedule: (timer, delayMs, everyMs) => {
      if (!timers[timer.id]) throw new Error("no timer");
      timers[timer.id].isOn = delayMs !== undefined;
      if (delayMs !== undefined && everyMs === undefined) throw new Error("would end");
      host(delayMs === undefined ? "stop" : "set", timer.id, delayMs === undefined ? "" : String(delayMs));
    },
    clear: (timer) => { if (!timers[timer.id]) throw new Error("no timer"); delete timers[timer.id]; host("clear", timer.id, ""); },
  },
};
globalThis.happen = (event, id, detail) => {
  const socket = sockets[id], told = names[id], one = timers[id];
  if (event === "writable" && socket) { socket.isReady = true; socket.credit = detail; socket.tell("onWritable", detail); }
  if (event === "readable" && socket) {
    for (const pair of detail.match(/../g)) socket.inbound.push(parseInt(pair, 16));
    socket.tell("onReadable", socket.inbound.length);
  }
  if (event === "error" && socket) socket.tell("onError");
  if (event === "resolved" && told) { delete names[id]; told("", detail === "" ? undefined : detail); }
  // It repeats after so long a time that it counts as stopped.
  if (event === "timer" && one && one.isOn) { one.isOn = false; one.told(one.timer); }
};`;
