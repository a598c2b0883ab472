/*
 * What a user says to connect, and the default of everything that is not said.
 */
import type { Payload } from "#bytes";
import { WhenFull } from "../client/options.ts";
import type { ClientOptions, Handlers, Will } from "../client/options.ts";
import type { Secrets } from "./port.ts";

/** What a user says; everything but the host has a default. */
export interface ConnectOptions extends Handlers {
  host: string;
  /** 1883, or 8883 with isSecure. */
  port?: number | undefined;
  isSecure?: boolean | undefined;
  secrets?: Secrets | undefined;
  /** "catnap-" and the board's own id. */
  clientId?: string | undefined;
  /** true. */
  cleanSession?: boolean | undefined;
  /** 60 s. */
  keepAliveS?: number | undefined;
  userName?: string | undefined;
  password?: Payload | undefined;
  will?: Will | undefined;

  /** 256 bytes for one write, 256 for an inbound topic or piece, 1024 for what waits. */
  txBytes?: number | undefined;
  rxBytes?: number | undefined;
  outboxBytes?: number | undefined;
  /** 16 messages, 8 subscriptions, 20 PUBACKs (Mosquitto's window). */
  outboxEntries?: number | undefined;
  subscriptions?: number | undefined;
  pubacks?: number | undefined;

  /** WhenFull.Refuse, and 0 for no limit. */
  whenFull?: WhenFull | undefined;
  ttlS?: number | undefined;

  /** 15 s to open, and again for CONNACK; 20 s for an answer; 3600 s, at least the keep alive, for proof of life. */
  connackS?: number | undefined;
  answerS?: number | undefined;
  proofS?: number | undefined;
  /** 1 s, doubled up to 300 s. */
  retryFirstS?: number | undefined;
  retryCapS?: number | undefined;
  /** true: send before CONNACK. */
  isPipelined?: boolean | undefined;
  /** Drawn from the client id and the board's own id. */
  seed?: number | undefined;
}

/** All options set; board is the id of this board. */
export function fillOptions(options: ConnectOptions, board: string): ClientOptions {
  const clientId = options.clientId ?? "catnap-" + board;
  const keepAliveS = options.keepAliveS ?? 60;
  return {
    identity: {
      clientId,
      cleanSession: options.cleanSession ?? true,
      keepAliveS,
      userName: options.userName,
      password: options.password,
      will: options.will,
    },
    limits: {
      txBytes: options.txBytes ?? 256,
      rxBytes: options.rxBytes ?? 256,
      outboxBytes: options.outboxBytes ?? 1024,
      outboxEntries: options.outboxEntries ?? 16,
      subscriptions: options.subscriptions ?? 8,
      pubacks: options.pubacks ?? 20,
    },
    patience: {
      connackMs: (options.connackS ?? 15) * 1000,
      answerMs: (options.answerS ?? 20) * 1000,
      proofMs: (options.proofS ?? (keepAliveS > 3600 ? keepAliveS : 3600)) * 1000,
      retryFirstMs: (options.retryFirstS ?? 1) * 1000,
      retryCapMs: (options.retryCapS ?? 300) * 1000,
    },
    handlers: options,
    feeds: undefined,
    whenFull: options.whenFull ?? WhenFull.Refuse,
    ttlS: options.ttlS ?? 0,
    isPipelined: options.isPipelined ?? true,
    seed: options.seed ?? seedOf(clientId + board),
  };
}

/** A number that two boards rarely share, below 65,537. */
export function seedOf(text: string): number {
  let seed = 1;
  for (let at = 0; at < text.length; at += 1) seed = (seed * 31 + text.charCodeAt(at)) % 65537;
  return seed;
}
