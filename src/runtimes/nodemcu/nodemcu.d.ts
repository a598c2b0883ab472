/*
 * What Catnap uses of Lua and of NodeMCU's firmware 3.0 for the ESP8266, and nothing else. A method with
 * `this: void` is called with a dot, the others with a colon.
 * Source: NodeMCU documentation, modules net, tls, tmr, node, i2c, ow, dht, adc, gpio, wifi, rtcmem, file, sntp; Lua 5.1
 * reference manual, 5.4 and 5.5.
 */

interface LuaString {
  /** A number may be given as its digits. */
  char(this: void, first: number | string, second?: number): string;
  /**
   * @param at, to  1 for the first; with both it answers every byte of them, and is the last argument of another call
   */
  byte(this: void, text: string, at: number, to?: number): number;
  /** @param from, to  1 for the first; to is the last one that is taken */
  sub(this: void, text: string, from: number, to?: number): string;
  rep(this: void, text: string, count: number): string;
  format(this: void, format: string, value: number): string;
  /** What stands in each pair of parentheses, for the last argument of another call. */
  match(this: void, text: string, pattern: string): string;
  gsub(this: void, text: string, pattern: string, change: (this: void, found: string) => string): string;
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
  readonly dns: {
    getdnsserver(this: void, at: number): string | undefined;
    setdnsserver(this: void, address: string, at: number): void;
  };
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
  /** Restart the board after so many seconds, unless it is called again before. */
  softwd(this: void, seconds: number): void;
}

interface NodeMcuNode {
  chipid(this: void): number;
  /** Two numbers, or more. */
  bootreason(this: void): number;
  /** Microseconds; 0 sleeps until RST is pulled down. */
  dsleep(this: void, us: number): void;
  dsleepMax(this: void): number;
  restart(this: void): void;
  heap(this: void): number;
}

/** Each event has some of these. */
interface NodeMcuWifiDetails {
  readonly channel: number;
  readonly BSSID: string;
  readonly reason: number;
  readonly IP: string;
  readonly netmask: string;
  readonly gateway: string;
}

interface NodeMcuMonitor {
  readonly STA_CONNECTED: number;
  readonly STA_DISCONNECTED: number;
  readonly STA_GOT_IP: number;
  readonly STA_DHCP_TIMEOUT: number;
  /** One handler an event: the last. */
  register(this: void, event: number, handler: (this: void, details: NodeMcuWifiDetails) => void): void;
}

interface NodeMcuStation {
  config(
    this: void,
    config: { ssid: string; pwd: string; bssid: string | undefined; auto: boolean; save: boolean },
  ): void;
  connect(this: void): void;
  disconnect(this: void): void;
  setip(this: void, addresses: { ip: string; netmask: string; gateway: string }): void;
  sleeptype(this: void, kind: number): void;
  getrssi(this: void): number | undefined;
}

interface NodeMcuWifi {
  readonly NULLMODE: number;
  readonly STATION: number;
  readonly NONE_SLEEP: number;
  readonly LIGHT_SLEEP: number;
  readonly MODEM_SLEEP: number;
  setmode(this: void, mode: number, isSaved: boolean): void;
  readonly sta: NodeMcuStation;
  readonly eventmon: NodeMcuMonitor;
}

interface NodeMcuRtcmem {
  /** The number of a word, 0 to 127, and a value of 32 bits, with or without a sign. */
  read32(this: void, at: number): number;
  write32(this: void, at: number, value: number): void;
}

interface NodeMcuFile {
  getcontents(this: void, name: string): string | undefined;
  putcontents(this: void, name: string, contents: string): boolean | undefined;
}

interface NodeMcuSntp {
  sync(this: void, server: undefined, told: (this: void, seconds: number) => void): void;
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
declare const wifi: NodeMcuWifi;
declare const file: NodeMcuFile;
declare function tonumber(this: void, digits: string, base?: number): number;
/** The values from one on. */
declare function select(this: void, from: number, values: number): number;
/** Modules that a firmware may have been built without. */
declare const rtcmem: NodeMcuRtcmem | undefined;
declare const sntp: NodeMcuSntp | undefined;
declare const tls: NodeMcuTls | undefined;
declare const i2c: NodeMcuI2c | undefined;
declare const ow: NodeMcuOw;
declare const dht: NodeMcuDht;
declare const adc: NodeMcuAdc;
declare const gpio: NodeMcuGpio;
