/* The small client's connection: opening, greeting, asking, giving up and coming back, one wait after the other. */
import { beforeEach, describe, expect, test } from "vitest";
import { Link } from "../../../src/client/link.ts";
import { Cause, Reason, Status } from "../../../src/client/status.ts";
import type { ConnectOptions } from "../../../src/runtimes/face.ts";
import { bytesOf, connack, packet, packetsOf } from "../../support/client.ts";
import { FakePort } from "../../support/fake-port.ts";
import { loadSmall, SmallBench } from "../../support/small.ts";

const face = await loadSmall();
let port: FakePort;
beforeEach(() => {
  port = new FakePort();
});

const make = (options: Partial<ConnectOptions> = {}): SmallBench => new SmallBench(face, port, options);
const stateOf = ({ mqtt }: SmallBench): Link => face.state(mqtt);

test("it opens, greets with all that the options say, and is up with CONNACK", () => {
  const will = { topic: "w", payload: "gone", qos: 1, retain: true };
  const bench = make({ cleanSession: false, keepAliveS: 7, userName: "u", password: "p", will });
  expect(port.told()).toEqual(["open broker:1883"]);
  port.opened();
  const [greeting] = packetsOf(port.written());
  expect(greeting).toMatchObject({ clientId: "peer1", clean: false, keepalive: 7, username: "u" });
  expect(greeting).toMatchObject({
    will: { topic: "w", payload: Buffer.from("gone"), qos: 1, retain: true },
  });
  port.sent().received(connack(0, true));
  expect([stateOf(bench), bench.told()]).toEqual([Link.Up, ["connect present"]]);
});

test("with isSecure it opens port 8883, and without a client id it has that of the board", () => {
  const bench = make({ isSecure: true, clientId: undefined });
  expect(port.told()).toEqual(["open broker:8883 secure"]);
  port.opened();
  expect(packetsOf(port.written())).toMatchObject([{ clientId: "catnap-0badcafe", clean: true }]);
  expect(face.counters(bench.mqtt)).toBeUndefined();
});

describe("one wait of connackS is for both, the transport and CONNACK", () => {
  test("the transport does not open", () => {
    const bench = make({ connackS: 4 });
    expect(port.waitMs).toBe(4000);
    port.wake();
    expect([stateOf(bench), bench.told()]).toEqual([Link.Waiting, [`close ${Reason.NotOpened} 0`]]);
  });

  test("CONNACK does not come", () => {
    const bench = make({ connackS: 4 });
    port.opened().sent();
    expect(port.waitMs).toBe(4000);
    port.wake();
    expect([stateOf(bench), bench.told()]).toEqual([Link.Waiting, [`close ${Reason.NoConnack} 0`]]);
  });
});

describe("the keep alive", () => {
  test("asks after four fifths of it, and waits two more for the answer", () => {
    const bench = make({ keepAliveS: 10 }).up();
    expect(port.waitMs).toBe(8000);
    port.wake();
    expect([bench.written(), port.waitMs]).toEqual([["pingreq"], 4000]);
    port.received(packet({ cmd: "pingresp" }));
    expect([port.waitMs, stateOf(bench)]).toEqual([8000, Link.Up]);
  });

  test("gives up without an answer", () => {
    const bench = make({ keepAliveS: 10 }).up();
    port.wake().sent().wake();
    expect([stateOf(bench), bench.told()]).toEqual([Link.Waiting, [`close ${Reason.Silent} 0`]]);
  });

  test("gives up when the network does not take what was written", () => {
    const bench = make().up();
    bench.publish("x");
    port.wake();
    expect(bench.told()).toEqual([`close ${Reason.Silent} 0`]);
  });

  test("that promises nothing asks once an hour all the same", () => {
    make({ keepAliveS: 0 }).up();
    expect(port.waitMs).toBe(3600 * 800);
  });
});

