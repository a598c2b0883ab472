/*
 * Whom a broker does not take, and what it hangs up on.
 * Source: MQTT 3.1.1, sections 3.1.3.1, 3.1.4, 3.2.2.3 and 4.8.
 */
import type { Packet } from "mqtt-packet";
import { PING, hex, kept } from "../../../support/script.ts";
import type { Script } from "../../../support/script.ts";
import { connectPacket, publishPacket, subscribePacket } from "../../../support/sim-client.ts";

/** What a client sends after CONNACK, and where a broker takes it. */
const ENDINGS: [string, Packet | Uint8Array, Script["unlike"]?][] = [
  ["a second CONNECT", connectPacket("a")],
  ["a wildcard in a topic", hex("30 04 0002 2b61")],
  ["PUBLISH with packet id 0", hex("32 05 0001 74 0000"), { aedes: "answers PUBACK 0" }],
  ["PUBLISH that ends within its topic", hex("30 03 0005 74")],
  ["SUBSCRIBE with flags 0", hex("80 06 0001 0001 74 00")],
];

export const REFUSALS: Script[] = [
  {
    name: "an empty client id with a kept session is refused",
    unlike: { aedes: "takes it" },
    steps: [
      { who: "a", sends: [hex("10 0c 0004 4d515454 04 00 0000 0000")], hears: ["connack 2"], ends: true },
    ],
  },
  {
    name: "an empty client id with a clean session is taken",
    steps: [
      { who: "a", sends: [connectPacket("")], hears: ["connack 0"] },
      { who: "a", sends: [PING], hears: ["pingresp"] },
    ],
  },
  {
    name: "a wrong password is refused, and nothing behind CONNECT is taken",
    login: { userName: "u", password: "right" },
    steps: [
      {
        who: "l",
        sends: [
          connectPacket("l", { username: "u", password: Buffer.from("right") }),
          subscribePacket(1, "#", 1),
        ],
        hears: ["connack 0", "suback #1 1"],
      },
      {
        who: "a",
        sends: [
          connectPacket("a", { username: "u", password: Buffer.from("wrong") }),
          publishPacket("t", "x", 1),
        ],
        hears: ["connack 5"],
        unless: { quirk: { loginRefusal: 4 }, hears: ["connack 4"] },
        ends: true,
      },
    ],
  },
  {
    name: "another protocol level is refused",
    unlike: { aedes: "ends the connection without CONNACK" },
    steps: [
      { who: "a", sends: [hex("10 0d 0004 4d515454 06 02 0000 0001 61")], hears: ["connack 1"], ends: true },
    ],
  },
  {
    name: "who was refused may come again, and has no session",
    unlike: { aedes: "does not refuse" },
    steps: [
      { who: "a", sends: [hex("10 0c 0004 4d515454 04 00 0000 0000")], hears: ["connack 2"], ends: true },
      { who: "a", sends: [kept("a")], hears: ["connack 0"] },
    ],
  },
  {
    name: "PUBLISH before CONNECT ends the connection",
    steps: [{ who: "a", sends: [publishPacket("t", "x", 1)], ends: true }],
  },
  {
    name: "another protocol name ends the connection",
    steps: [{ who: "a", sends: [hex("10 0d 0004 4d515458 04 02 0000 0001 61")], ends: true }],
  },
  ...ENDINGS.map(([name, packet, unlike]) => ({
    name: `${name} ends the connection`,
    unlike,
    steps: [
      { who: "a", sends: [connectPacket("a")], hears: ["connack 0"] },
      { who: "a", sends: [packet], ends: true },
    ],
  })),
];
