/*
 * Every packet we write: by hand-written vectors, and by what mqtt-packet reads in them.
 * What mqtt-packet writes and we read stands in decoder.test.ts.
 */
import fc from "fast-check";
import type { IConnectPacket, IPublishPacket } from "mqtt-packet";
import { describe, expect, test } from "vitest";
import { begin, payloadBytes, putByte, take, used } from "#bytes";
import type { Frame } from "#bytes";
import * as protocol from "#protocol";
import {
  connectLength,
  filterLength,
  Packet,
  packetBytes,
  publishLength,
  putBare,
  putConnect,
  putField,
  putFilter,
  putFixedHeader,
  putPuback,
  putPublish,
  putPublishHead,
  remainingLengthBytes,
} from "#protocol";
import type { ClientOptions, Will } from "../../src/client/options.ts";
import { Status } from "../../src/client/status.ts";
import { bytesOf, hex, namesOf, packetsOf } from "../support/client.ts";

const TYPES = namesOf(protocol, "Packet");

interface Vector {
  what: string;
  /** Of MQTT 3.1.1. */
  section: string;
  hex: string;
  /** What must fit behind these bytes, and is not written. */
  behind?: number;
  write: (frame: Frame) => Status;
}

// Edges of table 2.4: remaining length, then the bytes it must become behind the first byte.
const REMAINING_LENGTHS: [number, string][] = [
  [0, "00"],
  [1, "01"],
  [127, "7f"],
  [128, "8001"],
  [16383, "ff7f"],
  [16384, "808001"],
  [2097151, "ffff7f"],
  [2097152, "80808001"],
  [268435455, "ffffff7f"],
];

const lengthVectors = REMAINING_LENGTHS.map(([length, hex]): Vector => ({
  what: `a fixed header with remaining length ${length}`,
  section: "2.2.3",
  hex: `ff${hex}`,
  write: (frame) => putFixedHeader(frame, 0xff, length, 0),
}));

// The first row is figure 1.1; U+FEFF is data wherever it stands (MQTT-1.5.3-3).
const STRINGS: [string, string][] = [
  ["A\u{2A6D4}", "000541f0aa9b94"],
  ["", "0000"],
  ["MQTT", "00044d515454"],
  ["\uFEFF", "0003efbbbf"],
];

// Parts of a CONNECT: the bits of its flags byte (3.1.2.3), and the bytes in its payload (3.1.3).
type Part<T> = [value: T, flags: number, payload: string];
const WILLS: Part<Will | undefined>[] = [
  [undefined, 0x00, ""],
  [{ topic: "w/ä", payload: "gone", qos: 0, retain: false }, 0x04, "0004772fc3a4 0004676f6e65"],
  [{ topic: "w/ä", payload: "gone", qos: 0, retain: true }, 0x24, "0004772fc3a4 0004676f6e65"],
  [{ topic: "w", payload: bytesOf("00ff"), qos: 1, retain: false }, 0x0c, "000177 000200ff"],
  [{ topic: "w", payload: "", qos: 1, retain: true }, 0x2c, "000177 0000"],
];
const USERS: Part<ClientOptions>[] = [
  [{}, 0x00, ""],
  [{ userName: "" }, 0x80, "0000"],
  [{ userName: "ü" }, 0x80, "0002c3bc"],
  [{ userName: "u", password: "" }, 0xc0, "000175 0000"],
  [{ userName: "u", password: bytesOf("0080ff") }, 0xc0, "000175 00030080ff"],
];
const SESSIONS: Part<boolean>[] = [
  [false, 0x00, ""],
  [true, 0x02, ""],
];
const KEEP_ALIVES: [number, string][] = [
  [0, "0000"],
  [60, "003c"],
  [256, "0100"],
  [65535, "ffff"],
];

const byteHex = (byte: number): string => byte.toString(16).padStart(2, "0");

