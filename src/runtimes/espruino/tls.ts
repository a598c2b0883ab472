/*
 * TLS as Espruino has it. It encrypts and does not verify: any certificate is taken, whatever the secrets say.
 * Source: Espruino 2v29, libs/network/network.c (ssl_newSocketData).
 */
import type { Secrets } from "../port.ts";

/** Built in: the bundler leaves it alone. */
declare function require(name: "tls"): EspruinoNet;

/**
 * Begin to connect; throws as the plain connect does.
 *
 * @returns  undefined when this firmware has no TLS, or cannot read the certificate
 */
export function secureSocket(
  address: EspruinoAddress,
  secrets: Secrets | undefined,
): EspruinoSocket | undefined {
  // An authority would take memory and do nothing.
  if (secrets !== undefined && secrets.cert !== "") {
    address.cert = der(secrets.cert);
    address.key = der(secrets.key);
  }
  try {
    return require("tls").connect(address);
  } catch (error) {
    const text = String(error);
    if (text.indexOf("Module") >= 0 || text.indexOf("HTTPS") >= 0) return undefined;
    throw error;
  }
}

const enum SocketError {
  /** This one and the next, -14, are of TLS, and no other is as low: libs/network/socketerrors.h. */
  Handshake = -13,
}

/** Whether a connection failed by its handshake. */
export function isHandshake(code: number): boolean {
  return code <= SocketError.Handshake;
}

/** What stands between the first and the last line of PEM, decoded: this TLS knows no PEM. */
function der(pem: string): string {
  // eslint-disable-next-line no-restricted-globals -- only Espruino runs this, and it has atob
  return atob(pem.substring(pem.indexOf("\n"), pem.indexOf("-----END")));
}
