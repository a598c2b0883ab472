/*
 * Stands in for each runtime's tls.ts in a build for plain TCP: there is no TLS.
 */

export function secureSocket(_first?: unknown, _second?: unknown, _third?: unknown): undefined {
  return undefined;
}

/** No failure is that of a handshake. */
export function isHandshake(_code: unknown): boolean {
  return false;
}