describe("it comes back", () => {
  /** How long each of the next failures makes it wait. */
  function waits(count: number, fail: () => void): number[] {
    return Array.from({ length: count }, () => {
      fail();
      const waitMs = port.waitMs as number;
      port.wake();
      return waitMs;
    });
  }

  test("after waits that double up to the cap, none longer, each drawn anew", () => {
    make({ retryFirstS: 2, retryCapS: 16 });
    const drawn = waits(40, () => port.closed(Cause.Unreachable));
    for (const [at, longestMs] of [2000, 4000, 8000, 16000, 16000].entries())
      expect(drawn[at]).toBeLessThanOrEqual(longestMs);
    expect(Math.max(...drawn)).toBeGreaterThan(12_000);
    expect(Math.max(...drawn)).toBeLessThanOrEqual(16_000);
    expect(new Set(drawn).size).toBeGreaterThan(30);
  });

  test("after a refusal with a wait that is drawn from the cap", () => {
    const bench = make({ retryCapS: 1000 });
    const drawn = waits(20, () => port.opened().sent().received(connack(5)));
    expect(Math.max(...drawn)).toBeGreaterThan(600_000);
    expect(bench.log).toEqual(Array.from({ length: 20 }, () => `close ${Reason.Refused} 5`));
  });

  test("after a refusal because the server is unavailable as after any other failure", () => {
    make({ retryCapS: 1000 });
    port.opened().sent().received(connack(3));
    expect(port.waitMs).toBeLessThanOrEqual(1000);
  });

  test("soon again once a question was answered", () => {
    const bench = make({ retryCapS: 1000 });
    waits(12, () => port.closed(Cause.Reset));
    bench.up();
    port
      .wake()
      .sent()
      .received(packet({ cmd: "pingresp" }))
      .closed(Cause.Reset);
    expect(port.waitMs).toBeLessThanOrEqual(1000);
  });

  test("with another seed at another moment", () => {
    const moments = Array.from({ length: 50 }, (_, seed) => {
      port = new FakePort();
      make({ seed });
      port.closed(Cause.Reset);
      return port.waitMs;
    });
    expect(new Set(moments).size).toBeGreaterThan(40);
  });
});

test("a write that the port does not take ends the link", () => {
  const bench = make().up();
  port.isDead = true;
  expect(bench.publish("x")).toBe(0);
  expect(bench.told()).toEqual([`close ${Reason.Lost} ${Cause.Reset}`]);
});

describe("disconnect", () => {
  test("writes DISCONNECT behind what is on its way, and stays away", () => {
    const bench = make().up();
    bench.publish("x");
    expect(face.disconnect(bench.mqtt)).toBe(Status.Ok);
    expect(face.disconnect(bench.mqtt)).toBe(Status.Unexpected);
    expect(bench.publish("y")).toBe(0);
    expect(bench.written()).toEqual(["publish t q0 x", "disconnect"]);
    expect([stateOf(bench), bench.told(), port.waitMs]).toEqual([
      Link.Down,
      [`close ${Reason.Asked} 0`],
      undefined,
    ]);
    expect(face.disconnect(bench.mqtt)).toBe(Status.Unexpected);
  });

  test("before CONNACK, and while it waits to come back, needs no packet", () => {
    const greeting = make();
    port.opened();
    face.disconnect(greeting.mqtt);
    expect(greeting.told()).toEqual([`close ${Reason.Asked} 0`]);
    const waiting = make();
    port.closed(Cause.Reset);
    face.disconnect(waiting.mqtt);
    expect([stateOf(waiting), port.waitMs]).toEqual([Link.Down, undefined]);
  });

  test("a link that is lost or stuck meanwhile stays down", () => {
    for (const event of ["closed", "wake"] as const) {
      const bench = make().up();
      face.disconnect(bench.mqtt);
      port[event](Cause.Ended);
      expect(stateOf(bench)).toBe(Link.Down);
    }
  });
});

// What may not come, whole: after CONNACK, and in its place.
const BAD_PACKETS = [
  "d00100",
  "d100",
  "20020000",
  "300100",
  "3000",
  "e000",
  "41020001",
  "3204000174aa",
  "32050001740000",
  "36050001740001",
];
const BAD_GREETINGS = ["40020001", "d000", "2003000000", "20020200"];

describe("what breaks the protocol closes with one reason, wherever it is cut", () => {
  for (const text of [...BAD_GREETINGS, ...BAD_PACKETS])
    test(`${text} ${BAD_PACKETS.includes(text) ? "after" : "in place of"} CONNACK`, () => {
      const bytes = bytesOf(text);
      for (let cut = 0; cut < bytes.length; cut += 1) {
        port = new FakePort();
        const bench = make();
        if (BAD_PACKETS.includes(text)) bench.up();
        else port.opened().sent();
        port.received(bytes.slice(0, cut)).received(bytes.slice(cut));
        expect(bench.told()).toEqual([`close ${Reason.Malformed} 0`]);
      }
    });
});

test("a handler that throws, or ends the link, stops nothing", () => {
  const bench = make({
    onConnect: () => {
      face.disconnect(bench.mqtt);
      throw new Error("of the user's");
    },
  });
  port
    .opened()
    .sent()
    .received(connack())
    .received(packet({ cmd: "pingresp" }));
  expect(bench.written().at(-1)).toBe("disconnect");
  expect(stateOf(bench)).toBe(Link.Down);
});

test("maySleep counts a write, a question, and what waits", () => {
  const bench = make().up();
  expect(face.maySleep(bench.mqtt)).toBe(0);
  bench.publish("x");
  bench.publish("y");
  expect(face.maySleep(bench.mqtt)).toBe(2);
  bench.written();
  port.wake().sent();
  expect(face.maySleep(bench.mqtt)).toBe(1);
});
