/*
 * What Espruino offers and Catnap uses, nothing else: the declarations on npm are out of date.
 * Source: Espruino 2v29, libs/network/jswrap_net.c, src/jswrap_espruino.c, src/jswrap_interactive.c, src/jswrap_i2c.c,
 * libs/network/jswrap_wifi.c, src/jswrap_storage.c, src/jswrap_process.c, src/jswrap_io.c, src/jswrap_onewire.c,
 * targets/esp32, targets/esp8266.
 */

interface EspruinoSocket {
  /** Append to what is to be sent: a byte string, for a typed array would go out as its text. Throws when closed. */
  write(bytes: string): boolean;
  /** Close when all that was written is sent: never, if the other side is gone without a word. */
  end(): void;
  /** What was written and is not sent yet; end closes at once when it is empty. */
  dSnd: string;
  on(
    event: "data" | "error" | "close",
    // eslint-disable-next-line no-restricted-syntax -- Espruino alone calls this, with the socket as its self.
    take: (this: EspruinoSocket, detail: string | EspruinoEnd) => void,
  ): void;
  // eslint-disable-next-line no-restricted-syntax -- As above.
  on(event: "drain", take: (this: EspruinoSocket) => void): void;
}

/** An error, or a boolean, which has no code. */
interface EspruinoEnd {
  code?: number;
}

interface EspruinoAddress {
  host: string;
  port: number;
  /** DER. */
  cert?: string;
  key?: string;
}

interface EspruinoNet {
  /** Throws when it knows at once that it cannot. */
  connect(address: EspruinoAddress): EspruinoSocket;
}

/** A typed array or its buffer. */
interface EspruinoBytes {
  readonly byteLength: number;
}

declare const E: {
  /** Whether this is a Unicode string; never on builds that have byte strings only. */
  isUTF8(text: string): boolean;
  /** The bytes of a Unicode string. */
  fromUTF8(text: string): string;
  /** The Unicode string of these bytes; throws on builds that have byte strings only. */
  asUTF8(bytes: string): string;
  /** A byte string; undefined when there is no memory for it. */
  toString(bytes: EspruinoBytes): string | undefined;
  toUint8Array(bytes: string): ArrayLike<number> & { join(between: string): string };
  enableWatchdog(seconds: number, isAutomatic: boolean): void;
  kickWatchdog(): void;
};

interface EspruinoWifiOptions {
  password: string;
  /** Only an ESP8266 reads these. */
  channel?: number;
  bssid?: string;
  dnsServers?: string[];
}

/** What comes with an event: each has some of these. */
interface EspruinoWifiDetails {
  ip: string;
  netmask: string;
  gw: string;
  mac: string;
  /** A number on an ESP8266. */
  channel: string;
  reason: string;
}

interface EspruinoWifi {
  on(
    event: "associated" | "connected" | "disconnected" | "dhcp_timeout",
    take: (this: void, details: EspruinoWifiDetails) => void,
  ): void;
  connect(ssid: string, options: EspruinoWifiOptions): void;
  /** Also without a connection. */
  disconnect(): void;
  /** Throws without somebody to tell. */
  setIP(settings: { ip: string; netmask: string; gw: string }, told: (this: void) => void): void;
  setConfig(settings: { powersave: string }): void;
  setSNTP(server: string, zone: string | number): void;
  getStatus(): { rssi?: number };
  getDetails(): { rssi?: number };
}

interface EspruinoStorage {
  read(name: string): string | undefined;
  /** Throws when there is no room. */
  write(name: string, bytes: string, from: number, limit?: number): boolean;
  erase(name: string): void;
}

/** A sleep does not return: the board ends. */
declare const ESP32:
  | {
      /** An int. */
      deepSleep(us: number): void;
      deepSleepExt0(pin: number, level: number): void;
      getWakeupCause(): number;
      reboot(): void;
    }
  | undefined;

declare const ESP8266:
  | {
      /** An int; 0 sleeps until RST is pulled down. */
      deepSleep(us: number): void;
      getResetInfo(): { reason: string };
      reboot(): void;
    }
  | undefined;

declare const process: {
  /** In blocks. */
  memory(isCollecting: boolean): { free: number; blocksize: number };
};

/** Seconds since 1970, or since boot where nobody has set the clock, with fractions. */
declare function getTime(): number;
declare function getSerial(): string;
declare function atob(base64: string): string;
declare function setTimeout<Argument>(
  call: (this: void, argument: Argument) => void,
  delayMs: number,
  argument: Argument,
): number;
/** Without a number, and with undefined on older builds, it stops every timer of the board. */
declare function clearTimeout(timer: number): void;

/** Both throw when nobody acknowledges. */
declare const I2C1:
  | {
      writeTo(address: number, bytes: number[]): void;
      readFrom(address: number, bytes: number): EspruinoBytes;
    }
  | undefined;

/** A bus with its pin. */
interface EspruinoOneWire {
  /** Whether somebody held the line down. */
  reset(): boolean;
  write(bytes: number[]): void;
  read(bytes: number): EspruinoBytes;
}

declare const OneWire: new (pin: string) => EspruinoOneWire;

/** The analog pin of an ESP8266; of an ESP32 undefined. */
declare const A0: string | undefined;

/** 0 to less than 1; not a number where the pin has no converter. */
declare function analogRead(pin: string): number;
declare function digitalRead(pin: string): number;
/** By the hardware's timer, without waiting for its end. */
declare function digitalPulse(pin: string, isHigh: boolean, ms: number): void;
declare function pinMode(pin: string, mode: string): void;

interface EspruinoEdge {
  /** Of this change and of the one before it, in seconds, as the interrupt saw them. */
  time: number;
  lastTime: number;
}

interface EspruinoWatch {
  repeat: boolean;
  /** -1 for falling edges only. */
  edge: number;
}

/** Calls from the idle loop, once for each edge; undefined when the pin cannot be watched. */
declare function setWatch(
  call: (this: void, edge: EspruinoEdge) => void,
  pin: string,
  options: EspruinoWatch,
): number;
/** Throws for one that is not there. */
declare function clearWatch(watch: number): void;
