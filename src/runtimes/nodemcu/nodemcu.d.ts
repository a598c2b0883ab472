/*
 * What Catnap uses of Lua and of NodeMCU's firmware 3.0 for the ESP8266, and nothing else. A method with
 * `this: void` is called with a dot, the others with a colon.
 * Source: NodeMCU documentation, modules net, tls, tmr, node, i2c, ow, dht, adc, gpio; Lua 5.1 reference manual, 5.4 and 5.5.
 */

interface LuaString {
  char(this: void, first: number, second?: number): string;
  /** @param at  1 for the first */
  byte(this: void, text: string, at: number): number;
  /** @param from, to  1 for the first; to is the last one that is taken */
  sub(this: void, text: string, from: number, to?: number): string;
  rep(this: void, text: string, count: number): string;
  format(this: void, format: string, value: number): string;
}

interface LuaTable {
  concat(this: void, pieces: string[], between: string, from: number, to: number): string;
  /** @param at  1 for the first */
  insert(this: void, list: string[], at: number, entry: string): void;
  remove(this: void, list: string[], at: number): string;
}

/** A socket of net or tls. A call that fails raises a Lua error. */
interface NodeMcuSocket {
  on(
    event: string,
    handler: (this: void, socket: NodeMcuSocket, detail: string | number | undefined) => void,
  ): void;
  connect(port: number, host: string): void;
  /** Once, the next one only after "sent": net up to 2,920 bytes, tls up to 1,460, and it does not copy them. */
  send(bytes: string): void;
  /** In tls without effect while a name is looked up. */
  close(): void;
}

interface NodeMcuNet {
  readonly TCP: number;
  createConnection(this: void, type: number): NodeMcuSocket;
}

interface NodeMcuCertificates {
  /** Keeps the authority's certificate in flash; false when it is none. */
  verify(this: void, pem: string): boolean;
  auth(this: void, pem: string, key: string): boolean;
}

interface NodeMcuTls {
  createConnection(this: void): NodeMcuSocket;
  readonly cert: NodeMcuCertificates;
}

interface NodeMcuTimer {
  /** Once; afterwards interval and start set it anew. */
  register(ms: number, mode: number, handler: (this: void) => void): boolean;
  interval(ms: number): void;
  start(): boolean;
  stop(): boolean;
}

interface NodeMcuTmr {
  readonly ALARM_SEMI: number;
  create(this: void): NodeMcuTimer;
  /** Microseconds since boot, modulo 2^31: it wraps after 36 minutes. */
  now(this: void): number;
}

interface NodeMcuNode {
  chipid(this: void): number;
}

interface NodeMcuI2c {
  readonly TRANSMITTER: number;
  readonly RECEIVER: number;
  /** Raises an error when the bus was never set up. */
  start(this: void, bus: number): void;
  stop(this: void, bus: number): void;
  /** Whether somebody acknowledged. */
  address(this: void, bus: number, address: number, direction: number): boolean;
  /** How many bytes were acknowledged. */
  write(this: void, bus: number, bytes: number[]): number;
  read(this: void, bus: number, count: number): string;
}

/** Of 1-Wire. Pins are the firmware's numbers, here and below; each call raises an error for one that cannot do it. */
interface NodeMcuOw {
  setup(this: void, pin: number): void;
  /** 1 when somebody held the line down. */
  reset(this: void, pin: number): number;
  /** @param power  1 to hold the line up for a chip without a supply of its own */
  write(this: void, pin: number, byte: number, power: number): void;
  read_bytes(this: void, pin: number, count: number): string;
}

interface NodeMcuDht {
  readonly OK: number;
  readonly ERROR_CHECKSUM: number;
  /** Answers five numbers, of which this is the first: status, temperature, humidity, thousandths of both. */
  read(this: void, pin: number): number;
}

interface NodeMcuAdc {
  /** 0 to 1024. */
  read(this: void, channel: number): number;
}

interface NodeMcuGpio {
  readonly INPUT: number;
  readonly INT: number;
  readonly PULLUP: number;
  mode(this: void, pin: number, mode: number, pull: number): void;
  read(this: void, pin: number): number;
  /** Call with the level, the time, and the number of edges since the last call. */
  trig(
    this: void,
    pin: number,
    kind: string,
    call: (this: void, level: number, timeUs: number, count: number) => void,
  ): void;
}

declare const string: LuaString;
declare const table: LuaTable;
declare const net: NodeMcuNet;
declare const tmr: NodeMcuTmr;
declare const node: NodeMcuNode;
/** Modules that a firmware may have been built without. */
declare const tls: NodeMcuTls | undefined;
declare const i2c: NodeMcuI2c | undefined;
declare const ow: NodeMcuOw;
declare const dht: NodeMcuDht;
declare const adc: NodeMcuAdc;
declare const gpio: NodeMcuGpio;
