/* What a small client reads: whole messages, cut anywhere, and answers to its subscriptions. */
import { beforeEach, describe, expect, test } from "vitest";
import { Link } from "../../../src/client/link.ts";
import { Cause, Reason, Status } from "../../../src/client/status.ts";
import type { ConnectOptions } from "../../../src/runtimes/face.ts";
import { connack, packet } from "../../support/client.ts";
import { FakePort } from "../../support/fake-port.ts";
import { loadSmall, SmallBench } from "../../support/small.ts";
import { message, suback } from "../../support/wire.ts";

const face = await loadSmall();
let port: FakePort;
beforeEach(() => {
  port = new FakePort();
});

const make = (options: Partial<ConnectOptions> = {}): SmallBench => new SmallBench(face, port, options);
/** The packet ids of the first two places. */
const [FIRST, SECOND] = [65_001, 65_002];
const unsuback = (messageId: number): Uint8Array => packet({ cmd: "unsuback", messageId, granted: [] });

test("messages are handed over whole, wherever they are cut, and acknowledged", () => {
  const bytes = Buffer.concat([
    message("a/ä", "hello", { qos: 1, messageId: 7 }),
    message("b", "", { retain: true }),
    message("c", "x", { qos: 1, messageId: 8, dup: true }),
  ]);
  for (let cut = 0; cut <= bytes.length; cut += 1) {
    port = new FakePort();
    const bench = make().up();
    port.received(bytes.subarray(0, cut)).received(bytes.subarray(cut));
    expect(bench.told()).toEqual([
      "message a/ä q1 0+5/5 68656c6c6f",
      "message b q0 retain 0+0/0 ",
      "message c q1 dup 0+1/1 78",
    ]);
    expect(bench.written()).toEqual(["puback #7", "puback #8"]);
  }
});

test("of a message larger than rxBytes the first piece is told, however it is cut, and it is acknowledged", () => {
  const bench = make({ rxBytes: 16 }).up();
  port.received(message("t", "x".repeat(13)));
  expect(bench.told()).toEqual([`message t q0 0+13/13 ${"78".repeat(13)}`]);
  const large = message("t", "x".repeat(1000), { qos: 1, messageId: 9 });
  for (const cut of [1, 3, 17, 500, large.length]) {
    port.received(large.subarray(0, cut)).received(large.subarray(cut)).received(message("u", "y"));
    expect(bench.told()).toEqual([`message t q1 0+11/1000 ${"78".repeat(11)}`, "message u q0 0+1/1 79"]);
    expect(bench.written()).toEqual(["puback #9"]);
  }
});

test("a topic longer than rxBytes closes, and says why", () => {
  const bench = make({ rxBytes: 16 }).up();
  port.received(message("t".repeat(14), ""));
  expect(bench.told()).toEqual([`message ${"t".repeat(14)} q0 0+0/0 `]);
  port.received(message("t".repeat(15), ""));
  expect(bench.told()).toEqual([`close ${Reason.TooLong} 0`]);
});

test("a length of more than four bytes closes", () => {
  const bench = make().up();
  port.received(new Uint8Array([0x30, 0x80, 0x80, 0x80, 0x80]));
  expect(bench.told()).toEqual([`close ${Reason.Malformed} 0`]);
});

test("more than can be acknowledged is not handed over: what was is acknowledged, then it comes back", () => {
  const bench = make({ pubacks: 1 }).up();
  bench.publish("on its way");
  port
    .received(message("t", "1", { qos: 1, messageId: 1 }))
    .received(message("t", "0"))
    .received(message("t", "2", { qos: 1, messageId: 2 }))
    .received(message("t", "3"));
  expect(bench.written()).toEqual(["publish t q0 on its way", "puback #1", "disconnect"]);
  expect(bench.told()).toEqual([
    "message t q1 0+1/1 31",
    "message t q0 0+1/1 30",
    `close ${Reason.Overrun} 0`,
  ]);
  expect([face.state(bench.mqtt), face.maySleep(bench.mqtt)]).toEqual([Link.Waiting, 0]);
});

test("a message is acknowledged behind what its handler writes, and not when the handler loses the link", () => {
  const bench = make({ onMessage: () => void bench.publish("from the handler") }).up();
  port.received(message("t", "1", { qos: 1, messageId: 1 }));
  expect(bench.written()).toEqual(["publish t q0 from the handler", "puback #1"]);
  port.isDead = true;
  port.received(message("t", "2", { qos: 1, messageId: 2 }));
  port.isDead = false;
  port.wake();
  expect(bench.up().written()).toEqual([]);
});

