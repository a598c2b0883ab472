/*
 * A Moddable bundle outside of a board: the SDK's modules become properties of a global `SDK`, and what the
 * bundle exports a global. So the same text runs on Node and in the real XS.
 */
import { transform } from "esbuild";

/** The name under which each module of the SDK is found in the global SDK. */
const NAMES: Record<string, string> = {
  "embedded:io/socket/tcp": "TCP",
  net: "Net",
  time: "Time",
  timer: "Timer",
};

/** An ES module as a script that sets globalThis[name] to what it exports. */
export async function asScript(module: string, name: string): Promise<string> {
  const script = await transform(module, { format: "cjs", target: "es2022" });
  return `globalThis.${name} = (() => {
    const module = { exports: {} };
    const require = (name) => ({ __esModule: true, default: SDK[${JSON.stringify(NAMES)}[name]] });
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
export const SDK = `globalThis.sockets = {}; globalThis.timers = {}; globalThis.ids = 0; globalThis.ticks = 0;
globalThis.SDK = {
  TCP: class {
    constructor(options) {
      this.id = ++ids; this.options = options; this.isReady = false; this.credit = 0; this.inbound = [];
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
    close() { if (sockets[this.id]) host("close", this.id, ""); delete sockets[this.id]; }
  },
  Net: {
    get: (what) => (what === "MAC" ? "A4:CF:12:00:0B:FF" : undefined),
    resolve: (name, told) => { const id = ++ids; timers[id] = told; host("resolve", id, name); },
  },
  Time: { get ticks() { return ticks; } },
  Timer: {
    set: (told, delayMs = 0) => { const id = ++ids; timers[id] = told; host("set", id, String(delayMs)); return { id }; },
    clear: (timer) => { if (!timers[timer.id]) throw new Error("no timer"); delete timers[timer.id]; host("clear", timer.id, ""); },
  },
};
globalThis.happen = (event, id, detail) => {
  const socket = sockets[id], told = timers[id];
  if (event === "writable" && socket) { socket.isReady = true; socket.credit = detail; socket.options.onWritable(detail); }
  if (event === "readable" && socket) {
    for (const pair of detail.match(/../g)) socket.inbound.push(parseInt(pair, 16));
    socket.options.onReadable(socket.inbound.length);
  }
  if (event === "error" && socket) socket.options.onError();
  if (event === "resolved" && told) { delete timers[id]; told("", detail === "" ? undefined : detail); }
  if (event === "timer" && told) { delete timers[id]; told(); }
};`;