function connectVector(session: Part<boolean>, will: Part<Will | undefined>, user: Part<ClientOptions>) {
  const flags = session[1] + will[1] + user[1];
  // The keep alives take turns, so that each of them meets each kind of flags.
  const [keepAliveS, keepAliveHex] = KEEP_ALIVES[flags % KEEP_ALIVES.length] as [number, string];
  const body = `00044d51545404${byteHex(flags)}${keepAliveHex}00057065657231${will[2]}${user[2]}`;
  const bytes = body.replaceAll(" ", "");
  const [cleanSession] = session;
  const options: ClientOptions = { ...user[0], cleanSession, keepAliveS, will: will[0] };
  const vector: Vector = {
    what: `CONNECT with flags ${byteHex(flags)}, keep alive ${keepAliveS}, ${bytes.length / 2} bytes`,
    section: "3.1",
    hex: `10${byteHex(bytes.length / 2)}${bytes}`,
    write: (frame) => putConnect(frame, options, "peer1"),
  };
  return vector;
}

const connectVectors = SESSIONS.flatMap((session) =>
  WILLS.flatMap((will) => USERS.map((user) => connectVector(session, will, user))),
);

// Flags, topic, packet id, bytes of payload, how many of them must fit behind the head, and the head.
const PUBLISHES: [number, string, number, number, number, string][] = [
  [0x0, "a/b", 0, 0, 0, "3005 0003612f62"],
  [0x1, "a/b", 0, 4, 4, "3109 0003612f62"],
  [0x2, "a/b", 10, 4, 4, "320b 0003612f62 000a"],
  [0x3, "a/b", 10, 4, 4, "330b 0003612f62 000a"],
  [0xa, "a/b", 256, 4, 4, "3a0b 0003612f62 0100"],
  [0xb, "a/b", 65535, 4, 0, "3b0b 0003612f62 ffff"],
  [0x0, "ä", 0, 123, 123, "307f 0002c3a4"],
  [0x0, "ä", 0, 124, 1, "308001 0002c3a4"],
  [0x2, "ä", 1, 16377, 0, "32ff7f 0002c3a4 0001"],
  [0x2, "ä", 1, 16378, 0, "32808001 0002c3a4 0001"],
  [0x0, "t", 0, 2097148, 0, "30ffff7f 000174"],
  [0x0, "t", 0, 2097149, 0, "3080808001 000174"],
  [0x0, "t", 0, 268435452, 0, "30ffffff7f 000174"],
];

const publishVectors = PUBLISHES.map(([flags, topic, packetId, totalBytes, withBytes, hex]): Vector => {
  const write = (frame: Frame) => putPublishHead(frame, flags, topic, packetId, totalBytes, withBytes);
  const what = `PUBLISH head, flags ${byteHex(flags)}, id ${packetId}, ${withBytes} of ${totalBytes} bytes`;
  return { what, section: "3.3", hex, behind: withBytes, write };
});

const PUBACKS: [number, string][] = [
  [1, "40020001"],
  [256, "40020100"],
  [65535, "4002ffff"],
];

// Type, id, filter, QoS, and the packet: the reserved flags are 2.
const FILTERS: [Packet, string, number, string, number, string][] = [
  [Packet.Subscribe, "3.8", 10, "a/b", 1, "8208 000a 0003612f62 01"],
  [Packet.Subscribe, "3.8", 65535, "ä/#", 0, "8209 ffff 0004c3a42f23 00"],
  [Packet.Subscribe, "3.8", 1, "x".repeat(122), 1, `827f 0001 007a${"78".repeat(122)} 01`],
  [Packet.Subscribe, "3.8", 1, "x".repeat(123), 1, `828001 0001 007b${"78".repeat(123)} 01`],
  [Packet.Unsubscribe, "3.10", 10, "a", -1, "a205 000a 000161"],
  [Packet.Unsubscribe, "3.10", 256, "x".repeat(123), -1, `a27f 0100 007b${"78".repeat(123)}`],
];

const smallVectors: Vector[] = [
  ...PUBACKS.map(([id, hex]) => ({
    ...{ what: `PUBACK ${id}`, section: "3.4", hex },
    write: (frame: Frame) => putPuback(frame, id),
  })),
  ...FILTERS.map(([type, section, id, filter, qos, hex]) => ({
    ...{ what: `${TYPES[type]}, id ${id}, ${filter.length} characters with QoS ${qos}`, section, hex },
    write: (frame: Frame) => putFilter(frame, type, id, filter, qos),
  })),
  { what: "PINGREQ", section: "3.12", hex: "c000", write: (frame) => putBare(frame, Packet.Pingreq) },
  { what: "DISCONNECT", section: "3.14", hex: "e000", write: (frame) => putBare(frame, Packet.Disconnect) },
  {
    ...{ what: "a fixed header of which 3 bytes must follow", section: "2.2", hex: "30ac02", behind: 3 },
    write: (frame) => putFixedHeader(frame, 0x30, 300, 3),
  },
];