test("what was read is acknowledged before DISCONNECT", () => {
  const bench = make().up();
  bench.publish("on its way");
  port.received(message("t", "1", { qos: 1, messageId: 1 }));
  face.disconnect(bench.mqtt);
  expect(bench.written()).toEqual(["publish t q0 on its way", "puback #1", "disconnect"]);
});

test("a topic that is not UTF-8 stops nothing", () => {
  const bench = make().up();
  port.received(new Uint8Array([0x30, 4, 0, 2, 0xc3, 0x28])).received(message("t", "1"));
  expect(bench.told()).toHaveLength(2);
  expect(face.state(bench.mqtt)).toBe(Link.Up);
});

test("a handler that throws has taken the message, and one that ends the link gets no more", () => {
  const bench = make({
    onMessage: () => {
      face.disconnect(bench.mqtt);
      throw new Error("of the user's");
    },
  }).up();
  port.received(Buffer.concat([message("t", "1"), message("t", "2")]));
  expect(bench.told()).toEqual(["message t q0 0+1/1 31"]);
});

describe("subscriptions", () => {
  test("are asked for in each connection, and their answers told", () => {
    const bench = make({ cleanSession: false });
    expect(face.subscribe(bench.mqtt, "a/#", 1)).toBe(Status.Ok);
    port.opened().sent().told();
    port.received(connack());
    expect(bench.written()).toEqual([`subscribe #${FIRST} a/#:1`]);
    expect(face.subscribe(bench.mqtt, "b", 0)).toBe(Status.Ok);
    expect(bench.written()).toEqual([`subscribe #${SECOND} b:0`]);
    port
      .received(suback(FIRST, 1))
      .received(suback(SECOND, 128))
      .received(suback(9, 0))
      .received(suback(FIRST, 1));
    expect(bench.told().slice(1)).toEqual(["subscribed a/# 1", "subscribed b 128"]);
    port.closed(Cause.Reset).wake().opened().sent().told();
    port.received(connack(0, true));
    expect(bench.written()).toEqual([`subscribe #${FIRST} a/#:1`, `subscribe #${SECOND} b:0`]);
  });

  test("are taken back, which frees their place", () => {
    const bench = make().up();
    face.subscribe(bench.mqtt, "a", 0);
    face.subscribe(bench.mqtt, "b", 0);
    expect(face.subscribe(bench.mqtt, "c", 0)).toBe(Status.Full);
    bench.written();
    port.received(suback(FIRST, 0)).received(suback(SECOND, 0));
    expect(face.unsubscribe(bench.mqtt, "a")).toBe(Status.Ok);
    expect(bench.written()).toEqual([`unsubscribe #${FIRST} a`]);
    expect(face.subscribe(bench.mqtt, "c", 0)).toBe(Status.Full);
    port.received(unsuback(FIRST));
    expect(face.subscribe(bench.mqtt, "c", 0)).toBe(Status.Ok);
    expect(bench.written()).toEqual([`subscribe #${FIRST} c:0`]);
    expect(bench.told()).toEqual(["subscribed a 0", "subscribed b 0", "subscribed a -1"]);
  });

  test("that change while an answer is missing are sent once it is there, as their id is in use", () => {
    const bench = make().up();
    face.subscribe(bench.mqtt, "a", 0);
    face.unsubscribe(bench.mqtt, "a");
    face.subscribe(bench.mqtt, "a", 1);
    expect(bench.written()).toEqual([`subscribe #${FIRST} a:0`]);
    port.received(suback(FIRST, 0));
    expect(bench.written()).toEqual([`subscribe #${FIRST} a:1`]);
  });

  test("that do not fit into the frame at hand wait for the next", () => {
    const bench = make();
    face.subscribe(bench.mqtt, "a".repeat(80), 0);
    face.subscribe(bench.mqtt, "b".repeat(80), 0);
    port.opened().sent().told();
    port.received(connack());
    expect(bench.written().map((line) => line.slice(0, 17))).toEqual([
      `subscribe #${FIRST} `,
      `subscribe #${SECOND} `,
    ]);
  });

  test("are refused with what is wrong", () => {
    const { mqtt } = make();
    expect(face.subscribe(mqtt, "a", 2)).toBe(Status.Unsupported);
    expect(face.subscribe(mqtt, "a".repeat(122), 0)).toBe(Status.TooLarge);
    expect(face.unsubscribe(mqtt, "a".repeat(122))).toBe(Status.TooLarge);
  });
});
