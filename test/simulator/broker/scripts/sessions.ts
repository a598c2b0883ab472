/*
 * Sessions: what is kept for a client that is away, in which order it comes, who takes whose place; wills.
 * Source: MQTT 3.1.1, sections 3.1.2.4, 3.1.2.5, 3.1.4 and 4.4.
 */
import { AWAY, BYE, LISTENER, PING, answer, heard, kept, numbers } from "../../../support/script.ts";
import { pubacks, published, withWill } from "../../../support/script.ts";
import type { Script } from "../../../support/script.ts";
import { connectPacket, publishPacket } from "../../../support/sim-client.ts";

export const SESSIONS: Script[] = [
  {
    name: "CONNECT, PINGREQ, DISCONNECT",
    steps: [
      { who: "a", sends: [connectPacket("a")], hears: ["connack 0"] },
      { who: "a", sends: [PING], hears: ["pingresp"] },
      { who: "a", sends: [BYE], ends: true },
    ],
  },
  {
    name: "messages wait for a client that is away, in their order",
    steps: [
      ...AWAY,
      { who: "b", sends: [connectPacket("b"), ...published(1, 3)], hears: ["connack 0", ...pubacks(1, 3)] },
      { who: "a", sends: [kept("a")], hears: ["connack 0 present", ...heard(1, 3)] },
      { who: "a", sends: [...numbers(1, 3).map((n) => answer("puback", n)), BYE], ends: true },
      { who: "a", sends: [kept("a")], hears: ["connack 0 present"] },
    ],
  },
  {
    name: "what was not acknowledged comes again with DUP and its id, before what is new",
    steps: [
      ...AWAY,
      { who: "a", sends: [kept("a")], hears: ["connack 0 present"] },
      { who: "b", sends: [connectPacket("b"), ...published(1, 2)], hears: ["connack 0", ...pubacks(1, 2)] },
      { who: "a", hears: heard(1, 2), isCut: true },
      { who: "b", sends: published(3, 3), hears: pubacks(3, 3) },
      {
        who: "a",
        sends: [kept("a")],
        hears: ["connack 0 present", "publish t q1 #1 dup 1", "publish t q1 #2 dup 2", "publish t q1 #3 3"],
        unless: { quirk: { isDupSet: false }, hears: ["connack 0 present", ...heard(1, 3)] },
      },
    ],
  },
  {
    name: "no more messages than the window holds wait for an answer",
    steps: [
      ...AWAY,
      { who: "b", sends: [connectPacket("b"), ...published(1, 25)], hears: ["connack 0", ...pubacks(1, 25)] },
      {
        who: "a",
        sends: [kept("a"), PING],
        hears: ["connack 0 present", ...heard(1, 20), "pingresp"],
        unless: {
          quirk: { inflightLimit: 65_535 },
          hears: ["connack 0 present", ...heard(1, 25), "pingresp"],
        },
      },
      {
        who: "a",
        sends: numbers(1, 2).map((n) => answer("puback", n)),
        hears: heard(21, 22),
        unless: [
          { quirk: { inflightLimit: 65_535 }, hears: [] },
          // The second answer comes before the messages that the first lets go, and adds nothing.
          { quirk: { isWindowReset: true }, hears: heard(21, 25) },
        ],
      },
    ],
  },
  {
    name: "a clean session forgets what was kept",
    steps: [
      ...AWAY,
      { who: "a", sends: [connectPacket("a")], hears: ["connack 0"] },
      { who: "a", sends: [BYE], ends: true },
      { who: "a", sends: [kept("a")], hears: ["connack 0"] },
      {
        who: "b",
        sends: [connectPacket("b"), publishPacket("t", "x", 1)],
        hears: ["connack 0", "puback #1"],
      },
    ],
  },
  {
    name: "a will is published when the connection is cut",
    steps: [
      LISTENER,
      { who: "a", sends: [withWill("a")], hears: ["connack 0"] },
      { who: "a", isCut: true },
      { who: "l", hears: ["publish w q1 #1 lost"] },
    ],
  },
  {
    name: "a will is forgotten at DISCONNECT",
    steps: [
      LISTENER,
      { who: "a", sends: [withWill("a")], hears: ["connack 0"] },
      { who: "a", sends: [BYE], ends: true },
    ],
  },
  {
    name: "who connects with a client id that is in use takes its place, and the will is published",
    steps: [
      LISTENER,
      { who: "a", sends: [withWill("a")], hears: ["connack 0"] },
      { who: "b", sends: [connectPacket("a")], hears: ["connack 0"] },
      { who: "a", ends: true },
      { who: "l", hears: ["publish w q1 #1 lost"] },
    ],
  },
];
