/*
 * What Espruino offers and Catnap uses, nothing else: the declarations on npm are out of date.
 * Source: Espruino 2v29, libs/network/jswrap_net.c, src/jswrap_espruino.c, src/jswrap_interactive.c, src/jswrap_i2c.c.
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
  toUint8Array(bytes: string): ArrayLike<number>;
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
