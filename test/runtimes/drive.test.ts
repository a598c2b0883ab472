import { beforeEach, describe, expect, test } from "vitest";
import { disconnect, start } from "../../src/client/connection.ts";
import { Link } from "../../src/client/link.ts";
import { publishMessage } from "../../src/client/publish.ts";
import { makeClient } from "../../src/client/state.ts";
import { Cause, Reason } from "../../src/client/status.ts";
import {
  driveClosed,
  driveOpened,
  driveReceived,
  driveSent,
  pump,
  pumpAndWait,
} from "../../src/runtimes/drive.ts";
import type { Drive } from "../../src/runtimes/drive.ts";
import { Sending } from "../../src/runtimes/port.ts";
import { bytesOf, connack, logHandlers, testOptions } from "../support/client.ts";
import { FakePort } from "../support/fake-port.ts";

const CONNECT = "send 101100044d5154540402003c00057065657231";

let log: string[];
let port: FakePort;
let drive: Drive;

function prepare(changes: Parameters<typeof testOptions>[0] = {}): void {
  log = [];
  port = new FakePort();
  drive = {
    client: makeClient(testOptions({ ...changes, handlers: logHandlers(log) }), port.nowMs()),
    port,
    address: { host: "broker", port: 1883, isSecure: false },
    hasTransport: false,
    isHeld: false,
  };
}

/** Connected, everything sent, nothing told yet. */
function up(): void {
  start(drive.client, port.nowMs());
  pump(drive);
  driveOpened(drive);
  pump(drive);
  driveSent(drive);
  driveReceived(drive, connack());
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

  test("CONNECT is sent once the transport is open, and not before", () => {
    start(drive.client, port.nowMs());
    pump(drive);
    pump(drive);
    expect(port.told()).toEqual(["open broker:1883"]);
    driveOpened(drive);
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
    expect(retryAtMs).toBe(drive.client.retryAtMs);
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
    driveSent(drive);
    pump(drive);
    expect(port.told()).toEqual(["send 300400017432"]);
  });

  test("a busy port gets the same frame again, and `sent` is then about the frame before it", () => {
    up();
    port.sending = Sending.Busy;
    publish("1");
    pump(drive);
    expect(drive.isHeld).toBe(true);
    publish("2");
    pump(drive);
    driveSent(drive);
    expect(drive.client.isSending).toBe(true);
    port.sending = Sending.Accepted;
    pump(drive);
    expect(port.told()).toEqual(["busy", "busy", "send 300400017431"]);
    driveSent(drive);
    pump(drive);
    expect(port.told()).toEqual(["send 300400017432"]);
  });

  test("a held frame is forgotten with its connection", () => {
    up();
    port.sending = Sending.Busy;
    publish("1");
    pump(drive);
    port.told();
    driveClosed(drive, Cause.Reset);
    port.sending = Sending.Accepted;
    pump(drive);
    expect(drive.isHeld).toBe(false);
    expect(port.told()).toEqual([]);
  });

  test("a dead port means that the connection is lost: it is closed, and tried again later", () => {
    up();
    port.sending = Sending.Dead;
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
    driveClosed(drive, Cause.Ended);
    pump(drive);
    expect(log).toEqual([`close ${Reason.Lost} ${Cause.Ended}`]);
    expect(port.told()).toEqual([]);
  });

  test("the retry opens a new transport at the time that pump answered", () => {
    up();
    driveClosed(drive, Cause.Reset);
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
    driveReceived(drive, bytesOf("f000"));
    pump(drive);
    expect(log).toEqual([`close ${Reason.BadType} 0`]);
    expect(port.told()).toEqual(["close"]);
  });

  test("a retry that is due at once closes the old transport before it opens a new one", () => {
    prepare({ patience: { retryFirstMs: 1, retryCapMs: 1 } });
    up();
    driveReceived(drive, bytesOf("f000"));
    port.pass(1);
    pump(drive);
    expect(port.told()).toEqual(["close", "open broker:1883"]);
  });

  test("disconnect sends DISCONNECT, and only when that was sent closes the transport", () => {
    up();
    disconnect(drive.client, port.nowMs());
    pump(drive);
    expect(port.told()).toEqual(["send e000"]);
    driveSent(drive);
    pump(drive);
    expect(port.told()).toEqual(["close"]);
    expect(log).toEqual([`close ${Reason.Asked} 0`]);
  });
});

describe("the timer", () => {
  test("pumpAndWait waits until the time that pump answers", () => {
    up();
    publish("1");
    pumpAndWait(drive);
    driveSent(drive);
    pumpAndWait(drive);
    // Nine tenths of the keep alive of 60 s.
    expect(port.waitMs).toBe(54000);
  });

  test("pumpAndWait ends the port when nothing is wanted any more", () => {
    start(drive.client, port.nowMs());
    pumpAndWait(drive);
    expect(port.waitMs).toBe(15000);
    disconnect(drive.client, port.nowMs());
    pumpAndWait(drive);
    expect(port.waitMs).toBeUndefined();
    expect(port.told()).toEqual(["open broker:1883", "close", "end"]);
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
