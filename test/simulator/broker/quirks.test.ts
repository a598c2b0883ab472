/*
 * Each quirk: what a client sees of it. Those of aedes and Mosquitto stand in scripts/ as well, beside the real ones.
 */
import { expect, test } from "vitest";
import { PRESETS } from "../../../src/simulator/broker/presets.ts";
import { NO_QUIRKS } from "../../../src/simulator/broker/quirks.ts";
import type { Quirks } from "../../../src/simulator/broker/quirks.ts";
import { hex, kept, numbers, published, pubacks, qos2 } from "../../support/script.ts";
import {
  SimClient,
  connectPacket,
  publishPacket,
  setting,
  subscribePacket,
} from "../../support/sim-client.ts";
import type { Packet } from "mqtt-packet";

interface Case {
  quirk: Partial<Quirks>;
  what: string;
  sends: (Packet | Uint8Array)[];
  /** What a broker without the quirk says, and whether the connection stays. */
  plain: [string[], boolean];
  odd: [string[], boolean];
}

const OPEN = connectPacket("a");
const MQTT_5 = hex("10 0e 0004 4d515454 05 02 0000 00 0001 61");

const CASES: Case[] = [
  {
    quirk: { maxQos: 1 },
    what: "SUBACK grants at most 1",
    sends: [OPEN, subscribePacket(1, "t", 2)],
    plain: [["connack 0", "suback #1 2"], true],
    odd: [["connack 0", "suback #1 1"], true],
  },
  {
    quirk: { qos2Publish: "closes" },
    what: "a PUBLISH with QoS 2 ends the connection",
    sends: [OPEN, qos2("x", 1)],
    plain: [["connack 0", "pubrec #1"], true],
    odd: [["connack 0"], false],
  },
  {
    quirk: { packetLimitBytes: 64 },
    what: "a larger packet ends the connection",
    sends: [OPEN, publishPacket("t", "x".repeat(62), 1)],
    plain: [["connack 0", "puback #1"], true],
    odd: [["connack 0"], false],
  },
  {
    quirk: { isSubackLate: true },
    what: "SUBACK and retained messages come behind the other answers",
    sends: [
      ...[OPEN, { ...publishPacket("t", "x"), retain: true } as Packet, subscribePacket(1, "t", 0)],
      publishPacket("u", "y", 2),
    ],
    plain: [["connack 0", "suback #1 0", "publish t q0 retain x", "puback #2"], true],
    odd: [["connack 0", "puback #2", "suback #1 0", "publish t q0 retain x"], true],
  },
  {
    quirk: { pipelined: "dropped" },
    what: "what comes with CONNECT is lost",
    sends: [OPEN, publishPacket("t", "x", 1)],
    plain: [["connack 0", "puback #1"], true],
    odd: [["connack 0"], true],
  },
  {
    quirk: { pipelinedLimit: 2 },
    what: "too much behind CONNECT ends the connection without CONNACK",
    sends: [OPEN, ...published(1, 3)],
    plain: [["connack 0", ...pubacks(1, 3)], true],
    odd: [[], false],
  },
  {
    quirk: { wholeVisit: "lost" },
    what: "a visit in one write is lost",
    sends: [OPEN, publishPacket("t", "x", 1), { cmd: "disconnect" }],
    plain: [["connack 0", "puback #1"], false],
    odd: [["connack 0"], false],
  },
  {
    quirk: { dots: "refused" },
    what: 'SUBACK refuses a filter with "."',
    sends: [OPEN, subscribePacket(1, "a.b", 1)],
    plain: [["connack 0", "suback #1 1"], true],
    odd: [["connack 0", "suback #1 128"], true],
  },
  {
    quirk: { dots: "refused" },
    what: 'a PUBLISH with "." in its topic ends the connection',
    sends: [OPEN, publishPacket("a.b", "x", 1)],
    plain: [["connack 0", "puback #1"], true],
    odd: [["connack 0"], false],
  },
  {
    quirk: { dots: "slashes" },
    what: '"." in a topic becomes "/"',
    sends: [OPEN, subscribePacket(1, "a/b", 0), publishPacket("a.b", "x")],
    plain: [["connack 0", "suback #1 0"], true],
    odd: [["connack 0", "suback #1 0", "publish a/b q0 x"], true],
  },
  {
    quirk: { otherVersions: "closes" },
    what: "MQTT 5 is answered with the end",
    sends: [MQTT_5],
    plain: [["connack 1"], false],
    odd: [[], false],
  },
  {
    quirk: { otherVersions: "silent" },
    what: "MQTT 5 is not answered",
    sends: [MQTT_5],
    plain: [["connack 1"], false],
    odd: [[], true],
  },
];

for (const { quirk, what, sends, plain, odd } of CASES)
  test(`${JSON.stringify(quirk)}: ${what}`, () => {
    for (const [quirks, outcome] of [
      [{}, plain],
      [quirk, odd],
    ] as [Partial<Quirks>, [string[], boolean]][]) {
      const { broker } = setting(quirks);
      const client = new SimClient(broker);
      client.send(...sends);
      expect([client.heard(), client.isOpen]).toEqual(outcome);
      expect(broker.violations).toEqual([]);
    }
  });

test("a session that waits for 25 messages, with every quirk of sessions", () => {
  const first = (quirks: Partial<Quirks>) => {
    const { broker } = setting(quirks);
    new SimClient(broker).send(kept("a"), subscribePacket(1, "t", 1), { cmd: "disconnect" });
    for (const n of numbers(1, 40)) broker.publish("t", String(n), 1, false);
    const client = new SimClient(broker);
    client.send(kept("a"));
    const greeting = client.heard();
    client.send({ cmd: "puback", messageId: 1 });
    const next = client.heard();
    client.lose();
    const again = new SimClient(broker);
    again.send(kept("a"));
    const isDup = again.heard().some((line) => line.includes(" dup "));
    return [greeting[0], greeting.length - 1, next.length, isDup];
  };
  expect(first({})).toEqual(["connack 0 present", 20, 1, true]);
  expect(first({ isSessionPresentTold: false })).toEqual(["connack 0", 20, 1, true]);
  expect(first({ inflightLimit: 32 })).toEqual(["connack 0 present", 32, 1, true]);
  expect(first({ isWindowReset: true })).toEqual(["connack 0 present", 20, 20, true]);
  expect(first({ isDupSet: false })).toEqual(["connack 0 present", 20, 1, false]);
  expect(first({ isQueuedOffline: false })).toEqual(["connack 0 present", 0, 0, false]);
});

test("answers leave in one write, in a write for each packet, or for each byte", () => {
  const writes = (how: Quirks["writes"]) => {
    const client = new SimClient(setting({ writes: how }).broker);
    client.send(OPEN, ...published(1, 3));
    const sizes = client.writes.map((bytes) => bytes.length);
    expect(client.heard()).toEqual(["connack 0", ...pubacks(1, 3)]);
    return sizes;
  };
  expect(writes("glued")).toEqual([16]);
  expect(writes("apart")).toEqual([4, 4, 4, 4]);
  expect(writes("bytewise")).toEqual(Array<number>(16).fill(1));
});

test("every preset changes something, and only what there is", () => {
  for (const [name, preset] of Object.entries(PRESETS))
    for (const [quirk, value] of Object.entries(preset)) {
      expect([name, quirk, Object.keys(NO_QUIRKS).includes(quirk)]).toEqual([name, quirk, true]);
      expect([name, quirk, NO_QUIRKS[quirk as keyof Quirks]]).not.toEqual([name, quirk, value]);
    }
});
