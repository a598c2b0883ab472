/*
 * What the port uses of the Moddable SDK, and nothing else of it.
 * Source: Moddable SDK, documentation/io/io.md, documentation/base/base.md, documentation/network/network.md;
 * modules/drivers/onewire; ECMA-419, sections 10.1 (digital), 10.3 (analog), 11.1 (I2C) and 11.3 (TCP socket).
 */

/* eslint-disable no-restricted-syntax, @typescript-eslint/consistent-type-imports --
   modules of another program can be described in no other way, and this file is not in any build */

interface StringConstructor {
  /** The text of a whole buffer of UTF-8. */
  fromArrayBuffer(buffer: ArrayBuffer): string;
}

/** One address on an I2C bus. */
interface ModdableI2c {
  /** Throws when somebody does not acknowledge, as read does. */
  write(bytes: Uint8Array): void;
  read(bytes: number): ArrayBuffer;
  /** Only this sets its pins and its address free. */
  close(): void;
}

interface ModdableI2cBus {
  /** Throws when the pins are taken, and when there is an open one for this address. */
  io: new (options: { data: number; clock: number; hz: number; address: number }) => ModdableI2c;
  data: number;
  clock: number;
  hz?: number;
}

/** An input; only close sets its pin free. */
interface ModdableDigital {
  /** 1 while the pin is high. */
  read(): number;
  close(): void;
}

/** In a callback of an input. */
interface ModdableCounting {
  target: { count: number };
}

interface ModdableInput {
  pin: number;
  mode: number;
  target?: { count: number };
  edge?: number;
  /** Once for all edges since the last call. */
  onReadable?: (this: ModdableCounting) => void;
}

interface ModdableDigitalKind {
  readonly InputPullUp: number;
  readonly Falling: number;
  /** Throws for a pin that is taken, and for one that is none. */
  new (options: ModdableInput): ModdableDigital;
}

interface ModdableAnalog {
  /** 0 to 2^resolution - 1. */
  read(): number;
  readonly resolution: number;
  close(): void;
}

interface ModdableOneWire {
  /** Whether somebody held the line down. */
  reset(): boolean;
  write(byte: number): void;
  read(bytes: number): ArrayBuffer;
  close(): void;
}

/** What the platform has and the program adds; absent on some. */
declare const device:
  | {
      /** Added by a station's build for an ESP8266. */
      hasDeepSleep?: boolean;
      /** Classes of what is one pin: ECMA-419 has the first two, and the program adds the last, a driver of the SDK. */
      io?: {
        Digital?: ModdableDigitalKind;
        Analog?: new (options: { pin: number }) => ModdableAnalog;
        OneWire?: new (options: { pin: number }) => ModdableOneWire;
      };
      /** On platforms that name one, or set up by the program. */
      I2C?: { default?: ModdableI2cBus };
      /** Set up by the program that wants TLS, as for Moddable's own MQTT client. */
      network?: { mqtts?: { socket: import("embedded:io/socket/tcp").SecureProvider } };
    }
  | undefined;

declare module "embedded:io/socket/tcp" {
  import type { Chunk } from "#bytes";
  import type { Port } from "#port";

  export interface SocketOptions {
    /** Becomes a property of the socket. */
    target: Port;
    /** Numbers, not a name. */
    address: string;
    /** The name, which only TLS reads. */
    host: string;
    port: number;
    nodelay: boolean;
    /** Of the TLS socket: what it carries its records over. */
    TCP?: TcpProvider;
    /** Of the TLS socket: what it trusts and shows. */
    secure?: unknown;
    onReadable: (this: Targeted, bytes: number) => void;
    /** The first call says that the socket is connected. */
    onWritable: (this: Targeted, bytes: number) => void;
    /** Refused, broken or closed in order: XS does not say which. */
    onError: (this: Targeted) => void;
  }

  /** The socket, in a callback. */
  export interface Targeted {
    target: Port;
  }

  export interface Socket {
    /** Fill a store, which may not be longer than what can be read. */
    read(bytes: Chunk): number | undefined;
    /**
     * Take all of it, and answer for how much there is room now. Throws when there is not enough: TCP then has taken
     * nothing, TLS has lost a record for good.
     */
    write(bytes: Chunk): number;
    close(): void;
  }

  export interface SecureProvider {
    io: new (options: SocketOptions) => Socket;
    TCP: TcpProvider;
    secure?: unknown;
  }

  export interface TcpProvider {
    io: new (options: SocketOptions) => Socket;
  }

  const TCP: new (options: SocketOptions) => Socket;
  export default TCP;
}

declare module "net" {
  const Net: {
    /** Undefined when the board has none, or is not joined. */
    get(what: "MAC" | "BSSID"): string | undefined;
    get(what: "CHANNEL" | "RSSI"): number | undefined;
    /** The address is undefined when the name has none. */
    resolve(name: string, told: (this: void, name: string, address: string | undefined) => void): void;
  };
  export default Net;
}

declare module "preference" {
  /** What a value may be here: of bytes an ESP8266 takes 63. */
  type Value = boolean | number | ArrayBuffer;
  const Preference: {
    get(domain: string, key: string): Value | undefined;
    /** Throws when there is no room. */
    set(domain: string, key: string, value: Value): void;
    delete(domain: string, key: string): void;
  };
  export default Preference;
}

declare module "sntp" {
  /** Asks again and again, and is closed when it has been answered, or has given up. */
  export default class SNTP {
    /** What is told with the seconds since 1970. */
    static readonly time: number;
    constructor(
      options: { host: string },
      told: (this: void, message: number, value: number | string | undefined) => void,
    );
  }
}

declare module "time" {
  const Time: {
    /** Seconds since 1970. */
    set(seconds: number): void;
    /** Milliseconds, in 32 bits with a sign. */
    readonly ticks: number;
  };
  export default Time;
}

declare module "timer" {
  export type TimerId = object;

  const Timer: {
    /** Call after so many milliseconds, again and again. */
    repeat(told: (this: void, id: TimerId) => void, everyMs: number): TimerId;
    /** Call after delayMs, then every everyMs; without either, not at all. Makes no garbage, as repeat does. */
    schedule(id: TimerId, delayMs?: number, everyMs?: number): void;
    clear(id: TimerId): void;
  };
  export default Timer;
}

declare module "wifi" {
  export interface WiFiOptions {
    ssid: string;
    password: string;
    channel?: number;
    /** Six bytes. */
    bssid?: ArrayBuffer;
  }

  /** One that listens; what there is to connect is static. */
  export default class WiFi {
    static readonly gotIP: string;
    static readonly lostIP: string;
    static readonly disconnected: string;
    static readonly Mode: { none: number };
    static mode: number;
    static connect(options: WiFiOptions): void;
    static disconnect(): void;
    constructor(options: undefined, told: (this: void, message: string, detail: number | undefined) => void);
  }
}

declare const System: {
  /** Microseconds; 0 sleeps until RST is pulled down. Without effect but on an ESP8266. */
  deepSleep(us: number): void;
  restart(): void;
};
