/*
 * What we want to be subscribed to, and what the broker is asked: over answers, changes of mind, losses and
 * sessions. Source: MQTT 3.1.1, sections 3.8 to 3.11.
 */
import { describe, expect, test } from "vitest";
import { closed, sent } from "../../src/client/connection.ts";
import * as statusFile from "../../src/client/status.ts";
import { Status } from "../../src/client/status.ts";
import { subscribe, unsubscribe } from "../../src/client/subscriptions.ts";
import { Bench, bytesOf, hex, namesOf, packet, packetsOf } from "../support/client.ts";
import { asks, suback, told, unsuback, want } from "../support/subscriber.ts";

const STATUSES = namesOf(statusFile, "Status");

/** A client that is connected, whose filters are asked for, with ids from 1 on, and granted. */
function granted(cleanSession: boolean, ...words: string[]): Bench {
  const bench = want(new Bench({ cleanSession }).up(), ...words);
  expect(asks(bench)).toEqual(words.map((word, at) => `subscribe ${at + 1} ${word}`));
  bench.receive(...words.map((word, at) => suback(at + 1, Number(word.slice(-1)))));
  bench.log.length = 0;
  return bench;
}

function lose(bench: Bench): Bench {
  closed(bench.client, 0, bench.nowMs);
  bench.log.length = 0;
  return bench;
}

const long = (bytes: number): string => "f".repeat(bytes);

// Filter, QoS, and the answer; with txBytes of 128 a SUBSCRIBE has room for 121 bytes of filter.
const STATUSES_OF: [string, number, Status][] = [
  ["a", 0, Status.Ok],
  ["a/+/#", 1, Status.Ok],
  ["$share/g/a", 1, Status.Ok],
  ["a", 2, Status.Unsupported],
  ["a", 3, Status.Invalid],
  ["a", -1, Status.Invalid],
  ["a", 0.5, Status.Invalid],
  ["a", NaN, Status.Invalid],
  ["", 0, Status.Invalid],
  ["a#", 0, Status.Invalid],
  ["#/a", 0, Status.Invalid],
  ["a\0", 0, Status.Invalid],
  [long(121), 1, Status.Ok],
  [long(122), 1, Status.TooLarge],
  ["ä".repeat(61), 1, Status.TooLarge],
];

for (const [filter, qos, status] of STATUSES_OF) {
  const shown = filter.length > 20 ? `${filter.length} times ${filter[0]}` : JSON.stringify(filter);
  test(`subscribing to ${shown} with QoS ${qos}: ${STATUSES[status]}`, () => {
    const bench = new Bench().up();
    expect(subscribe(bench.client, filter, qos, undefined)).toBe(status);
    expect(asks(bench)).toEqual(status === Status.Ok ? [`subscribe 1 ${filter}${qos}`] : []);
  });
}

for (const [filter, , status] of STATUSES_OF.filter(([, qos]) => qos === 0)) {
  test(`unsubscribing from ${JSON.stringify(filter)}: ${STATUSES[status]}`, () => {
    const bench = new Bench().up();
    expect(unsubscribe(bench.client, filter)).toBe(status);
    expect(asks(bench)).toEqual(status === Status.Ok ? [`unsubscribe 1 ${filter}`] : []);
  });
}

test("several filters go out in one write, each in a packet of its own, and are answered in any order", () => {
  const bench = want(new Bench().up(), "a1", "b/#0", "c1", "d1");
  expect(packetsOf(bench.frame()).map(({ cmd }) => cmd)).toEqual(new Array(4).fill("subscribe"));
  expect(hex(bench.client.tx.bytes.slice(0, 16))).toBe("820600010001610182080002" + "0003622f");
  sent(bench.client, bench.nowMs);
  bench.receive(suback(4, 0), suback(1, 1), suback(3, 128), suback(2, 0));
  expect(told(bench)).toEqual(["subscribed d 0", "subscribed a 1", "subscribed c 128", "subscribed b/# 0"]);
  expect(asks(bench)).toEqual([]);
});