for (const vector of [...lengthVectors, ...connectVectors, ...publishVectors, ...smallVectors]) {
  const expected = vector.hex.replaceAll(" ", "");
  const bytes = expected.length / 2 + (vector.behind ?? 0);
  const shown = expected.length > 24 ? `${expected.slice(0, 24)}...` : expected;

  describe(`${vector.section} ${vector.what}`, () => {
    test(`is written as ${shown}`, () => {
      const frame = begin(bytes);
      expect(vector.write(frame)).toBe(Status.Ok);
      expect(hex(take(frame))).toBe(expected);
    });

    test(`is written behind what stands in the frame`, () => {
      const frame = begin(bytes + 1);
      putByte(frame, 0x55);
      expect(vector.write(frame)).toBe(Status.Ok);
      expect(hex(take(frame))).toBe(`55${expected}`);
    });

    test(`leaves a frame of ${bytes - 1}, one byte too short, unchanged`, () => {
      const frame = begin(bytes - 1);
      expect(vector.write(frame)).toBe(Status.Full);
      expect(used(frame)).toBe(0);
    });

    test(`leaves a frame with ${bytes - 1} bytes of room unchanged`, () => {
      const frame = begin(bytes);
      putByte(frame, 0x55);
      expect(vector.write(frame)).toBe(Status.Full);
      expect(hex(take(frame))).toBe("55");
    });
  });
}

for (const [length, hex] of REMAINING_LENGTHS) {
  const bytes = hex.length / 2;
  test(`remaining length ${length} takes ${bytes} bytes, its packet ${1 + bytes + length}`, () => {
    expect(remainingLengthBytes(length)).toBe(bytes);
    expect(packetBytes(length)).toBe(1 + bytes + length);
  });
}

for (const [text, hexText] of [...STRINGS, ["x".repeat(65535), `ffff${"78".repeat(65535)}`]] as const) {
  const shown = text.length > 20 ? `of ${text.length} characters` : JSON.stringify(text);
  test(`the field ${shown} is its length and its bytes, from text and from bytes (1.5.3)`, () => {
    for (const payload of [text, new Uint8Array(Buffer.from(text))]) {
      const frame = begin(hexText.length / 2);
      expect(putField(frame, payload)).toBe(Status.Ok);
      expect(hex(take(frame))).toBe(hexText);
    }
  });
}

test("a CONNECT of which nothing is said has a clean session and a keep alive of 60 s", () => {
  const frame = begin(100);
  expect(putConnect(frame, {}, "a")).toBe(Status.Ok);
  expect(hex(take(frame))).toBe("100d00044d5154540402003c000161");
});

