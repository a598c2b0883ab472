/*
 * TLS as NodeMCU's module tls has it; its trust stands in flash, for all connections alike.
 * Source: NodeMCU 3.0, app/modules/tls.c, app/mbedtls/app/espconn_mbedtls.c.
 */
import type { Secrets } from "../port.ts";

/**
 * A socket that is not connected yet. Raises an error for what is no certificate.
 *
 * @param secrets  undefined when the firmware has them already: handing them over takes 4 KB, and wears the flash
 * @returns        undefined for a firmware without tls, and when it does not take the secrets
 */
export function secureSocket(secrets: Secrets | undefined): NodeMcuSocket | undefined {
  const provider = tls;
  if (provider === undefined) return undefined;
  if (secrets !== undefined) {
    if (secrets.ca !== "" && !provider.cert.verify(secrets.ca)) return undefined;
    if (secrets.cert !== "" && !provider.cert.auth(secrets.cert, secrets.key)) return undefined;
  }
  return provider.createConnection();
}

/** Whether a connection that never opened failed because of its certificate: tls has a text for all but that. */
export function isHandshake(code: string | number | undefined): boolean {
  return code === undefined || code === "SSL handshake failed";
}
