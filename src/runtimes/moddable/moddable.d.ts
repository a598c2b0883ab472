/*
 * What the port uses of the Moddable SDK, and nothing else of it.
 * Source: Moddable SDK, documentation/io/io.md, documentation/base/base.md, documentation/network/network.md;
 * ECMA-419, section 11.3 (TCP socket).
 */

/* eslint-disable no-restricted-syntax, @typescript-eslint/consistent-type-imports --
   modules of another program can be described in no other way, and this file is not in any build */

interface StringConstructor {
  /** The text of a whole buffer of UTF-8. */
  fromArrayBuffer(buffer: ArrayBuffer): string;
}

/** Set up by the program that wants TLS, as for Moddable's own MQTT client; absent on a board without it. */
declare const device:
  { network?: { mqtts?: { socket: import("embedded:io/socket/tcp").SecureProvider } } } | undefined;

declare module "embedded:io/socket/tcp" {
  import type { Chunk, NativeBuffer } from "#bytes";

  export interface SocketOptions {
    /** Numbers, not a name. */
    address: string;
    /** The name, which only TLS reads. */
    host: string;
    port: number;
    nodelay: boolean;
    /** Of the TLS socket: what it carries its records over. */
    TCP?: unknown;
    onReadable: (this: void, bytes: number) => void;
    /** The first call says that the socket is connected. */
    onWritable: (this: void, bytes: number) => void;
    /** Refused, broken or closed in order: XS does not say which. */
    onError: (this: void) => void;
  }

  export interface Socket {
    /** Fill a store, which may not be longer than what can be read; or answer so many bytes in a new buffer. */
    read(bytes: Chunk | number): number | NativeBuffer | undefined;
    /** Take all of it; throws, and takes nothing, when that is more than onWritable said. */
    write(bytes: Chunk): void;
    close(): void;
  }

  export interface SecureProvider {
    io: new (options: SocketOptions) => Socket;
    TCP: unknown;
  }

  const TCP: new (options: SocketOptions) => Socket;
  export default TCP;
}

declare module "net" {
  const Net: {
    /** Undefined when the board has none. */
    get(what: "MAC"): string | undefined;
    /** The address is undefined when the name has none. */
    resolve(name: string, told: (this: void, name: string, address: string | undefined) => void): void;
  };
  export default Net;
}

declare module "time" {
  const Time: {
    /** Milliseconds, in 32 bits with a sign. */
    readonly ticks: number;
  };
  export default Time;
}

declare module "timer" {
  export type TimerId = object;

  const Timer: {
    /** Call once, at the next turn of the event loop or later. */
    set(told: (this: void) => void, delayMs?: number): TimerId;
    clear(id: TimerId): void;
  };
  export default Timer;
}
