/*
 * Moddable's TLS socket as a stand-in over the socket of moddable.ts, as `device.network.mqtts.socket` has it. It is as
 * unforgiving as the original: a record is longer than what it carries, and one that does not fit is lost for good,
 * which the other side takes for a forgery.
 * With a global isForeign it meets a certificate that it does not trust.
 * Source: Moddable SDK 8, examples/io/tcp/tlssocket/tlssocket.js, modules/crypt/ssl/session_419.js.
 */

/** Header, nonce and tag of a record with AES-GCM. */
const RECORD_BYTES = 29;
/** What the original keeps back of the room that TCP tells. */
const KEPT_BYTES = 96;

/** `host("secure", 0, options)` comes before the "connect" of its TCP socket. */
const SECURE_SOCKET = `
class SecureSocket {
  #tcp; #told; #data = []; #isBroken = false;
  constructor(options) {
    // Called with this record, not with the socket, as their self.
    this.#told = { onReadable: options.onReadable, onWritable: options.onWritable, onError: options.onError };
    host("secure", 0, JSON.stringify({ servername: options.host, ...options.secure }));
    this.#tcp = new options.TCP.io({
      ...options,
      onReadable: (count) => this.#readable(count),
      onWritable: (count) => {
        // The handshake is driven from here, and what it finds wrong it throws.
        if (globalThis.isForeign) throw new Error("certificate: auth err");
        if (count > ${KEPT_BYTES}) this.#told.onWritable(count - ${KEPT_BYTES});
      },
      onError: () => this.#told.onError(),
    });
  }
  #readable(count) {
    const record = new Uint8Array(count);
    this.#tcp.read(record);
    this.#data.push(...record);
    this.#told.onReadable(this.#data.length);
  }
  read(count) {
    if (this.#data.length === 0) return undefined;
    if (typeof count === "object") {
      const bytes = this.#data.splice(0, count.byteLength);
      count.set(bytes);
      return bytes.length;
    }
    if (count > this.#data.length) throw new Error("invalid");
    return new Uint8Array(this.#data.splice(0, count)).buffer;
  }
  write(bytes) {
    if (this.#isBroken) throw new Error("bad record MAC");
    if (bytes.byteLength + ${RECORD_BYTES} > this.#tcp.credit) {
      this.#isBroken = true;
      throw new Error("would block");
    }
    this.#tcp.credit -= ${RECORD_BYTES};
    return Math.max(0, this.#tcp.write(bytes) - 32);
  }
  close() { this.#tcp.close(); this.#tcp = undefined; }
}`;

/** Goes behind SDK. */
export const SECURE_SDK = `${SECURE_SOCKET}
globalThis.device = { network: { mqtts: { socket: { io: SecureSocket, TCP: { io: SDK.TCP } } } } };
`;

/** The same as modules of an artefact, which say "secure" and the options; records are left to the network below. */
export const SECURE_MODULES: Record<string, string> = {
  "embedded:io/socket/tcp/tls": `
    const host = (what, id, detail) => trace(what + " " + detail);
    ${SECURE_SOCKET}
    export default SecureSocket;`,
  Resource: "export default class Resource { constructor(name) { this.name = name; } }",
};
