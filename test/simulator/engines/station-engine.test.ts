/*
 * A station's loop as an engine: what it asks, what it is told, and its clock.
 */
import { expect, test } from "vitest";
import { cellar } from "../../support/stations/cellar.ts";
import type { BoardCall, Outside } from "../../../src/simulator/engines/engine.ts";
import { StationEngine } from "../../../src/simulator/engines/station-engine.ts";
import { OPEN_OUTSIDE } from "../../../src/simulator/engines/outside.ts";
import { callLine } from "../../support/engines.ts";
import { packetsOf } from "../../support/wire.ts";

const NOTHING = { text: "", program: "" };
const SITE = { host: "broker.local", port: 1883, isSecure: false };
const CONNACK = Uint8Array.of(0x20, 2, 0, 0);

function engineWith(options: { outside?: Partial<Outside>; firstMs?: number } = {}): StationEngine {
  const outside = { ...OPEN_OUTSIDE, ...options.outside };
  return new StationEngine({ station: cellar, site: SITE, outside, firstMs: options.firstMs ?? 0 });
}

const lines = (calls: BoardCall[]) => calls.map(callLine);

/** What was written, as MQTT packets. */
function written(calls: BoardCall[]): string[] {
  const writes = calls.flatMap((call) => (call.call === "write" ? [call.bytes] : []));
  return writes.flatMap((bytes) => packetsOf(bytes).packets.map(({ cmd }) => cmd));
}

test("it asks for a connection, writes once that is open, and is due again by the caller's clock", () => {
  const engine = engineWith();
  const { calls } = engine.start(NOTHING, 5000, {});
  expect(lines(calls)).toEqual(["watchdog 300000", "connect 1 broker.local:1883"]);
  const opened = engine.step(5010, { event: "opened", socket: 1 });
  expect(written(opened.calls)).toEqual(["connect"]);
  const up = engine.step(
    5020,
    { event: "sent", socket: 1 },
    { event: "received", socket: 1, bytes: CONNACK },
  );
  expect(engine.runner?.client.counters.connects).toBe(1);
  expect(up.dueMs).toBeGreaterThan(5020);
});

test("events for a socket that is gone are nobody's, and a timer rings only when it is due", () => {
  const engine = engineWith();
  engine.start(NOTHING, 0, {});
  expect(engine.step(1, { event: "opened", socket: 7 }, { event: "timer" }).calls).toEqual([]);
  engine.step(2, { event: "closed", socket: 1, ending: "unreachable" });
  expect(engine.step(3, { event: "opened", socket: 1 }).calls).toEqual([]);
});

test("across the wrap of the board's clock its timers ring on time", () => {
  const engine = engineWith({ firstMs: 2 ** 30 - 1000 });
  let outcome = engine.start(NOTHING, 0, {});
  engine.step(0, { event: "closed", socket: 1, ending: "unreachable" });
  let nowMs = 0;
  // The cellar's chip is absent: it is asked again every five minutes.
  for (let rings = 0; rings < 2000 && nowMs < 3_600_000; rings += 1) {
    outcome = engine.step(nowMs, { event: "timer" });
    for (const call of outcome.calls)
      if (call.call === "connect")
        outcome = engine.step(nowMs, { event: "closed", socket: call.socket, ending: "unreachable" });
    nowMs = outcome.dueMs ?? Infinity;
  }
  expect(nowMs).toBeGreaterThanOrEqual(3_600_000);
  expect(engine.runner?.samplers[0]?.failures).toBe(12);
});

test("an error in the outside is a fault of the board, which goes on", () => {
  const engine = engineWith({
    outside: {
      i2c: () => {
        throw new Error("the bus burns");
      },
    },
  });
  expect(lines(engine.start(NOTHING, 0, {}).calls)).toContain("fault the bus burns");
  expect(engine.step(10).calls).toEqual([]);
});

test("a stop keeps what was kept, and what is not started or goes back in time is refused", () => {
  const engine = engineWith();
  expect(() => engine.step(0)).toThrow("Node is not started: call start first");
  engine.start(NOTHING, 100, { rtc: Uint8Array.of(1), outbox: Uint8Array.of(2) });
  expect(() => engine.step(99)).toThrow("a step back in time, from 100 to 99 ms");
  expect(engine.stop()).toEqual({ rtc: Uint8Array.of(1), outbox: Uint8Array.of(2) });
  expect(engine.runner).toBeUndefined();
});