test("filters that fill a frame are followed by the rest in the next one, with an id of its own", () => {
  const [one, two] = [long(60), "g".repeat(48)];
  const bench = want(new Bench().up(), `${one}0`, `${two}1`, "h1");
  // Each takes 7 bytes and its own: six are left of 128, and h takes eight. It has drawn an id all the same.
  expect(bench.frame()).toHaveLength(122);
  sent(bench.client, bench.nowMs);
  expect(asks(bench)).toEqual(["subscribe 4 h1"]);
  bench.receive(suback(4, 1), suback(1, 0), suback(2, 1));
  expect(told(bench)).toEqual(["subscribed h 1", `subscribed ${one} 0`, `subscribed ${two} 1`]);
});

test("what is wanted and what is given up go out in one frame, in two packets", () => {
  const bench = granted(true, "a0");
  expect(asks(want(bench, "-a", "b1"))).toEqual(["unsubscribe 2 a", "subscribe 3 b1"]);
  bench.receive(unsuback(2), suback(3, 1));
  expect(told(bench)).toEqual(["subscribed a -1", "subscribed b 1"]);
});

test("asking once more for what is granted asks the broker once more, for its retained messages (3.8.4)", () => {
  const bench = granted(true, "a0");
  expect(asks(bench)).toEqual([]);
  expect(asks(want(bench, "a0"))).toEqual(["subscribe 2 a0"]);
});

test("asking once more after a refusal asks the broker once more", () => {
  const bench = want(new Bench().up(), "a0");
  expect(asks(bench)).toEqual(["subscribe 1 a0"]);
  bench.receive(suback(1, 128));
  expect(asks(bench)).toEqual([]);
  expect(asks(want(bench, "a0"))).toEqual(["subscribe 2 a0"]);
});

describe("a change of mind before the answer waits for it:", () => {
  // Wanted first, then; what the broker answers to packet 1; what is told, and asked then.
  const CHANGES: [string[], string[], Uint8Array, string[], string[]][] = [
    [["a0"], ["a1"], suback(1, 0), ["subscribed a 0"], ["subscribe 2 a1"]],
    [["a1"], ["a0"], suback(1, 1), ["subscribed a 1"], ["subscribe 2 a0"]],
    [["a0"], ["a1", "a0"], suback(1, 0), ["subscribed a 0"], []],
    [["a0"], ["-a"], suback(1, 0), ["subscribed a 0"], ["unsubscribe 2 a"]],
    [["a0"], ["-a", "a0"], suback(1, 0), ["subscribed a 0"], []],
    [["a0"], ["-a"], suback(1, 128), ["subscribed a 128"], ["unsubscribe 2 a"]],
    [["-a"], ["a1"], unsuback(1), ["subscribed a -1"], ["subscribe 2 a1"]],
    [["-a"], ["a1", "-a"], unsuback(1), ["subscribed a -1"], []],
  ];
  for (const [first, then, answer, lines, asked] of CHANGES) {
    const title = `${first.join(", ")}, then ${then.join(", ")}: [${lines.join(", ")}], then [${asked.join()}]`;
    test(title, () => {
      const bench = want(new Bench().up(), ...first);
      expect(asks(bench)).toHaveLength(1);
      expect(asks(want(bench, ...then))).toEqual([]);
      told(bench);
      bench.receive(answer);
      expect(told(bench)).toEqual(lines);
      expect(asks(bench)).toEqual(asked);
    });
  }
});

test("a change of mind before anything was written leaves only the last wish", () => {
  const bench = want(new Bench().up(), "a0", "a1", "b1", "-b");
  expect(asks(bench)).toEqual(["subscribe 1 a1", "unsubscribe 2 b"]);
});

