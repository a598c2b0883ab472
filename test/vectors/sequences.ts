/*
 * What a broker may send, and what it must not: sequences of inbound packets as bytes, with what must come of
 * them. Data only, so that every engine can be fed the same; test/client/cuts.test.ts cuts them everywhere.
 * Source: MQTT 3.1.1 by section; a letter and a number name a bug of a peer, which the sequence would show:
 * E Espruino's MQTT.js, T tinyMQTT, U micro-mqtt, M Moddable, N NodeMCU, L luamqtt, D DeviceScript.
 */
import { Reason } from "../../src/client/status.ts";

/** What the client does before the sequence begins. Its options stand in SEQUENCE_LIMITS. */
export type Step =
  /** Start, transport opened, CONNECT written. */
  | { do: "open"; isClean: boolean }
  | { do: "receive"; hex: string }
  | { do: "publish"; topic: string; payload: string; qos: number }
  | { do: "subscribe"; filter: string; qos: number }
  | { do: "unsubscribe"; filter: string }
  /** Everything that the client wants to write, each frame handed on at once. */
  | { do: "write" }
  /** One frame, handed on at once. */
  | { do: "writeOne" }
  | { do: "disconnect" };

export interface Sequence {
  name: string;
  source: string;
  setup: Step[];
  /** What the broker sends, byte for byte. */
  hex: string;
  /** Why the connection ends, or Reason.None when it goes on. */
  reason: Reason;
  /** Messages read to their end, whether a handler was told of them or their topic was too long. */
  messages: number;
}

/** The sizes that decide between two results; rxBytes is each of the three. */
export const SEQUENCE_LIMITS = {
  rxBytes: [16, 64, 128],
  txBytes: 128,
  outboxBytes: 512,
  outboxEntries: 8,
  subscriptions: 4,
  pubacks: 20,
};

const GREETING: Step[] = [{ do: "open", isClean: true }];
const PERSISTENT: Step[] = [{ do: "open", isClean: false }];
const UP: Step[] = [...GREETING, { do: "receive", hex: "20020000" }];
/** SUBSCRIBE with packet id 1 for `a` with QoS 1, and with id 2 for `b` with QoS 0. */
const SUBSCRIBING: Step[] = [
  ...UP,
  { do: "subscribe", filter: "a", qos: 1 },
  { do: "subscribe", filter: "b", qos: 0 },
  { do: "write" },
];
/** UNSUBSCRIBE with packet id 3 for `a`. */
const UNSUBSCRIBING: Step[] = [
  ...SUBSCRIBING,
  { do: "receive", hex: "90030001019003000200" },
  { do: "unsubscribe", filter: "a" },
  { do: "write" },
];
/** Messages with packet ids 1, 2 and 3. */
const IN_FLIGHT: Step[] = [
  ...UP,
  { do: "publish", topic: "t", payload: "one", qos: 1 },
  { do: "publish", topic: "t", payload: "two", qos: 1 },
  { do: "publish", topic: "t", payload: "three", qos: 1 },
  { do: "write" },
];
/** A message of three frames, of which one is written; packet id 1. */
const STREAMING: Step[] = [
  ...UP,
  { do: "publish", topic: "t", payload: "x".repeat(300), qos: 1 },
  { do: "writeOne" },
];
/** disconnect() was called, DISCONNECT is not yet written. */
const CLOSING: Step[] = [...UP, { do: "disconnect" }];

/** So many payload bytes: 3 becomes 616263, the alphabet over and over. */
function fill(bytes: number): string {
  let hex = "";
  for (let at = 0; at < bytes; at += 1) hex += (0x61 + (at % 26)).toString(16);
  return hex;
}

/** So many QoS 1 messages to `t`, ids from 1. */
function manyQos1(count: number): string {
  let hex = "";
  for (let id = 1; id <= count; id += 1) hex += `3205000174${id.toString(16).padStart(4, "0")}`;
  return hex;
}

const HELLO = "300700017468656c6c"; // QoS 0 to `t`: "hell"
const PONG = "d000";

/** A sequence that is read to its end, after which the connection still stands. */
function good(name: string, source: string, setup: Step[], hex: string, messages = 0): Sequence {
  return { name, source, setup, hex, reason: Reason.None, messages };
}

/** A sequence that ends the connection; what follows the bad byte must not be read. */
function bad(name: string, source: string, setup: Step[], hex: string, reason: Reason): Sequence {
  return { name, source, setup, hex: hex + HELLO, reason, messages: 0 };
}

