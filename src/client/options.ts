/*
 * What a client is made from: who it is, how patient, how large, and whom it tells. Every field may be left out;
 * its default stands beside it, and once in the code, where the field is used.
 * Not here: whether they can work (check.ts).
 */
import type { Chunk, Frame, Payload } from "#bytes";
import type { Notice, Reason, Status } from "./status.ts";

/** What the broker publishes for us when we vanish, MQTT 3.1.1, 3.1.2.5. */
export interface Will {
  topic: string;
  payload: Payload;
  qos: number;
  retain: boolean;
}

/** All may throw: that is counted, reported with Notice.HandlerThrew, and taken as done. */
export interface Handlers {
  onConnect?: ((this: void, isSessionPresent: boolean) => void) | undefined;
  onMessage?: MessageHandler | undefined;
  /** A QoS 1 message arrived; the number is what publish answered. */
  onAck?: ((this: void, messageNumber: number) => void) | undefined;
  /** @param granted  QoS 0 or 1; 128 when the broker refused; -1 when an unsubscribe was confirmed */
  onSubscribed?: ((this: void, filter: string, granted: number) => void) | undefined;
  /** @param code  the CONNACK return code, the Cause or the Status that goes with the reason, else 0 */
  onClose?: ((this: void, reason: Reason, code: number) => void) | undefined;
  onNotice?: ((this: void, notice: Notice, detail: number) => void) | undefined;
  /**
   * Nothing stands against sleeping any more: maySleep has come down to 0, and no connection is being made. Told each time,
   * as the last one, such as after the PUBACK of the last message.
   */
  onSafe?: ((this: void) => void) | undefined;
}

/**
 * Told of each piece of an inbound message, in order; a message of up to rxBytes is one piece.
 *
 * @param piece       valid until the handler returns; empty for an empty message
 * @param offset      where in the payload the piece begins
 * @param totalBytes  length of the whole payload: offset plus piece reaches it with the last piece
 * @returns           false at offset 0 to be spared the rest
 */
export type MessageHandler = (
  this: void,
  topic: string,
  piece: Chunk,
  qos: number,
  retain: boolean,
  dup: boolean,
  offset: number,
  totalBytes: number,
) => boolean | void;

/** How a station's readings become messages: the topic of an entry is then a feed number. */
export interface Feeds {
  topic: (this: void, feed: number) => string;
  /** Write the payload for these stored values; the same values must always give the same bytes. */
  format: (this: void, feed: number, values: Chunk, frame: Frame) => Status;
  /** The longest payload that format writes. */
  formatBytes: number;
}

/** What a message may push out when the outbox is full; an entry in flight never is. */
export const enum WhenFull {
  /** Nothing: publish answers Status.Full. */
  Refuse = 0,
  /** The oldest queued messages, one after the other; a message that is no alarm leaves alarms alone. */
  DropOldest = 1,
  /** Queued messages of its own topic, even while there is room: only the newest of a topic waits. */
  ReplaceTopic = 2,
}

export interface ClientOptions extends Handlers {
  /** "catnap-" and the board's own id. */
  clientId?: string | undefined;
  /** true. false asks the broker to keep subscriptions and unacknowledged messages while we are away. */
  cleanSession?: boolean | undefined;
  /** 60 s. The longest silence we promise, 0 to 65,535 s; 0 promises nothing. */
  keepAliveS?: number | undefined;
  userName?: string | undefined;
  password?: Payload | undefined;
  will?: Will | undefined;

  /** 256 bytes for one write to the network: at least CONNECT, and the largest PUBLISH without its payload. */
  txBytes?: number | undefined;
  /** 256 bytes: the largest inbound topic, and the largest piece of an inbound message. */
  rxBytes?: number | undefined;
  /** 1024 bytes: topics and payloads of all messages that wait for their send or their PUBACK. */
  outboxBytes?: number | undefined;
  /** 16 messages. */
  outboxEntries?: number | undefined;
  /** 8 filters. */
  subscriptions?: number | undefined;
  /** 20 inbound QoS 1 messages whose PUBACK is not yet written: Mosquitto's window. */
  pubacks?: number | undefined;

  /** WhenFull.Refuse: for messages that do not say it themselves. */
  whenFull?: WhenFull | undefined;
  /** 0, for ever: seconds a message may wait before it is dropped, unless it says so itself. */
  ttlS?: number | undefined;

  /** 15 s for the transport to open, and again for CONNACK. */
  connackS?: number | undefined;
  /** 20 s for any sign of life after a question. */
  answerS?: number | undefined;
  /** 3600 s, at least the keep alive: silence from the broker after which we ask, even when we keep sending. */
  proofS?: number | undefined;
  /** 1 s: the longest wait before the first retry; it doubles up to retryCapS, 300 s. */
  retryFirstS?: number | undefined;
  retryCapS?: number | undefined;
  /** true: send before CONNACK, which saves a round trip; given up by itself with a broker that drops us for it. */
  isPipelined?: boolean | undefined;
  /** What tells this client's retry times from those of its neighbours, 0 to 65,535; drawn from the client id. */
  seed?: number | undefined;

  /** None: only a station has them. */
  feeds?: Feeds | undefined;
}

/** Longer delays would not fit the clock, or what retry.ts can draw. */
export const enum Most {
  PatienceS = 536870,
  RetryS = 33553,
  TtlS = 1073741823,
  Seed = 65535,
}