describe("giving up a subscription", () => {
  test("while connected asks the broker, and its place is free with the answer, not before", () => {
    const bench = granted(true, "a0", "b0", "c0", "d0");
    expect(asks(want(bench, "-a"))).toEqual(["unsubscribe 5 a"]);
    expect(subscribe(bench.client, "e", 0, undefined)).toBe(Status.Full);
    bench.receive(unsuback(5));
    expect(told(bench)).toEqual(["subscribed a -1"]);
    expect(asks(want(bench, "e0"))).toEqual(["subscribe 6 e0"]);
  });

  test("while away, with a clean session, frees its place at once and says nothing", () => {
    const bench = want(lose(granted(true, "a0", "b0", "c0", "d0")), "-a", "e0");
    expect(asks(bench.up(false))).toEqual([
      "subscribe 5 e0",
      "subscribe 6 b0",
      "subscribe 7 c0",
      "subscribe 8 d0",
    ]);
  });

  test("while away, with a kept session, is asked of the broker that has it", () => {
    const bench = want(lose(granted(false, "a0", "b0", "c0", "d0")), "-a");
    expect(subscribe(bench.client, "e", 0, undefined)).toBe(Status.Full);
    expect(asks(bench.up(true))).toEqual(["unsubscribe 5 a"]);
    bench.receive(unsuback(5));
    expect(asks(want(bench, "e0"))).toEqual(["subscribe 6 e0"]);
  });

  test("while away, with a kept session that is gone, is done without a word", () => {
    const bench = want(lose(granted(false, "a0", "b0")), "-a");
    expect(asks(bench.up(false))).toEqual(["subscribe 3 b0"]);
    expect(told(bench)).toEqual([]);
  });

  test("that is not known is asked of a broker that may have it from an earlier program", () => {
    expect(asks(want(new Bench({ cleanSession: false }), "-a").up(true))).toEqual(["unsubscribe 1 a"]);
    expect(asks(want(new Bench({ cleanSession: false }), "-a").up(false))).toEqual([]);
    expect(asks(want(new Bench(), "-a").up())).toEqual([]);
  });

  test("that is not known leaves no trace once the session is known to be new", () => {
    const bench = want(new Bench({ cleanSession: false }), "-a", "-b", "-c", "-d");
    expect(unsubscribe(bench.client, "e")).toBe(Status.Full);
    want(bench.up(false), "e0", "f0", "g0", "h0");
    expect(asks(bench)).toEqual(["subscribe 1 e0", "subscribe 2 f0", "subscribe 3 g0", "subscribe 4 h0"]);
  });

  test("whose answer is lost is asked again when the session is still there", () => {
    const bench = want(granted(false, "a0"), "-a");
    expect(asks(bench)).toEqual(["unsubscribe 2 a"]);
    expect(asks(lose(bench).up(true))).toEqual(["unsubscribe 3 a"]);
    bench.receive(unsuback(3));
    expect(told(bench)).toEqual(["subscribed a -1"]);
    expect(asks(lose(bench).up(true))).toEqual([]);
  });
});

test("a full table takes no new filter, but a known one with another QoS", () => {
  const bench = want(new Bench(), "a0", "b0", "c0", "d0");
  expect(subscribe(bench.client, "e", 0, undefined)).toBe(Status.Full);
  expect(unsubscribe(bench.client, "e")).toBe(Status.Full);
  expect(asks(want(bench, "b1").up())).toEqual([
    "subscribe 1 a0",
    "subscribe 2 b1",
    "subscribe 3 c0",
    "subscribe 4 d0",
  ]);
});

