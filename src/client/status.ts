/*
 * What a call answers and why a connection ended: numbers, because text costs memory on a board.
 * Not here: sentences for people; those are made on the host (src/simulator/words.ts).
 */

/** Zero and up is success, below zero a failure. Each failure says what the caller should do. */
export const enum Status {
  Ok = 0,
  /** Not wrong, only incomplete: call again when more bytes have arrived. */
  NeedMore = 1,
  /** The broker or the sensor sent bytes its specification forbids. Close, or sample again. */
  Malformed = -1,
  /** A buffer or table of ours is full. Nothing was changed; try again after a send. */
  Full = -2,
  /** The caller asked for something this state does not allow. A bug on our side. */
  Unexpected = -3,
  /** The caller gave a value that MQTT forbids, such as a wildcard in a topic name. Do not try again. */
  Invalid = -4,
  /** It would not fit if every buffer were empty. Raise the limits, or send less. */
  TooLarge = -5,
  /** This build, runtime or board cannot do it. */
  Unsupported = -6,
  /** Nobody answered on the bus: check the wiring and the address. */
  Absent = -7,
  /** The chip answered, but with a value outside of what it can measure. */
  OutOfRange = -8,
}

/** Why a connection ended; the first argument of onClose. */
export const enum Reason {
  None = 0,
  /** disconnect() was called; the last packet was DISCONNECT. */
  Asked = 1,
  /** The options cannot work; the code is the Status that says why. Nothing was opened. */
  BadOptions = 2,

  /** The port lost the transport, or could not open it; the code is its Cause. */
  Lost = 10,
  /** The transport did not open in time. */
  NotOpened = 11,
  /** No CONNACK in time. */
  NoConnack = 12,
  /** The broker refused the connection; the code is the CONNACK return code, 1 to 5. */
  Refused = 13,
  /** Nothing arrived in time after a question of ours (PINGREQ, SUBSCRIBE, PUBLISH with QoS 1). */
  Silent = 14,

  /** Remaining length of more than four bytes, or with a needless last byte (2.2.3). */
  BadLength = 20,
  /** Packet type 0 or 15 (2.2.1). */
  BadType = 21,
  /** Reserved flag bits of the fixed header, or DUP with QoS 0 (2.2.2, 3.3.1.1). */
  BadFlags = 22,
  /** A packet that only a client may send. */
  ClientPacket = 23,
  /** A length this packet type cannot have. */
  BadSize = 24,
  /** Packet id 0 (2.3.1). */
  BadId = 25,
  /** Reserved CONNACK flags or a return code above 5 (3.2.2). */
  BadConnack = 26,
  /** Session present with a refusal, or after a clean start (3.2.2.2). */
  BadSession = 27,
  /** SUBACK with a code that is none, with more than was asked, or with the wrong number of codes (3.9.3). */
  BadSuback = 28,
  /** An inbound topic that is empty, has a wildcard or U+0000, or is not UTF-8 (1.5.3, 3.3.2.1, 4.7.3). */
  BadTopic = 29,
  /** Both QoS bits set (3.3.1.2). */
  BadQos = 30,
  /** A QoS 2 packet; QoS 2 is not supported. */
  Qos2 = 31,
  /** Something else before CONNACK, or a second CONNACK (3.2). */
  OutOfTurn = 32,
  /** Any of these, from the small client, which does not tell them apart. */
  Malformed = 33,

  /** More unanswered inbound QoS 1 messages than the table holds; the broker sends the rest again. */
  Overrun = 40,
  /** The source of a streamed message ended early, gave too much, or threw. */
  BadSource = 41,
  /** A topic longer than rxBytes, for the small client, which cannot pass over it. */
  TooLong = 42,
}

/** Why the port lost the transport; the code that goes with Reason.Lost. */
export const enum Cause {
  /** The other side closed in order. */
  Ended = 0,
  /** The connection broke off. */
  Reset = 1,
  /** Nobody listens there, or the network does not reach it. */
  Unreachable = 2,
  /** The host name has no address. */
  UnknownHost = 3,
  /** The TLS handshake failed, most often because of the certificate. */
  Untrusted = 4,
  /** No access point of the network is heard. */
  NoAccessPoint = 5,
  /** The access point does not take the password. */
  WrongPassword = 6,
  /** The access point refuses the board, or gives it no address. */
  NotAdmitted = 7,
}

/** Things worth knowing that end nothing; the first argument of onNotice. */
export const enum Notice {
  /** A queued message made way for a newer one; the detail is its number (0 for QoS 0). */
  DroppedFull = 1,
  /** A queued message was replaced by a newer one of its topic; the detail is its number. */
  DroppedReplaced = 2,
  /** A queued message outlived its time to live; the detail is its number. */
  DroppedExpired = 3,
  /** An inbound topic did not fit into rxBytes; its message was skipped. The detail is the topic's bytes. */
  TopicSkipped = 4,
  /** A handler threw; the detail is the Event it was called for. */
  HandlerThrew = 5,
  /** The broker acknowledged an id that is not in flight; the detail is the id. */
  StrayAck = 6,
  /** A message that can never be sent, for its source failed or its feed fits no frame; the detail is its number. */
  DroppedUnsendable = 7,
}
