/*
 * What each option of connect may be, taken by itself, in words for the person who typed another value.
 * The three tables are the only lists of option names; the compiler holds them against the types.
 * Not here: options that contradict each other (check.ts).
 */
import net from "node:net";
import { WhenFull } from "../../client/options.ts";
import type { Will } from "../../client/options.ts";
import type { ConnectOptions } from "../face.ts";
import type { Secrets } from "../port.ts";

/** What is wrong with a value: `is 0: give a whole number from 1 to 65535`. Empty for a good one. */
export type Rule = (value: unknown) => string;

/** Strings, will message and password have a length of two bytes (MQTT 3.1.1, 1.5.3). */
const MOST_TEXT = 65535;
/** The largest packet of MQTT (2.2.3); no buffer needs to be larger. */
const MOST_BYTES = 268435455;
/** Outbox and subscriptions draw from the same 65,535 packet ids, and some must stay free. */
const MOST_ENTRIES = 30000;
/** Longer would not fit the client's clock of 2^30 ms, or the arithmetic of its retries (client/options.ts). */
const MOST_PATIENCE_S = 536870;
const MOST_RETRY_S = 33553;
const MOST_TTL_S = 1000000000;

function is(value: unknown, wanted: string): string {
  return `is ${described(value)}: give ${wanted}`;
}

/** Short: a long text may also be a key that went to the wrong place. */
function described(value: unknown): string {
  if (value === undefined) return "missing";
  if (typeof value === "string")
    return value.length > 60 ? `${value.length} characters` : JSON.stringify(value);
  if (value === null || typeof value === "number" || typeof value === "boolean") return String(value);
  if (Array.isArray(value)) return "an array";
  if (value instanceof Uint8Array) return `${value.length} bytes`;
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}

function whole(least: number, most: number): Rule {
  return (value) => {
    const isGood = Number.isInteger(value) && (value as number) >= least && (value as number) <= most;
    return isGood ? "" : is(value, `a whole number from ${least} to ${most}`);
  };
}

function seconds(most: number): Rule {
  return (value) => {
    const isGood = typeof value === "number" && value >= 0.001 && value <= most;
    return isGood ? "" : is(value, `seconds from 0.001 to ${most}`);
  };
}

const flag: Rule = (value) => (typeof value === "boolean" ? "" : is(value, "true or false"));

const handler: Rule = (value) => (typeof value === "function" ? "" : is(value, "a function"));

const record: Rule = (value) =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? "" : is(value, "an object");

const text: Rule = (value) => {
  if (typeof value !== "string") return is(value, "text");
  if (value.includes("\0")) return "has the character U+0000, which MQTT forbids: leave it out";
  const bytes = Buffer.byteLength(value);
  return bytes <= MOST_TEXT ? "" : `has ${bytes} bytes: give at most ${MOST_TEXT}`;
};

const payload: Rule = (value) => {
  if (value === undefined) return is(value, "text or a Uint8Array");
  // Not shown: it may be a password.
  if (typeof value !== "string" && !(value instanceof Uint8Array))
    return "is neither text nor a Uint8Array: give one of them";
  const bytes = Buffer.byteLength(value);
  return bytes <= MOST_TEXT ? "" : `has ${bytes} bytes: give at most ${MOST_TEXT}`;
};

const topic: Rule = (value) => {
  if (typeof value !== "string" || value === "") return is(value, "a topic name");
  if (/[+#]/.test(value)) return is(value, "a topic name without the wildcards + and #");
  return text(value);
};

const qos: Rule = (value) => {
  if (value === 2) return "is 2, which Catnap does not support: give 0 or 1";
  return value === 0 || value === 1 ? "" : is(value, "0 or 1");
};

const pem: Rule = (value) => {
  if (typeof value !== "string") return is(value, 'PEM text, or "" for the computer\'s own');
  if (value === "" || value.includes("-----BEGIN ")) return "";
  return 'is not PEM text (-----BEGIN ...): if it is the name of a file, give what readFileSync(name, "utf8") reads';
};

const host: Rule = (value) => {
  if (typeof value !== "string" || value === "")
    return is(value, 'the name or address of the broker, such as "localhost"');
  if (value.includes("://")) return `is a URL: give ${fromUrl(value)}`;
  if (/^\[.*\]$/.test(value)) return is(value, "the address without brackets");
  if (/[\s/\0]/.test(value)) return is(value, "a name or an address and nothing else");
  const [name, number] = value.split(":");
  return number === undefined || net.isIPv6(value)
    ? ""
    : is(value, `host: "${name}", port: ${number || 1883}`);
};

/** What to write instead of a URL; it may hold a password, which is not repeated. */
function fromUrl(value: string): string {
  const [, scheme = "", login, name = "", port] =
    /^(\w*):\/\/(?:(.*)@)?(\[[^\]]*\]|[^:/?]*)(?::(\d+))?/.exec(value) ?? [];
  if (/^(ws|http)s?$/i.test(scheme)) return "the host of a TCP or TLS listener; WebSockets are not supported";
  const parts = [`host: "${name.replace(/[[\]]/g, "")}"`];
  if (port !== undefined) parts.push(`port: ${port}`);
  if (/^(mqtts|ssl|tls)$/i.test(scheme)) parts.push("isSecure: true");
  if (login !== undefined) parts.push("userName and password");
  return parts.join(", ");
}

export const OPTIONS: Record<keyof ConnectOptions, Rule> = {
  host,
  port: whole(1, 65535),
  isSecure: flag,
  secrets: record,
  clientId: text,
  cleanSession: flag,
  keepAliveS: whole(0, 65535),
  userName: text,
  password: payload,
  will: record,
  txBytes: whole(0, MOST_BYTES),
  rxBytes: whole(0, MOST_BYTES),
  outboxBytes: whole(0, MOST_BYTES),
  outboxEntries: whole(1, MOST_ENTRIES),
  subscriptions: whole(0, MOST_ENTRIES),
  pubacks: whole(1, 65535),
  whenFull: (value) =>
    whole(WhenFull.Refuse, WhenFull.ReplaceTopic)(value) === "" ? "" : is(value, "one of the enum WhenFull"),
  ttlS: whole(0, MOST_TTL_S),
  connackS: seconds(MOST_PATIENCE_S),
  answerS: seconds(MOST_PATIENCE_S),
  proofS: seconds(MOST_PATIENCE_S),
  retryFirstS: seconds(MOST_RETRY_S),
  retryCapS: seconds(MOST_RETRY_S),
  isPipelined: flag,
  seed: whole(0, 65535),
  onConnect: handler,
  onMessage: handler,
  onAck: handler,
  onSubscribed: handler,
  onClose: handler,
  onNotice: handler,
  onSafe: handler,
};

export const WILL: Record<keyof Will, Rule> = { topic, payload, qos, retain: flag };

export const SECRETS: Record<keyof Secrets, Rule> = { ca: pem, cert: pem, key: pem };
