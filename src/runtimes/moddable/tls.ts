/*
 * TLS as Moddable has it: the socket that the program has put into `device.network.mqtts`, as for Moddable's own MQTT
 * client. A board without it must not carry it. Its authorities stand in the program's manifest, not in Secrets.
 * Source: Moddable SDK 8, examples/io/tcp/tlssocket/tlssocket.js, modules/crypt/ssl/session_419.js.
 */
import type { Socket, SocketOptions, TcpProvider } from "embedded:io/socket/tcp";
import { Cause } from "../../client/status.ts";
import type { Secrets } from "../port.ts";
import type { Port } from "./record.ts";

type Fail = (this: void, port: Port, cause: Cause) => void;

const enum Record {
  /** What a record may need of the room beside its bytes, more than write says. */
  SpareBytes = 64,
}

/**
 * Begin to connect; throws as the plain socket does.
 *
 * @param options  changed
 * @param fail     is told what goes wrong later
 * @returns        undefined without TLS on this board, and for certificates of the caller's: XS wants its own form of them
 */
export function secureSocket(
  options: SocketOptions,
  secrets: Secrets | undefined,
  fail: Fail,
): Socket | undefined {
  if (secrets !== undefined && (secrets.ca !== "" || secrets.cert !== "")) return undefined;
  if (typeof device === "undefined" || device.network === undefined) return undefined;
  if (device.network.mqtts === undefined) return undefined;
  const provider = device.network.mqtts.socket;
  const port = options.target;
  const plain = { readable: options.onReadable, writable: options.onWritable, error: options.onError };
  // TLS calls these with a record of its own.
  options.onReadable = (bytes) => plain.readable.call(options, bytes);
  options.onWritable = (bytes) => plain.writable.call(options, bytes);
  options.onError = () => plain.error.call(options);
  options.secure = provider.secure;
  options.TCP = { io: guardedTcp(port, provider.TCP, fail) };
  return roomy(port, new provider.io(options), fail);
}

/** The TCP socket below: TLS throws into its callbacks what it does not trust, and XS would end the program. */
function guardedTcp(port: Port, tcp: TcpProvider, fail: Fail): TcpProvider["io"] {
  const guard =
    (told: (this: void, bytes: number) => void) =>
    (bytes: number): void => {
      try {
        told(bytes);
      } catch {
        fail(port, port.isOpen ? Cause.Reset : Cause.Untrusted);
      }
    };
  return function (inner: SocketOptions): Socket {
    inner.onReadable = guard(inner.onReadable as (this: void, bytes: number) => void);
    inner.onWritable = guard(inner.onWritable as (this: void, bytes: number) => void);
    return new tcp.io(inner);
  } as unknown as TcpProvider["io"];
}

/** The same socket, which answers a write with room for records, and fails when it has lost one. */
function roomy(port: Port, socket: Socket, fail: Fail): Socket {
  return {
    read: (bytes) => socket.read(bytes),
    write: (bytes) => {
      try {
        return socket.write(bytes) - Record.SpareBytes;
      } catch {
        fail(port, Cause.Reset);
        return 0;
      }
    },
    close: () => socket.close(),
  };
}
