/*
 * Handlers and sources are the user's code and may call the client back, as the face does: each case is one
 * that fuzz-operations.test.ts, or a reader, found.
 */
import { expect, test } from "vitest";
import { closed, disconnect, opened, sent, start, tick } from "../../src/client/connection.ts";
import { Link } from "../../src/client/link.ts";
import { WhenFull } from "../../src/client/options.ts";
import { publishMessage } from "../../src/client/publish.ts";
import { nextFrame } from "../../src/client/send.ts";
import { Notice, Reason, Status } from "../../src/client/status.ts";
import { subscribe } from "../../src/client/subscriptions.ts";
import { Bench, bytesOf, connack, hex } from "../support/client.ts";
import { findBroken } from "../support/invariants.ts";

/** QoS 1 to `t`, id 7: "x". */
const MESSAGE = bytesOf("3206000174000778");

function publish(bench: Bench, topic: string, payload: string, isAlarm = false): number {
  return publishMessage(bench.client, { topic, payload, qos: 1, isAlarm });
}

test("an onNotice that fills the room a drop has made: publish answers Full, and nothing breaks", () => {
  const bench: Bench = new Bench(
    { outboxEntries: 2 },
    { onNotice: () => void publish(bench, "alarm", "!", true) },
  );
  publish(bench, "t", "1");
  publish(bench, "t", "2", true);
  const message = { topic: "t", payload: "3", qos: 1, whenFull: WhenFull.DropOldest };
  expect(publishMessage(bench.client, message)).toBe(Status.Full);
  expect(findBroken(bench.client)).toBe("");
});

test("an onNotice that publishes again what was dropped does not keep publish busy for ever", () => {
  let notices = 0;
  const bench: Bench = new Bench(
    { outboxEntries: 2 },
    {
      onNotice: () => {
        notices += 1;
        if (notices < 1000) publish(bench, "t", "again");
      },
    },
  );
  publish(bench, "t", "1");
  publish(bench, "t", "2");
  publishMessage(bench.client, { topic: "t", payload: "3", qos: 1, whenFull: WhenFull.DropOldest });
  expect(notices).toBeLessThan(10);
  expect(findBroken(bench.client)).toBe("");
});

test("a frame is not begun again by an onNotice that publishes and writes while it is made", () => {
  const frames: string[] = [];
  const bench: Bench = new Bench(
    {},
    {
      onNotice: () => {
        publishMessage(bench.client, { topic: "u", payload: "n", qos: 0 });
        frames.push(hex(bench.frame()));
      },
    },
  ).up();
  publishMessage(bench.client, { topic: "t", payload: "1", qos: 1, ttlS: 1 });
  bench.receive(MESSAGE).pass(2000);
  frames.push(hex(bench.frame()));
  expect(bench.log).toContain(`notice ${Notice.DroppedExpired} 1`);
  expect(frames.join("")).toBe("40020007" + "30040001756e");
});

test("a frame is not begun again by a source that publishes and writes", () => {
  const frames: string[] = [];
  const bench = new Bench().up();
  const source = () => {
    publishMessage(bench.client, { topic: "u", payload: "n", qos: 0 });
    frames.push(hex(bench.frame()));
    return "abc";
  };
  publishMessage(bench.client, { topic: "t", source, totalBytes: 3, qos: 1 });
  frames.push(hex(bench.frame()));
  sent(bench.client, bench.nowMs);
  frames.push(hex(bench.written()));
  expect(frames.join("")).toBe("32080001740001616263" + "30040001756e");
});

test("a source that publishes after a long silence, and lets time be looked at, does not end the link", () => {
  const bench = new Bench().up();
  const source = () => {
    tick(bench.client, bench.nowMs);
    return "abc";
  };
  bench.pass(30_000);
  tick(bench.client, bench.nowMs);
  publishMessage(bench.client, { topic: "t", source, totalBytes: 3, qos: 0 });
  expect(hex(bench.frame())).toBe("3006000174616263");
  expect(bench.client.link).toBe(Link.Up);
});