describe("mqtt-packet reads the same in what we write:", () => {
  const text = fc.string({ unit: "binary", maxLength: 40 }).map((value) => value.replaceAll("\0", "0"));
  const topic = text.filter((value) => value !== "");
  const bytes = fc.uint8Array({ maxLength: 200 });
  const payload = fc.oneof(bytes, text);
  const packetId = fc.integer({ min: 1, max: 65535 });
  const asBytes = (value: string | Uint8Array) => Buffer.from(value as Uint8Array);
  const asText = (value: string | Uint8Array) => asBytes(value).toString("hex");

  function only(frame: Frame): Record<string, unknown> {
    const packets = packetsOf(take(frame));
    expect(packets).toHaveLength(1);
    return packets[0] as unknown as Record<string, unknown>;
  }

  test("CONNECT", () => {
    const will = fc.record({ topic, payload, qos: fc.constantFrom(0, 1), retain: fc.boolean() });
    const user = fc.oneof(
      fc.constant({ userName: undefined, password: undefined }),
      fc.record({ userName: text, password: fc.constant(undefined) }),
      fc.record({ userName: text, password: payload }),
    );
    const rest = fc.record({
      clientId: text,
      cleanSession: fc.option(fc.boolean(), { nil: undefined }),
      keepAliveS: fc.integer({ min: 0, max: 65535 }),
      will: fc.option(will, { nil: undefined }),
    });
    const isSame = (identity: ClientOptions & { clientId: string }) => {
      const frame = begin(packetBytes(connectLength(identity, identity.clientId)));
      expect(putConnect(frame, identity, identity.clientId)).toBe(Status.Ok);
      expect(putByte(frame, 0)).toBe(Status.Full);
      const read = only(frame) as unknown as IConnectPacket;
      expect(read).toMatchObject({ cmd: "connect", protocolId: "MQTT", protocolVersion: 4 });
      expect(read.clientId).toBe(identity.clientId);
      expect(read.clean).toBe(identity.cleanSession !== false);
      expect(read.keepalive).toBe(identity.keepAliveS);
      expect(read.username).toBe(identity.userName);
      expect(read.password?.toString("hex")).toBe(
        identity.password === undefined ? undefined : asText(identity.password),
      );
      expect(read.will === undefined).toBe(identity.will === undefined);
      if (read.will === undefined || identity.will === undefined) return;
      const { topic, qos, retain, payload } = identity.will;
      expect(read.will).toMatchObject({ topic, qos, retain });
      expect(asText(read.will.payload)).toBe(asText(payload));
    };
    fc.assert(fc.property(fc.tuple(rest, user), ([rest, user]) => isSame({ ...rest, ...user })));
  });

  test("PUBLISH", () => {
    const isSame = (
      topic: string,
      isChunk: boolean,
      body: string | Uint8Array,
      id: number,
      retain: boolean,
      dup: boolean,
    ) => {
      const qos = id === 0 ? 0 : 1;
      const isDup = dup && qos === 1;
      const flags = (retain ? 1 : 0) + qos * 2 + (isDup ? 8 : 0);
      const totalBytes = asBytes(body).length;
      const frame = begin(packetBytes(publishLength(payloadBytes(topic), id, totalBytes)));
      expect(putPublish(frame, flags, isChunk ? asBytes(topic) : topic, id, body)).toBe(Status.Ok);
      expect(putByte(frame, 0)).toBe(Status.Full);
      const read = only(frame) as unknown as IPublishPacket;
      expect(read).toMatchObject({ cmd: "publish", topic, qos, retain, dup: isDup });
      expect(read.messageId).toBe(id === 0 ? undefined : id);
      expect(asText(read.payload)).toBe(asText(body));
    };
    const id = fc.oneof(fc.constant(0), packetId);
    fc.assert(fc.property(topic, fc.boolean(), payload, id, fc.boolean(), fc.boolean(), isSame));
  });

  test("SUBSCRIBE and UNSUBSCRIBE", () => {
    const isSame = (type: Packet, id: number, filter: string, qos: number) => {
      const frame = begin(packetBytes(filterLength(type, filter)));
      expect(putFilter(frame, type, id, filter, qos)).toBe(Status.Ok);
      expect(putByte(frame, 0)).toBe(Status.Full);
      const read = only(frame);
      expect(read.messageId).toBe(id);
      if (type === Packet.Subscribe) expect(read.subscriptions).toEqual([{ topic: filter, qos }]);
      else expect(read.unsubscriptions).toEqual([filter]);
    };
    const type = fc.constantFrom(Packet.Subscribe, Packet.Unsubscribe);
    fc.assert(fc.property(type, packetId, topic, fc.constantFrom(0, 1), isSame));
  });

  test("PUBACK, PINGREQ and DISCONNECT", () => {
    const isSame = (messageId: number) => {
      const frame = begin(8);
      putPuback(frame, messageId);
      putBare(frame, Packet.Pingreq);
      putBare(frame, Packet.Disconnect);
      const read = packetsOf(take(frame));
      expect(read.map((packet) => packet.cmd)).toEqual(["puback", "pingreq", "disconnect"]);
      expect(read[0]?.messageId).toBe(messageId);
    };
    fc.assert(fc.property(packetId, isSame));
  });
});
