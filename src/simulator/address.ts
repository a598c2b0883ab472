/*
 * A broker's address as a person types it: mqtt://user:password@host:1883.
 */

import { isIPv6 } from "node:net";
import { domainToASCII } from "node:url";

export interface BrokerAddress {
  host: string;
  port: number;
  isSecure: boolean;
  userName?: string | undefined;
  password?: string | undefined;
}

const PORTS: Record<string, number> = { "mqtt:": 1883, "mqtts:": 8883 };

const HELP =
  "use mqtt://host:1883 or mqtts://host:8883, with user:password@ before the host if it wants them (a /, # or @ in them is written %2F, %23, %40)";

/** The text as it may be shown: what may be a password is not repeated. */
function shown(text: string): string {
  return `"${text.replace(/^((?:[a-z]+:\/\/)?[^:@]*):(.*)@/i, "$1:...@")}"`;
}

/** @throws  Error that says what is wrong with the text */
export function parseBroker(text: string): BrokerAddress {
  const url = parseUrl(text);
  const port = PORTS[url.protocol];
  if (port === undefined) throw new Error(`${shown(text)} begins with ${url.protocol}//: ${HELP}`);
  if (url.hostname === "") throw new Error(`${shown(text)} names no host: ${HELP}`);
  if (url.pathname.length > 1 || url.search !== "" || url.hash !== "")
    throw new Error(`${shown(text)} has more behind the host than MQTT knows what to do with: ${HELP}`);
  if (url.port === "0")
    throw new Error(`${shown(text)} is no broker address, for nobody listens at port 0: ${HELP}`);
  if (url.username === "" && url.password !== "")
    throw new Error(`${shown(text)} has a password but no user name, which MQTT does not allow: ${HELP}`);
  return {
    host: hostOf(text, url),
    port: url.port === "" ? port : Number(url.port),
    isSecure: url.protocol === "mqtts:",
    userName: url.username === "" ? undefined : decode(text, url.username),
    password: url.password === "" ? undefined : decode(text, url.password),
  };
}

function parseUrl(text: string): URL {
  const hasScheme = /^[a-z]+:\/\//i.test(text);
  try {
    if (hasScheme) return new URL(text);
  } catch {
    // Said below, together with the missing scheme.
  }
  throw new Error(`${shown(text)} is no broker address: ${HELP}`);
}

/** A host with letters beyond ASCII has another name in the DNS; IPv6 addresses stand in brackets in a URL only. */
function hostOf(text: string, url: URL): string {
  const name = decode(text, url.hostname).replace(/^\[(.*)\]$/, "$1");
  return isIPv6(name) ? name : domainToASCII(name);
}

function decode(text: string, part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw new Error(
      `${shown(text)} has a % that stands for nothing: write %25 for a % in a user name or password`,
    );
  }
}

/** The address without its password, for output. */
export function brokerText(address: BrokerAddress): string {
  const scheme = address.isSecure ? "mqtts" : "mqtt";
  const user = address.userName === undefined ? "" : `${encodeURIComponent(address.userName)}@`;
  const host = address.host.includes(":") ? `[${address.host}]` : address.host;
  return `${scheme}://${user}${host}:${address.port}`;
}