describe("in a later connection", () => {
  test("all are asked again when the session is absent", () => {
    for (const cleanSession of [true, false]) {
      const bench = lose(granted(cleanSession, "a0", "b1"));
      expect(asks(bench.up(false))).toEqual(["subscribe 3 a0", "subscribe 4 b1"]);
    }
  });

  test("none is asked again when the session is present", () => {
    expect(asks(lose(granted(false, "a0", "b1")).up(true))).toEqual([]);
  });

  test("only those whose answer is missing are asked again when the session is present", () => {
    const bench = want(granted(false, "a0"), "b1");
    expect(asks(bench)).toEqual(["subscribe 2 b1"]);
    expect(asks(want(lose(bench), "c0").up(true))).toEqual(["subscribe 3 b1", "subscribe 4 c0"]);
  });

  test("a refused one is not asked again while the session lasts, but in a new one", () => {
    const bench = want(new Bench({ cleanSession: false }).up(), "a1");
    expect(asks(bench)).toEqual(["subscribe 1 a1"]);
    bench.receive(suback(1, 128));
    expect(asks(lose(bench).up(true))).toEqual([]);
    expect(asks(lose(bench).up(false))).toEqual(["subscribe 2 a1"]);
  });

  test("an answer to a question of the last one is passed over", () => {
    const bench = want(new Bench().up(), "a0", "b0");
    expect(asks(bench)).toEqual(["subscribe 1 a0", "subscribe 2 b0"]);
    lose(bench).up();
    expect(asks(bench)).toEqual(["subscribe 3 a0", "subscribe 4 b0"]);
    told(bench);
    expect(told(bench.receive(suback(1, 0), suback(2, 0)))).toEqual([]);
    expect(told(bench.receive(suback(3, 0), suback(4, 0)))).toEqual(["subscribed a 0", "subscribed b 0"]);
  });

  test("what was asked before CONNACK stands, whatever CONNACK says of the session", () => {
    for (const isPresent of [true, false]) {
      const bench = want(new Bench({ isPipelined: true, cleanSession: false }), "a0");
      expect(packetsOf(bench.open()).map(({ cmd }) => cmd)).toEqual(["connect", "subscribe"]);
      bench.receive(packet({ cmd: "connack", returnCode: 0, sessionPresent: isPresent }));
      expect(asks(bench)).toEqual([]);
      expect(told(bench.receive(suback(1, 0)))).toEqual(["subscribed a 0"]);
    }
  });
});

test("an onSubscribed that changes its mind about every filter is heard, within one chunk of SUBACKs", () => {
  const bench: Bench = new Bench(
    {},
    {
      onSubscribed(filter, granted) {
        if (granted >= 0) want(bench, `-${filter}`);
        else want(bench, `${filter}1`);
      },
    },
  );
  want(bench.up(), "a0", "b0");
  expect(asks(bench)).toEqual(["subscribe 1 a0", "subscribe 2 b0"]);
  bench.receive(bytesOf("9003000100" + "9003000200"));
  expect(asks(bench)).toEqual(["unsubscribe 3 a", "unsubscribe 4 b"]);
  bench.receive(bytesOf("b0020003" + "b0020004"));
  expect(asks(bench)).toEqual(["subscribe 5 a1", "subscribe 6 b1"]);
});

describe("messages", () => {
  const publish = (topic: string) =>
    packet({ cmd: "publish", topic, payload: "", qos: 0, retain: false, dup: false });

  test("go to the first subscription with a handler that matches, else to onMessage", () => {
    const bench = new Bench().up();
    const taken: string[] = [];
    subscribe(bench.client, "#", 0, undefined);
    for (const filter of ["a/+", "a/#"])
      subscribe(bench.client, filter, 0, (topic) => void taken.push(filter + topic));
    told(bench);
    for (const topic of ["a/b", "a/b/c", "b"]) bench.receive(publish(topic));
    expect(taken).toEqual(["a/+a/b", "a/#a/b/c"]);
    expect(told(bench)).toEqual(["message b q0 0+0/0 "]);
  });

  test("go to the handler that was given last, and to onMessage once it is given up", () => {
    const bench = new Bench().up();
    const taken: number[] = [];
    for (const number of [1, 2]) subscribe(bench.client, "a", 0, () => void taken.push(number));
    bench.receive(publish("a"));
    expect(taken).toEqual([2]);
    unsubscribe(bench.client, "a");
    told(bench);
    bench.receive(publish("a"));
    expect(taken).toEqual([2]);
    expect(told(bench)).toEqual(["message a q0 0+0/0 "]);
  });
});
