/*
 * Stands in for login.ts: a client without will, user name and password, for a broker that asks nobody.
 */
import type { Frame } from "#bytes";
import type { ClientOptions } from "../options.ts";

export function loginBytes(_options: ClientOptions): number {
  return 0;
}

export function loginFlags(_options: ClientOptions): number {
  return 0;
}

export function putLogin(_frame: Frame, _options: ClientOptions): void {}
