import { beforeEach, describe, expect, test } from "vitest";
import { disconnect, start } from "../../src/client/connection.ts";
import { Link } from "../../src/client/link.ts";
import type { ClientOptions } from "../../src/client/options.ts";
import { publishMessage } from "../../src/client/publish.ts";
import { makeClient } from "../../src/client/state.ts";
import { Cause, Reason } from "../../src/client/status.ts";
import { driveTold, pump, rest, waitUntil } from "../../src/runtimes/drive.ts";
import type { Drive } from "../../src/runtimes/drive.ts";
import { PortEvent } from "../../src/runtimes/port.ts";
import { bytesOf, connack, logHandlers, START_MS, testOptions } from "../support/client.ts";
import { FakePort } from "../support/fake-port.ts";

const CONNECT = "send 101100044d5154540402003c00057065657231";

let log: string[];
let port: FakePort;
let drive: Drive;

function prepare(changes: ClientOptions = {}): void {
  log = [];
  port = new FakePort();
  drive = {
    client: makeClient(testOptions({ ...changes, ...logHandlers(log) }), "board", port.nowMs()),
    port,
    address: { host: "broker", port: 1883, isSecure: false },
    hasTransport: false,
    wakeMs: 0,
    isTimerSet: false,
  };
}

const told = (event: PortEvent, detail: Uint8Array | Cause = 0): void => driveTold(drive, event, detail);

/** Connected, everything sent, nothing told yet. */
function up(): void {
  start(drive.client, port.nowMs());
  pump(drive);
  told(PortEvent.Opened);
  pump(drive);
  told(PortEvent.Sent);
  told(PortEvent.Received, connack());
  pump(drive);
  port.told();
  log.length = 0;
}

function publish(payload: string, qos = 0): void {
  publishMessage(drive.client, { topic: "t", payload, qos });
}

beforeEach(() => prepare());

describe("opening", () => {
  test("nothing is opened before a connection is wanted", () => {
    pump(drive);
    expect(port.told()).toEqual([]);
  });

  test("the transport is opened once, however often it is pumped", () => {
    start(drive.client, port.nowMs());
    for (let times = 0; times < 3; times += 1) pump(drive);
    expect(port.told()).toEqual(["open broker:1883"]);
  });

  test("the address says which port and whether TLS", () => {
    drive.address = { host: "::1", port: 8884, isSecure: true };
    start(drive.client, port.nowMs());
    pump(drive);
    expect(port.told()).toEqual(["open ::1:8884 secure"]);
  });

  for (const [isSecure, number] of [
    [undefined, "1883"],
    [false, "1883"],
    [true, "8883 secure"],
  ] as const)
    test(`an address without a port that says isSecure: ${isSecure} means ${number}`, () => {
      drive.address = { host: "broker", isSecure };
      start(drive.client, port.nowMs());
      pump(drive);
      expect(port.told()).toEqual([`open broker:${number}`]);
    });

  test("CONNECT is sent once the transport is open, and not before", () => {
    start(drive.client, port.nowMs());
    pump(drive);
    pump(drive);
    expect(port.told()).toEqual(["open broker:1883"]);
    told(PortEvent.Opened);
    pump(drive);
    expect(port.told()).toEqual([CONNECT]);
  });

  test("a transport that does not open in time is closed, and opened again when the retry is due", () => {
    start(drive.client, port.nowMs());
    pump(drive);
    port.told();
    port.pass(15000);
    const retryAtMs = pump(drive);
    expect(log).toEqual([`close ${Reason.NotOpened} 0`]);
    expect(port.told()).toEqual(["close"]);
    port.pass(1000);
    expect(retryAtMs).toBe(drive.client.deadlineMs);
    pump(drive);
    expect(port.told()).toEqual(["open broker:1883"]);
  });
});