const CONNACKS: Sequence[] = [
  good("CONNACK", "3.2", GREETING, "20020000"),
  good("CONNACK, session present", "3.2.2.2, M4, mqtt_as 1", PERSISTENT, "20020100"),
  good("CONNACK glued to PUBLISH", "N1, U2", GREETING, "20020000" + HELLO, 1),
  good(
    "CONNACK glued to the queued QoS 1 commands of a kept session",
    "N1: CONNACK glued to what follows",
    PERSISTENT,
    "20020100" + "32070001630001676f" + "3209000163000273746f70",
    2,
  ),
  good("CONNACK glued to PINGRESP", "N1", GREETING, "20020000" + PONG),
  bad("CONNACK 5, not authorised", "3.2.2.3, E1", GREETING, "20020005", Reason.Refused),
  bad("CONNACK 3, unavailable", "3.2.2.3", GREETING, "20020003", Reason.Refused),
  bad("CONNACK with code 6", "3.2.2.3", GREETING, "20020006", Reason.BadConnack),
  bad("CONNACK with a reserved flag", "3.2.2.1", GREETING, "20020200", Reason.BadConnack),
  bad("CONNACK, session present and refused", "3.2.2.2", PERSISTENT, "20020105", Reason.BadSession),
  bad("CONNACK, session present after a clean start", "3.2.2.2", GREETING, "20020100", Reason.BadSession),
  bad("CONNACK of one byte", "3.2, N10", GREETING, "200100", Reason.BadSize),
  bad("CONNACK of three bytes", "3.2, N10", GREETING, "2003000000", Reason.BadSize),
  bad("CONNACK again", "3.2", UP, "20020000", Reason.OutOfTurn),
  bad("PUBLISH before CONNACK", "3.2", GREETING, "300400017461", Reason.OutOfTurn),
  bad("PUBACK before CONNACK", "3.2", GREETING, "40020001", Reason.OutOfTurn),
  bad("PINGRESP before CONNACK", "3.2", GREETING, "d000", Reason.OutOfTurn),
  bad("SUBACK before CONNACK", "3.2", GREETING, "9003000100", Reason.OutOfTurn),
];

const SUBACKS: Sequence[] = [
  good("SUBACK", "3.9", SUBSCRIBING, "9003000101" + "9003000200"),
  good("SUBACKs in another order", "3.9", SUBSCRIBING, "9003000200" + "9003000101"),
  good("SUBACK that grants less", "3.9.3", SUBSCRIBING, "9003000100"),
  good("SUBACK with a refusal", "3.9.3, E2, N5", SUBSCRIBING, "9003000180" + "9003000200"),
  good("SUBACK glued to a retained PUBLISH", "T1, U2", SUBSCRIBING, "900300010131050001616f6e", 1),
  good("SUBACK for an id that nobody asked", "3.9", SUBSCRIBING, "9003000701" + "9003000101"),
  good("SUBACK twice for one filter", "3.9", SUBSCRIBING, "9003000101" + "9003000101"),
  good("UNSUBACK", "3.11", UNSUBSCRIBING, "b0020003"),
  good("UNSUBACK for an id that nobody asked", "3.11", UNSUBSCRIBING, "b0020009b0020003"),
  good("UNSUBACK for a SUBSCRIBE", "3.11", SUBSCRIBING, "b0020001" + "9003000101"),
  bad("SUBACK with QoS 2 where 1 was asked", "3.9.3", SUBSCRIBING, "9003000102", Reason.BadSuback),
  bad("SUBACK with QoS 1 where 0 was asked", "3.9.3", SUBSCRIBING, "9003000201", Reason.BadSuback),
  bad("SUBACK with code 3", "3.9.3", SUBSCRIBING, "9003000103", Reason.BadSuback),
  bad("SUBACK with too many codes", "3.9.3", SUBSCRIBING, "900400010100", Reason.BadSize),
  bad("SUBACK with id 0", "2.3.1", SUBSCRIBING, "9003000001", Reason.BadId),
  bad("SUBACK without a code", "3.9.3", SUBSCRIBING, "90020001", Reason.BadSize),
  bad("SUBACK larger than rx", "3.9.3", SUBSCRIBING, `9082010001${"00".repeat(128)}`, Reason.BadSize),
  bad("UNSUBACK with id 0", "2.3.1", UNSUBSCRIBING, "b0020000", Reason.BadId),
  bad("UNSUBACK of three bytes", "3.11", UNSUBSCRIBING, "b003000300", Reason.BadSize),
];

