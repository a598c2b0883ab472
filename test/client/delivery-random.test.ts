/*
 * "Delivery, said once", over random histories: connections that break at any byte in either direction,
 * brokers that refuse or forget, policies, alarms, messages longer than a frame. Then calm, then judgement.
 */
import fc from "fast-check";
import { expect, test } from "vitest";
import { disconnect } from "../../src/client/connection.ts";
import { WhenFull } from "../../src/client/options.ts";
import { Notice } from "../../src/client/status.ts";
import { Lossy } from "../support/lossy.ts";
import { wrongSends } from "../support/resends.ts";
import { linesOf, say } from "../support/wire.ts";

const SEED = Number(process.env.CATNAP_SEED ?? 20240607);
const RUNS = 3000;

type Step =
  | {
      do: "publish";
      topic: string;
      qos: number;
      isAlarm: boolean;
      whenFull: WhenFull;
      ttlS: number;
      bytes: number;
    }
  | { do: "open" }
  | { do: "write" }
  | { do: "leave" | "forget" }
  | { do: "pass"; ms: number }
  | { do: "refuse"; code: number }
  | { do: "arrive" | "answer"; bytes: number }
  | { do: "cut"; up: number; down: number };

// Half of the numbers of bytes are "all there is"; the others end somewhere in a packet.
const bytes = fc.oneof(fc.constant(10000), fc.nat(150));
const publishing = fc.record({
  do: fc.constant("publish" as const),
  topic: fc.constantFrom("a", "b", "c"),
  qos: fc.constantFrom(0, 1, 1),
  isAlarm: fc.constantFrom(false, false, false, true),
  whenFull: fc.constantFrom(WhenFull.Refuse, WhenFull.DropOldest, WhenFull.ReplaceTopic),
  ttlS: fc.constantFrom(0, 0, 0, 2),
  bytes: fc.constantFrom(0, 0, 20, 150),
});
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: publishing },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("open" as const) }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant("write" as const) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant("arrive" as const), bytes }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant("answer" as const), bytes }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("cut" as const), up: bytes, down: bytes }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("pass" as const), ms: fc.nat(30000) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom("leave" as const, "forget" as const) }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant("refuse" as const), code: fc.integer({ min: 1, max: 5 }) }),
  },
);
const history = fc.record({
  cleanSession: fc.boolean(),
  isPipelined: fc.boolean(),
  steps: fc.array(step, { minLength: 10, maxLength: 80 }),
});

interface Accepted {
  payload: string;
  topic: string;
  qos: number;
  messageNumber: number;
}

interface End {
  lossy: Lossy;
  accepted: Accepted[];
  dropped: Set<number>;
}

function take(lossy: Lossy, accepted: Accepted[], each: Step): void {
  if (each.do === "publish") {
    const payload = `m${accepted.length}`;
    const { topic, qos, isAlarm, whenFull, ttlS } = each;
    const text = `${payload}.${"x".repeat(each.bytes)}`;
    const messageNumber = say(lossy.bench, topic, text, qos, { isAlarm, whenFull, ttlS });
    if (messageNumber >= 0) accepted.push({ payload, topic, qos, messageNumber });
  } else if (each.do === "open") lossy.open();
  else if (each.do === "write") lossy.write();
  else if (each.do === "arrive") lossy.arrive(each.bytes);
  else if (each.do === "answer") lossy.answer(each.bytes);
  else if (each.do === "cut") lossy.cut(each.up, each.down);
  else if (each.do === "pass") lossy.pass(each.ms);
  else if (each.do === "forget") lossy.forget();
  else if (each.do === "refuse") lossy.returnCode = each.code;
  else disconnect(lossy.bench.client, lossy.bench.nowMs);
}

function live({
  cleanSession,
  isPipelined,
  steps,
}: typeof history extends fc.Arbitrary<infer T> ? T : never): End {
  const lossy = new Lossy({ cleanSession, isPipelined, txBytes: 64 });
  const accepted: Accepted[] = [];
  for (const each of steps) take(lossy, accepted, each);
  lossy.calm();
  const notices = linesOf(lossy.bench, "notice").map((line) => line.split(" ").slice(1).map(Number));
  const drops = [Notice.DroppedFull, Notice.DroppedReplaced, Notice.DroppedExpired, Notice.DroppedUnsendable];
  const dropped = new Set(
    notices.filter(([what]) => drops.includes(what as Notice)).map((each) => each[1] as number),
  );
  return { lossy, accepted, dropped };
}

function holds(title: string, judge: (end: End) => void): void {
  test(`${title} (${RUNS} histories, seed ${SEED})`, { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(history, (each) => judge(live(each))),
      { seed: SEED, numRuns: RUNS },
    );
  });
}

holds("every accepted QoS 1 message arrives at least once, or stands in a drop counter", (end) => {
  const { arrived, bench } = end.lossy;
  expect(bench.client.outbox.count).toBe(0);
  const lost = end.accepted.filter(
    ({ qos, payload, messageNumber }) =>
      qos === 1 && !arrived.includes(payload) && !end.dropped.has(messageNumber),
  );
  expect(lost).toEqual([]);
});

holds("QoS 1 messages are counted once each: accepted = acknowledged + dropped", (end) => {
  const numbers = end.accepted.filter(({ qos }) => qos === 1).map(({ messageNumber }) => messageNumber);
  const acks = linesOf(end.lossy.bench, "ack").map((line) => Number(line.slice(4)));
  const drops = [...end.dropped].filter((number) => number > 0);
  expect([...acks, ...drops].sort((first, second) => first - second)).toEqual(numbers);
});

holds("a QoS 0 message never arrives twice", (end) => {
  for (const { payload } of end.accepted.filter(({ qos }) => qos === 0))
    expect(end.lossy.arrived.filter((each) => each === payload).length).toBeLessThan(2);
});

holds("order holds per topic among delivered messages", (end) => {
  const first = [...new Set(end.lossy.arrived)];
  for (const topic of ["a", "b", "c"]) {
    const inOrder = end.accepted.filter((each) => each.topic === topic).map(({ payload }) => payload);
    expect(first.filter((payload) => inOrder.includes(payload))).toEqual(
      inOrder.filter((payload) => first.includes(payload)),
    );
  }
});

holds(
  "DUP is 1, with the same id, exactly on what is sent again in a kept session; else DUP 0, new id",
  (end) => {
    expect(wrongSends(end.lossy)).toEqual([]);
  },
);
