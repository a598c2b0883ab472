/*
 * Messages: answers to them, who gets them, with which QoS, and how often; what is retained.
 * Source: MQTT 3.1.1, sections 3.3.1.3, 3.8.4, 4.3 and 4.7.
 */
import { BYE, LISTENER, answer, kept, pubacks, published, qos2, retained } from "../../../support/script.ts";
import type { Script } from "../../../support/script.ts";
import { connectPacket, publishPacket, subscribePacket } from "../../../support/sim-client.ts";

export const MESSAGES: Script[] = [
  {
    name: "PUBLISH in one write with CONNECT",
    steps: [
      LISTENER,
      {
        who: "a",
        sends: [connectPacket("a"), publishPacket("t", "x"), publishPacket("t", "y", 1)],
        hears: ["connack 0", "puback #1"],
      },
      { who: "l", hears: ["publish t q0 x", "publish t q1 #1 y"] },
    ],
  },
  {
    name: "SUBSCRIBE and PUBLISH in one write with CONNECT",
    steps: [
      {
        who: "a",
        sends: [connectPacket("a"), subscribePacket(1, "other", 1), publishPacket("t", "x", 2)],
        hears: ["connack 0", "suback #1 1", "puback #2"],
        unless: { quirk: { isSubackLate: true }, hears: ["connack 0", "puback #2", "suback #1 1"] },
      },
    ],
  },
  {
    name: "more messages in one write with CONNECT than some brokers take",
    steps: [
      {
        who: "a",
        sends: [connectPacket("a"), ...published(1, 43)],
        hears: ["connack 0", ...pubacks(1, 43)],
        unless: { quirk: { pipelinedLimit: 42 }, hears: [], ends: true },
      },
    ],
  },
  {
    name: "all of a visit in one write: CONNECT, PUBLISH, DISCONNECT",
    steps: [
      LISTENER,
      {
        who: "a",
        sends: [connectPacket("a"), publishPacket("t", "x"), BYE],
        isFinished: true,
        hears: ["connack 0"],
      },
      { who: "l", hears: ["publish t q0 x"], unless: { quirk: { wholeVisit: "lost" }, hears: [] } },
    ],
  },
  {
    name: "a retained message comes to who subscribes, marked, and to who is there, unmarked",
    steps: [
      LISTENER,
      { who: "a", sends: [connectPacket("a"), retained("t", "21")], hears: ["connack 0"] },
      { who: "l", hears: ["publish t q0 21"] },
      {
        who: "b",
        sends: [connectPacket("b"), subscribePacket(1, "t", 1)],
        hears: ["connack 0", "suback #1 1", "publish t q0 retain 21"],
      },
      { who: "a", sends: [retained("t", "")] },
      { who: "b", hears: ["publish t q0"] },
      { who: "l", hears: ["publish t q0"] },
      {
        who: "c",
        sends: [connectPacket("c"), subscribePacket(1, "t", 1)],
        hears: ["connack 0", "suback #1 1"],
      },
    ],
  },
  {
    name: "filters with wildcards, and topics that begin with $",
    steps: [
      {
        who: "a",
        sends: [
          connectPacket("a"),
          ...["a/+", "b/#", "/+", "+/x/y"].map((filter, at) => subscribePacket(at + 1, filter, 0)),
        ],
        hears: ["connack 0", "suback #1 0", "suback #2 0", "suback #3 0", "suback #4 0"],
      },
      {
        who: "b",
        sends: [
          connectPacket("b"),
          ...["a/1", "a", "a/1/2", "b", "b/1/2", "/c", "c", "c/x/y", "$c/x/y", "a/"].map((topic) =>
            publishPacket(topic, topic),
          ),
        ],
        hears: ["connack 0"],
      },
      {
        who: "a",
        hears: ["a/1", "b", "b/1/2", "/c", "c/x/y", "a/"].map((topic) => `publish ${topic} q0 ${topic}`),
      },
    ],
  },
  {
    name: "SUBACK lists what was granted, and a message has the lower QoS of the two",
    steps: [
      {
        who: "a",
        sends: [
          connectPacket("a"),
          {
            cmd: "subscribe",
            messageId: 9,
            subscriptions: [
              { topic: "t", qos: 0 },
              { topic: "u", qos: 1 },
              { topic: "v", qos: 2 },
            ],
          },
        ],
        hears: ["connack 0", "suback #9 0 1 2"],
      },
      {
        who: "b",
        sends: [connectPacket("b"), publishPacket("t", "x", 1)],
        hears: ["connack 0", "puback #1"],
      },
      { who: "a", hears: ["publish t q0 x"] },
      { who: "b", sends: [publishPacket("u", "y")] },
      { who: "a", hears: ["publish u q0 y"] },
    ],
  },
  {
    name: "UNSUBSCRIBE is answered, also for what was not subscribed, and ends the messages",
    steps: [
      {
        who: "a",
        sends: [connectPacket("a"), subscribePacket(1, "t", 0)],
        hears: ["connack 0", "suback #1 0"],
      },
      {
        who: "a",
        sends: [{ cmd: "unsubscribe", messageId: 2, unsubscriptions: ["t", "u"] }],
        hears: ["unsuback #2"],
      },
      {
        who: "b",
        sends: [connectPacket("b"), publishPacket("t", "x", 1)],
        hears: ["connack 0", "puback #1"],
      },
    ],
  },
  {
    name: "a message with QoS 1 that comes again with DUP is acknowledged again, and passed on again",
    unlike: { aedes: "passes DUP on as well" },
    steps: [
      LISTENER,
      { who: "a", sends: [kept("a"), subscribePacket(1, "other", 1)], hears: ["connack 0", "suback #1 1"] },
      { who: "a", sends: [publishPacket("t", "x", 3)], hears: ["puback #3"] },
      { who: "a", isCut: true },
      {
        who: "a",
        sends: [kept("a"), publishPacket("t", "x", 3, true)],
        hears: ["connack 0 present", "puback #3"],
      },
      { who: "l", hears: ["publish t q1 #1 x", "publish t q1 #2 x"] },
    ],
  },
  {
    name: "a message with QoS 2 that comes again is passed on once",
    steps: [
      LISTENER,
      { who: "a", sends: [kept("a"), subscribePacket(1, "other", 1)], hears: ["connack 0", "suback #1 1"] },
      { who: "a", sends: [qos2("x", 5)], hears: ["pubrec #5"] },
      { who: "a", isCut: true },
      { who: "a", sends: [kept("a")], hears: ["connack 0 present"] },
      { who: "a", sends: [qos2("x", 5, true)], hears: ["pubrec #5"] },
      { who: "a", sends: [answer("pubrel", 5)], hears: ["pubcomp #5"] },
      { who: "l", hears: ["publish t q2 #1 x"] },
    ],
  },
  {
    name: "a message goes out with QoS 2, step by step",
    steps: [
      LISTENER,
      { who: "b", sends: [connectPacket("b"), qos2("x", 1)], hears: ["connack 0", "pubrec #1"] },
      { who: "b", sends: [answer("pubrel", 1)], hears: ["pubcomp #1"] },
      { who: "l", hears: ["publish t q2 #1 x"] },
      { who: "l", sends: [answer("pubrec", 1)], hears: ["pubrel #1"] },
      { who: "l", sends: [answer("pubcomp", 1)] },
    ],
  },
];