const PUBACKS: Sequence[] = [
  good("PUBACKs in another order", "3.4", IN_FLIGHT, "400200034002000140020002"),
  good("PUBACK, PUBLISH, PUBACK", "3.4", IN_FLIGHT, `40020001${HELLO}40020002`, 1),
  good("PUBACK twice for one message", "3.4, U1", IN_FLIGHT, "4002000240020002"),
  good("PUBACK for a message that is not in flight", "3.4", UP, `4002ffff${PONG}`),
  good("PUBACK for a message of which half is written", "3.4", STREAMING, "40020001"),
  bad("PUBACK with id 0", "2.3.1", IN_FLIGHT, "40020000", Reason.BadId),
  bad("PUBACK of three bytes", "3.4", IN_FLIGHT, "4003000100", Reason.BadSize),
  bad("PUBACK of no bytes", "3.4", IN_FLIGHT, "4000", Reason.BadSize),
];

/** Payloads at the edges of rx, and a packet behind each: a piece too much or too few would eat it. */
const PIECES: Sequence[] = [15, 16, 17, 32, 63, 64, 65].map((bytes) =>
  good(
    `PUBLISH with a payload of ${bytes} bytes`,
    "3.3.3",
    UP,
    `32${(5 + bytes).toString(16).padStart(2, "0")}0001740001${fill(bytes)}${HELLO}`,
    2,
  ),
);

const PUBLISHES: Sequence[] = [
  good("PUBLISH with QoS 0", "3.3", UP, HELLO, 1),
  good("PUBLISH with QoS 1", "3.3, T2", UP, "3206000174000161", 1),
  good("PUBLISH with id 65535", "2.3.1", UP, "3206000174ffff61", 1),
  good("PUBLISH twice with one id, then with DUP", "3.3.1.1", UP, "32060001740001613a06000174000161", 2),
  good("PUBLISH with RETAIN", "3.3.1.3, M3", UP, "31050001746f6e", 1),
  good("PUBLISH with DUP and RETAIN", "3.3.1, M6", UP, "3b0700017400016f6e", 1),
  good("empty PUBLISH with QoS 0, then PINGRESP", "M1, M7", UP, "3003000174" + PONG, 1),
  good("empty PUBLISH with QoS 1, then PINGRESP", "M1", UP, "32050001740001" + PONG, 1),
  good("empty retained PUBLISH three times", "M1, user request 27", UP, "3103000174".repeat(3), 3),
  good("remaining length 127, then PUBLISH", "2.2.3, T3", UP, `307f000174${fill(124)}${HELLO}`, 2),
  good("remaining length 128, then PUBLISH", "2.2.3, U3, N2", UP, `308001000174${fill(125)}${HELLO}`, 2),
  good("remaining length 133, QoS 1, then PUBLISH", "U3", UP, `3285010001740001${fill(128)}${HELLO}`, 2),
  good("remaining length 134, QoS 1, then PUBLISH", "U3", UP, `3286010001740001${fill(129)}${HELLO}`, 2),
  good("remaining length 16383, then PUBLISH", "2.2.3", UP, `30ff7f000174${fill(16380)}${HELLO}`, 2),
  good("remaining length 16384, then PUBLISH", "D4", UP, `328080010001740007${fill(16379)}${HELLO}`, 2),
  good("topic in UTF-8", "1.5.3, E11", UP, "3012000bc3a92fe6b8a92ff09f98807a7a7a7a7a", 1),
  good("topic that begins with U+FEFF", "1.5.3.3", UP, "30060004efbbbf74", 1),
  good("topic of 16 bytes", "3.3.2.1", UP, `30150010${fill(16)}616263`, 1),
  good("topic of 17 bytes, QoS 1", "3.3.2.1", UP, `32170011${fill(17)}00096162${HELLO}`, 2),
  good("topic of 65 bytes, QoS 1, empty", "3.3.2.1", UP, `32450041${fill(65)}0009${HELLO}`, 2),
  good("topic of 129 bytes, QoS 1", "3.3.2.1", UP, `3288010081${fill(129)}0009${fill(3)}${PONG}`, 1),
  good("as many QoS 1 as there is room to acknowledge", "2.3.1", UP, manyQos1(20), 20),
  {
    ...bad("one QoS 1 more than there is room to acknowledge", "2.3.1", UP, manyQos1(21), Reason.Overrun),
    messages: 20,
  },
  good("PUBLISH after disconnect()", "3.14", CLOSING, "32060001740001" + "61" + PONG, 1),
  good("PUBLISH between the frames of our own", "3.3", STREAMING, "3206000174000561", 1),
  good("PINGRESP that nobody asked for", "3.13", UP, PONG + PONG),
];