describe("sending", () => {
  test("one frame at a time: the next waits for `sent`", () => {
    up();
    publish("1");
    pump(drive);
    publish("2");
    pump(drive);
    expect(port.told()).toEqual(["send 300400017431"]);
    told(PortEvent.Sent);
    pump(drive);
    expect(port.told()).toEqual(["send 300400017432"]);
  });

  test("a dead port means that the connection is lost: it is closed, and tried again later", () => {
    up();
    port.isDead = true;
    publish("1", 1);
    pump(drive);
    expect(log).toEqual([`close ${Reason.Lost} ${Cause.Reset}`]);
    expect(port.told()).toEqual(["dead", "close"]);
    expect(drive.client.link).toBe(Link.Waiting);
    expect(drive.client.outbox.count).toBe(1);
  });

  test("a source that fails closes the transport in the same pump", () => {
    up();
    publishMessage(drive.client, { topic: "t", source: () => "", totalBytes: 9, qos: 1 });
    pump(drive);
    expect(log).toContain(`close ${Reason.BadSource} 0`);
    expect(port.told()).toEqual(["close"]);
  });
});

describe("the end of a connection", () => {
  test("a transport that the port reported as closed is not closed again", () => {
    up();
    told(PortEvent.Closed, Cause.Ended);
    pump(drive);
    expect(log).toEqual([`close ${Reason.Lost} ${Cause.Ended}`]);
    expect(port.told()).toEqual([]);
  });

  test("the retry opens a new transport at the time that pump answered", () => {
    up();
    told(PortEvent.Closed, Cause.Reset);
    const dueMs = pump(drive);
    const waitMs = (dueMs - port.nowMs() + 2 ** 30) % 2 ** 30;
    expect(waitMs).toBeGreaterThan(0);
    port.pass(waitMs - 1);
    pump(drive);
    expect(port.told()).toEqual([]);
    port.pass(1);
    pump(drive);
    expect(port.told()).toEqual(["open broker:1883"]);
  });

  test("bytes that MQTT forbids close the transport", () => {
    up();
    told(PortEvent.Received, bytesOf("f000"));
    pump(drive);
    expect(log).toEqual([`close ${Reason.BadType} 0`]);
    expect(port.told()).toEqual(["close"]);
  });

  test("a retry that is due at once closes the old transport before it opens a new one", () => {
    prepare({ retryFirstS: 0.001, retryCapS: 0.001 });
    up();
    told(PortEvent.Received, bytesOf("f000"));
    port.pass(1);
    pump(drive);
    expect(port.told()).toEqual(["close", "open broker:1883"]);
  });

  test("disconnect sends DISCONNECT, and only when that was sent closes the transport", () => {
    up();
    disconnect(drive.client, port.nowMs());
    pump(drive);
    expect(port.told()).toEqual(["send e000"]);
    told(PortEvent.Sent);
    pump(drive);
    expect(port.told()).toEqual(["close"]);
    expect(log).toEqual([`close ${Reason.Asked} 0`]);
  });
});

describe("the timer", () => {
  test("is set to the time that pump answers", () => {
    up();
    publish("1");
    pump(drive);
    told(PortEvent.Sent);
    waitUntil(drive, pump(drive));
    // Nine tenths of the keep alive of 60 s.
    expect(port.waitMs).toBe(54000);
  });

  test("that is set to an earlier time stays, and so does one that is set to the same", () => {
    for (const laterMs of [100, 100, 101, 5000]) waitUntil(drive, (START_MS + laterMs) % 2 ** 30);
    expect([port.waitMs, port.timersSet]).toEqual([100, 1]);
  });

  test("that is set to a later time is set to the earlier one, across the clock's wrap as well", () => {
    for (const laterMs of [7000, 5001, 4999, 3]) waitUntil(drive, (START_MS + laterMs) % 2 ** 30);
    expect([port.waitMs, port.timersSet]).toEqual([3, 4]);
  });

  test("is set anew after it woke, and after a rest", () => {
    waitUntil(drive, START_MS + 10);
    told(PortEvent.Wake);
    waitUntil(drive, START_MS + 20);
    expect(port.waitMs).toBe(20);
    rest(drive);
    expect(port.waitMs).toBeUndefined();
    waitUntil(drive, START_MS + 30);
    expect(port.waitMs).toBe(30);
    expect(port.told()).toEqual(["end"]);
  });

  test("more pumps than needed change nothing", () => {
    up();
    publish("1", 1);
    const dueMs = pump(drive);
    port.told();
    for (let times = 0; times < 5; times += 1) expect(pump(drive)).toBe(dueMs);
    expect(port.told()).toEqual([]);
  });
});