test("a source that calls disconnect(): its message is finished, queued ones stay queued", () => {
  const bench = new Bench().up();
  const source = () => {
    disconnect(bench.client, bench.nowMs);
    return "abc";
  };
  publishMessage(bench.client, { topic: "t", source, totalBytes: 3, qos: 1 });
  publish(bench, "t", "queued");
  expect(hex(bench.written())).toBe("32080001740001616263" + "e000");
});

test("a source that answers undefined, as one without types may at its end, closes with BadSource", () => {
  const bench = new Bench().up();
  const source = (() => undefined) as unknown as () => string;
  publishMessage(bench.client, { topic: "t", source, totalBytes: 3, qos: 1 });
  expect(nextFrame(bench.client, bench.nowMs)).toBe(0);
  expect(bench.log.at(-1)).toBe(`close ${Reason.BadSource} 0`);
});

for (const throwing of ["topic", "format"]) {
  test(`a feed whose ${throwing} throws costs its message, and not the client`, () => {
    const failAt = (feed: number, what: string) => {
      if (feed === 1 && what === throwing) throw new Error("a feed throws");
    };
    const topic = (feed: number) => {
      failAt(feed, "topic");
      return "t";
    };
    const format = (feed: number) => {
      failAt(feed, "format");
      return Status.Ok;
    };
    const bench = new Bench({ feeds: { topic, format, formatBytes: 8 } }).up();
    publishMessage(bench.client, { topic: 1, payload: "a", qos: 1 });
    publishMessage(bench.client, { topic: 2, payload: "a", qos: 0 });
    expect(hex(bench.written())).toBe("3003000174");
    expect(bench.client.counters.droppedUnsendable).toBe(1);
    expect(findBroken(bench.client)).toBe("");
  });
}

test("when the link ends inside of onMessage, no PUBACK is owed to the next one", () => {
  const bench: Bench = new Bench({}, { onMessage: () => void closed(bench.client, 0, bench.nowMs) }).up();
  bench.receive(MESSAGE);
  expect(findBroken(bench.client)).toBe("");
  expect(bench.client.inbound.owedIds.length).toBe(0);
});

test("when the link ends inside of onNotice for a skipped topic, no PUBACK is owed to the next one", () => {
  const bench: Bench = new Bench(
    { rxBytes: 16 },
    { onNotice: () => void closed(bench.client, 0, bench.nowMs) },
  ).up();
  bench.receive(bytesOf(`32150011${"61".repeat(17)}0007`));
  expect(findBroken(bench.client)).toBe("");
  expect(bench.client.inbound.owedIds.length).toBe(0);
});

test("a link that an onSubscribed ended and began again is not closed for a SUBACK of the old one in the same chunk", () => {
  const bench: Bench = new Bench(
    {},
    {
      onSubscribed: () => {
        closed(bench.client, 0, bench.nowMs);
        start(bench.client, bench.nowMs);
      },
    },
  ).up();
  subscribe(bench.client, "a", 1, undefined);
  subscribe(bench.client, "b", 1, undefined);
  bench.written();
  bench.receive(bytesOf("9003000101" + "9003000201"));
  expect(bench.log.at(-1)).toBe(`close ${Reason.Lost} 0`);
  expect(bench.client.link).toBe(Link.Opening);
});

test("a message that came while no more could be acknowledged is not acknowledged by its last piece", () => {
  const bench = new Bench({ txBytes: 64, rxBytes: 16 }).up();
  for (let id = 1; id <= 20; id += 1) bench.receive(bytesOf(`320500017400${hex(new Uint8Array([id]))}`));
  disconnect(bench.client, bench.nowMs);
  const long = bytesOf(`322d0001740063${"79".repeat(40)}`);
  bench.receive(long.slice(0, 30));
  // Too short for twenty PUBACKs and DISCONNECT: there is room in the table again.
  bench.frame();
  sent(bench.client, bench.nowMs);
  bench.receive(long.slice(30));
  const isTold = bench.log.some((line) => line.includes("79"));
  expect(hex(bench.written()).includes("40020063")).toBe(isTold);
});

test("CONNACK before CONNECT is written is out of turn", () => {
  const bench = new Bench();
  start(bench.client, bench.nowMs);
  opened(bench.client, bench.nowMs);
  bench.receive(connack());
  expect(bench.log).toEqual([`close ${Reason.OutOfTurn} 0`]);
});