const BAD_PUBLISHES: Sequence[] = [
  bad("PUBLISH with QoS 2", "4.3.3, U4, M8", UP, "3406000174000161", Reason.Qos2),
  bad("PUBLISH with QoS 3", "3.3.1.2", UP, "3606000174000161", Reason.BadQos),
  bad("PUBLISH with DUP and QoS 0", "3.3.1.1", UP, "380400017461", Reason.BadFlags),
  bad("PUBLISH with id 0", "2.3.1, M2", UP, "3206000174000061", Reason.BadId),
  bad("PUBLISH with an empty topic", "4.7.3", UP, "3003000061", Reason.BadTopic),
  bad("PUBLISH to a#", "3.3.2.1", UP, "30050002612361", Reason.BadTopic),
  bad("PUBLISH to +", "3.3.2.1", UP, "300400012b61", Reason.BadTopic),
  bad("topic with U+0000", "1.5.3.2", UP, "30050002610061", Reason.BadTopic),
  bad("topic with a surrogate", "1.5.3.1", UP, "30060003eda08061", Reason.BadTopic),
  bad("topic with an over-long form", "1.5.3.1", UP, "30050002c0af61", Reason.BadTopic),
  bad("topic above U+10FFFF", "1.5.3.1", UP, "30070004f490808061", Reason.BadTopic),
  bad("topic that ends inside a character", "1.5.3.1", UP, "30050002e6b861", Reason.BadTopic),
  bad("PUBLISH of no bytes", "3.3.2", UP, "3000", Reason.BadSize),
  bad("PUBLISH of one byte", "3.3.2", UP, "300100", Reason.BadSize),
  bad("topic longer than its packet", "3.3.2.1", UP, "300400037461", Reason.BadSize),
  bad("PUBLISH with QoS 1 and no room for an id", "3.3.2.2", UP, "320400017461", Reason.BadSize),
];

const HEADERS: Sequence[] = [
  bad("type 0", "2.2.1", UP, "0000", Reason.BadType),
  bad("type 15", "2.2.1", UP, "f000", Reason.BadType),
  bad("PUBACK with a reserved flag", "2.2.2", IN_FLIGHT, "41020001", Reason.BadFlags),
  bad("SUBACK with a reserved flag", "2.2.2", SUBSCRIBING, "9203000101", Reason.BadFlags),
  bad("PINGRESP with a reserved flag", "2.2.2", UP, "d100", Reason.BadFlags),
  bad("PUBREL without its flag", "3.6.1", UP, "60020001", Reason.BadFlags),
  bad("CONNECT from a broker", "3.1", UP, "100c00044d515454040200000000", Reason.ClientPacket),
  bad("SUBSCRIBE from a broker", "3.8", UP, "8206000100016100", Reason.ClientPacket),
  bad("UNSUBSCRIBE from a broker", "3.10", UP, "a2050001000161", Reason.ClientPacket),
  bad("PINGREQ from a broker", "3.12", UP, "c000", Reason.ClientPacket),
  bad("DISCONNECT from a broker", "3.14", UP, "e000", Reason.ClientPacket),
  bad("PUBREC", "4.3.3", IN_FLIGHT, "50020001", Reason.Qos2),
  bad("PUBREL", "4.3.3", UP, "62020001", Reason.Qos2),
  bad("PUBCOMP", "4.3.3", IN_FLIGHT, "70020001", Reason.Qos2),
  bad("remaining length of five bytes", "2.2.3, E13", UP, "30ffffffff7f", Reason.BadLength),
  bad("remaining length 0 in two bytes", "2.2.3", UP, "d08000", Reason.BadLength),
  bad("remaining length 2 in two bytes", "2.2.3", IN_FLIGHT, "4082000001", Reason.BadLength),
  bad("remaining length 0 in four bytes", "2.2.3", UP, "d080808000", Reason.BadLength),
  bad("PINGRESP of one byte", "3.13", UP, "d00100", Reason.BadSize),
];

const UNFINISHED: Sequence[] = [
  good("a first byte and nothing more", "2.2", UP, "30"),
  good("half a remaining length", "2.2.3, N2", UP, "3080"),
  good("half a topic", "L1", UP, "300a000568"),
  good("a topic and half an id", "L1", UP, "3207000174ab"),
  good("a claim of 268,435,455 bytes", "M9", UP, `30ffffff7f000174${fill(40)}`),
  good("half a CONNACK", "3.2", GREETING, "200200"),
  { ...bad("PUBLISH, then a bad type", "2.2.1", UP, HELLO + "f000", Reason.BadType), messages: 1 },
];

export const SEQUENCES: Sequence[] = [
  ...CONNACKS,
  ...SUBACKS,
  ...PUBACKS,
  ...PIECES,
  ...PUBLISHES,
  ...BAD_PUBLISHES,
  ...HEADERS,
  ...UNFINISHED,
];
