/*
 * What the library needs in the real XS: slots and computrons, by the xsnap worker's own meter. The SDK is a
 * stand-in that holds nothing, so that what grows or is left behind is the library's own.
 * Not here: bytes of chunks and of buffers, which stand outside of the slots; a worker (xs-worker.ts).
 */
import { transform } from "esbuild";
import { CONNACK, OPTIONS, PACKET_ID_AT, PAYLOAD, TOPIC } from "./packet.ts";
import { Xs } from "./xs-worker.ts";

/** The name under which each module of the SDK is found in the global SDK. */
const SDK_NAMES = { "embedded:io/socket/tcp": "TCP", net: "Net", time: "Time", timer: "Timer" };

/** `settle` tells that everything was sent: a timer that is due at once is the port's way to come back later. */
export const BOARD = `
globalThis.socket = undefined; globalThis.soon = undefined; globalThis.sent = undefined; globalThis.writes = 0;
const none = () => {}, timer = { told: none }, puback = new Uint8Array([0x40, 2, 0, 0]);
let inbound = new Uint8Array(${JSON.stringify(CONNACK)});
const none3 = { onReadable: none, onWritable: none, onError: none };
String.fromArrayBuffer = (buffer) => new TextDecoder().decode(new Uint8Array(buffer));
globalThis.SDK = {
  TCP: class {
    constructor(options) { this.options = options; this.target = options.target; socket = this; }
    tell(name, bytes) { this.options[name].call(this, bytes); }
    read(store) { store.set(inbound.subarray(0, store.length)); return store.length; }
    write(bytes) { sent = bytes; writes += 1; return 1000; }
    close() {}
  },
  Net: { get: () => "00:00:00:00:00:01", resolve: (name, told) => told(name, "127.0.0.1") },
  Time: { ticks: 1000 },
  Timer: {
    repeat: (told) => { timer.told = told; return timer; },
    schedule: (timer, firstMs) => { soon = firstMs === 0 ? timer.told : undefined; },
    clear: none,
  },
};
globalThis.settle = () => {
  while (soon !== undefined) { const told = soon; soon = undefined; told(timer); }
};
globalThis.bare = () => new SDK.TCP(Object.assign({ address: "127.0.0.1", host: "127.0.0.1", port: 1883, nodelay: true }, none3));
globalThis.userOptions = Object.assign({ host: "127.0.0.1" }, ${JSON.stringify(OPTIONS)});
const encode = (text) => new TextEncoder().encode(text);
globalThis.topic = encode(${JSON.stringify(TOPIC)});
globalThis.payload = encode(${JSON.stringify(PAYLOAD)});
globalThis.begin = () => {
  globalThis.mqtt = catnap.connect(userOptions);
  settle();
  socket.tell("onWritable", 1e6);
  settle();
  socket.tell("onReadable", inbound.length);
  settle();
  sent = undefined;
};
globalThis.go = (count, qos) => {
  for (let at = 0; at < count; at += 1) {
    if (catnap.publish(mqtt, topic, payload, qos, false) < 0) throw new Error("publish was refused");
    settle();
    socket.tell("onWritable", 1e6);
    if (qos === 1) acknowledge();
  }
};
globalThis.acknowledge = () => {
  puback[2] = sent[${PACKET_ID_AT}];
  puback[3] = sent[${PACKET_ID_AT + 1}];
  inbound = puback;
  socket.tell("onReadable", 4);
  settle();
};
`;

/** An ES module as a script that sets a global of this name to what it exports. */
export async function asScript(module: string, name: string): Promise<string> {
  const script = await transform(module, { format: "cjs", target: "es2022" });
  return `globalThis.${name} = (() => {
    const module = { exports: {} };
    const require = (name) => ({ __esModule: true, default: SDK[${JSON.stringify(SDK_NAMES)}[name]] });
    ${script.code}
    return module.exports;
  })();`;
}

/** A worker with the board and the library, which is as it would be in flash: it does not count. */
export async function startXs(worker: string, module: string): Promise<Xs> {
  const xs = new Xs(worker);
  try {
    await xs.evaluate(BOARD);
    await xs.evaluate(await asScript(module, "catnap"));
    return xs;
  } catch (error) {
    await xs.stop();
    throw error;
  }
}

/** Slots that are held after a script and were not before. */
async function heldBy(xs: Xs, script: string): Promise<number> {
  const before = await xs.heldSlots();
  await xs.evaluate(script);
  return (await xs.heldSlots()) - before;
}

export interface XsFigures {
  /** Connected, less a bare socket with three handlers. */
  connectedSlots: number;
  garbageSlots: number;
  computrons: number;
  writes: number;
}

/** What the library holds while connected, and one publish of bytes costs: the mean of a hundred. */
export async function xsFigures(worker: string, module: string): Promise<XsFigures> {
  const xs = await startXs(worker, module);
  try {
    const bareSlots = await heldBy(xs, "bare()");
    await xs.evaluate("socket = undefined");
    const connectedSlots = (await heldBy(xs, "begin()")) - bareSlots;
    await xs.evaluate("go(10, 0); gc();");
    const none = await xs.evaluate("go(0, 0)");
    const hundred = await xs.evaluate("go(100, 0)");
    const writes = await writesOf(xs);
    const each = (name: "compute" | "currentHeapCount"): number => (hundred[name] - none[name]) / 100;
    return { connectedSlots, garbageSlots: each("currentHeapCount"), computrons: each("compute"), writes };
  } finally {
    await xs.stop();
  }
}

/** Socket writes of one publish: the guest says them to the host. */
async function writesOf(xs: Xs): Promise<number> {
  let said = "";
  xs.onCommand = (text) => {
    said = text;
    return "";
  };
  await xs.evaluate(
    "writes = 0; go(100, 0); issueCommand(new TextEncoder().encode(String(writes / 100)).buffer); undefined",
  );
  return Number(said);
}
