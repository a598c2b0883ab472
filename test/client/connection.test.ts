/*
 * CONNECT and CONNACK (MQTT 3.1.1, sections 3.1 and 3.2). Calls that come in any state: connection-states.test.ts.
 * The back-off: connection-retry.test.ts. Sending before CONNACK: connection-pipelined.test.ts.
 */
import type { IConnectPacket } from "mqtt-packet";
import { describe, expect, test } from "vitest";
import { opened, start, tick } from "../../src/client/connection.ts";
import { Link } from "../../src/client/link.ts";
import { Reason } from "../../src/client/status.ts";
import { Bench, connack } from "../support/client.ts";
import { lose, message, packetsOf, say, words } from "../support/wire.ts";

function connectOf(bytes: Uint8Array): IConnectPacket {
  return packetsOf(bytes).packets[0] as IConnectPacket;
}

describe("CONNECT", () => {
  test("carries client id, user name, password, will and keep alive", () => {
    const will = { topic: "gone", payload: new Uint8Array([0, 255, 1]), qos: 1, retain: true };
    const identity = { clientId: "böard", keepAliveS: 300, userName: "me", password: "sécret", will };
    expect(connectOf(new Bench(identity).open())).toMatchObject({
      ...{ clientId: "böard", keepalive: 300, username: "me", clean: true },
      password: Buffer.from("sécret"),
      protocolId: "MQTT",
      protocolVersion: 4,
      will: { topic: "gone", payload: Buffer.from([0, 255, 1]), qos: 1, retain: true },
    });
  });

  for (const cleanSession of [true, false])
    test(`clean session ${cleanSession ? "on" : "off"} is really sent`, () => {
      const bytes = new Bench({ cleanSession }).open();
      expect(connectOf(bytes).clean).toBe(cleanSession);
      expect(bytes[9]).toBe(cleanSession ? 2 : 0);
    });

  test("is the first packet, and there is one in each connection", () => {
    const bench = new Bench();
    say(bench, "a", "x");
    expect(words(bench.open())).toEqual(["connect"]);
    expect(bench.written()).toHaveLength(0);
    lose(bench);
    expect(words(bench.open())).toEqual(["connect"]);
  });

  test("waits for the transport", () => {
    const bench = new Bench();
    start(bench.client, bench.nowMs);
    expect(bench.written()).toHaveLength(0);
    opened(bench.client, bench.nowMs);
    expect(words(bench.written())).toEqual(["connect"]);
  });
});

describe("CONNACK", () => {
  const CODES: [number, string][] = [
    [0, "accepted"],
    [1, "unacceptable protocol version"],
    [2, "identifier rejected"],
    [3, "server unavailable"],
    [4, "bad user name or password"],
    [5, "not authorized"],
  ];
  for (const [code, name] of CODES)
    test(`return code ${code} (${name}) is ${code === 0 ? "a connection" : "told with its code"}`, () => {
      const bench = new Bench();
      bench.open();
      bench.receive(connack(code));
      expect(bench.log).toEqual(code === 0 ? ["connect absent"] : [`close ${Reason.Refused} ${code}`]);
      expect(bench.client.link).toBe(code === 0 ? Link.Up : Link.Waiting);
    });

  for (const isPresent of [false, true])
    test(`session present ${isPresent ? 1 : 0} is reported`, () => {
      const bench = new Bench({ cleanSession: false }).up(isPresent);
      expect(bench.log).toEqual([`connect ${isPresent ? "present" : "absent"}`]);
    });

  // MQTT 3.1.1, 3.2.2: what a CONNACK must not say.
  const BAD: [string, string, boolean, Reason][] = [
    ["return code 6", "20020006", false, Reason.BadConnack],
    ["reserved flag 2", "20020200", false, Reason.BadConnack],
    ["session present with a refusal", "20020105", false, Reason.BadSession],
    ["session present after a clean start", "20020100", true, Reason.BadSession],
    ["one byte too many", "2003000000", false, Reason.BadSize],
    ["one byte short", "200100", false, Reason.BadSize],
  ];
  for (const [title, hexText, cleanSession, reason] of BAD)
    test(`${title} closes with a named reason`, () => {
      const bench = new Bench({ cleanSession });
      bench.open();
      bench.receive(new Uint8Array(Buffer.from(hexText, "hex")));
      expect(bench.log).toEqual([`close ${reason} 0`]);
      expect(bench.client.link).toBe(Link.Waiting);
    });

  test("comes first: anything else before it closes", () => {
    const bench = new Bench();
    bench.open();
    bench.receive(message("t", "x"));
    expect(bench.log).toEqual([`close ${Reason.OutOfTurn} 0`]);
  });

  test("comes once: a second one closes", () => {
    const bench = new Bench().up();
    bench.receive(connack());
    expect(bench.log).toEqual(["connect absent", `close ${Reason.OutOfTurn} 0`]);
  });

  test("may be glued to what follows it, and be cut at every byte", () => {
    const bytes = Buffer.concat([connack(0, true), message("t", "x", { qos: 1, messageId: 3 })]);
    for (let cut = 0; cut <= bytes.length; cut += 1) {
      const bench = new Bench({ cleanSession: false });
      bench.open();
      bench.receive(bytes.subarray(0, cut), bytes.subarray(cut));
      expect(bench.log, `cut at ${cut}`).toEqual(["connect present", "message t q1 0+1/1 78"]);
    }
  });
});

test("a transport that does not open in time is given up", () => {
  const bench = new Bench({ connackS: 5 });
  start(bench.client, bench.nowMs);
  bench.pass(4999);
  tick(bench.client, bench.nowMs);
  expect(bench.client.link).toBe(Link.Opening);
  bench.pass(1);
  tick(bench.client, bench.nowMs);
  expect(bench.log).toEqual([`close ${Reason.NotOpened} 0`]);
  expect(bench.client.link).toBe(Link.Waiting);
});
