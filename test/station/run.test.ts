/*
 * A station's run in virtual time: a scripted network with a broker behind it, one sensor that counts its readings,
 * and the port's one timer. Nothing here waits.
 */
import type { Packet } from "mqtt-packet";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { greenhouse } from "../../boards/greenhouse.ts";
import { elapsedMs, isDue } from "../../src/client/clock.ts";
import { Link } from "../../src/client/link.ts";
import type { Handlers } from "../../src/client/options.ts";
import { Cause, Notice, Status } from "../../src/client/status.ts";
import { PortEvent } from "../../src/runtimes/port.ts";
import type { Listener, Place } from "../../src/runtimes/port.ts";
import type { Port } from "../../src/runtimes/node/port.ts";
import type { Sensor, Step } from "../../src/sensors/sensor.ts";
import { checkStation } from "../../src/station/check.ts";
import { endRun, restRun, run } from "../../src/station/run.ts";
import type { Runner } from "../../src/station/run.ts";
import type { Feed, Station, StationLimits } from "../../src/station/station.ts";
import { connack, logHandlers, puback, START_MS } from "../support/client.ts";
import { packetsOf, PINGRESP } from "../support/wire.ts";
import { memoryAt, putMemory, take } from "#bytes";
import type { Chunk, Frame, Memory } from "#bytes";

/** Its readings are 1, 2, 3: a payload says which reading it is. */
const COUNTER: Sensor = {
  name: "counter",
  fields: ["n"],
  decimals: [0],
  memoryBytes: 1,
  start: [{ write: [1], waitMs: 0, readBytes: 0, at: 0 }],
  sample: [{ write: [2], waitMs: 4, readBytes: 1, at: 0 }],
  decode(memory, values) {
    values[0] = memoryAt(memory, 0);
    return Status.Ok;
  },
};

const FEED: Feed = { sensor: COUNTER, bus: "i2c", address: 0x40, topic: "{name}/count", everyS: 10, qos: 1 };

function stationOf(limits: Partial<StationLimits> = {}, feeds: Feed[] = [FEED]): Station {
  return { ...greenhouse, name: "shed", feeds, limits: { ...greenhouse.limits, ...limits } };
}

/** The outside of a station: everything happens when `pass` lets it, in order. */
class World implements Port {
  now = START_MS;
  isReachable = true;
  isSensorThere = true;
  /** The broker keeps its PUBACKs to itself. */
  isMute = false;
  timer: number | undefined;
  wakes = 0;
  opens = 0;
  hasEnded = false;
  readonly packets: Packet[] = [];
  /** What was asked of the sensor: 1 to start, 2 to sample. */
  readonly steps: number[] = [];

  private listener: Listener<unknown> | undefined;
  private owner: unknown;
  private isOpen = false;
  private count = 0;
  private readonly queue: (() => void)[] = [];

  bind<Owner>(listener: Listener<Owner>, owner: Owner): void {
    this.listener = listener as Listener<unknown>;
    this.owner = owner;
  }

  open(): void {
    this.opens += 1;
    this.hasEnded = false;
    this.isOpen = this.isReachable;
    if (this.isReachable) this.later(PortEvent.Opened);
    else this.later(PortEvent.Closed, Cause.Unreachable);
  }

  send(frame: Frame): boolean {
    if (!this.isOpen) return false;
    this.later(PortEvent.Sent);
    for (const packet of packetsOf(take(frame).slice()).packets) {
      this.packets.push(packet);
      const answer = this.answerTo(packet);
      if (answer !== undefined) this.later(PortEvent.Received, answer);
    }
    return true;
  }

  private answerTo(packet: Packet): Uint8Array | undefined {
    if (packet.cmd === "connect") return connack();
    if (packet.cmd === "pingreq") return PINGRESP;
    if (packet.cmd === "publish" && packet.qos === 1 && !this.isMute) return puback(packet.messageId ?? 0);
    return undefined;
  }

  /** The network goes away. */
  cut(): void {
    this.isReachable = false;
    this.isOpen = false;
    this.later(PortEvent.Closed, Cause.Reset);
    this.pass(0);
  }

  close(): void {
    this.isOpen = false;
  }

  nowMs(): number {
    return this.now;
  }

  wakeAt(dueMs: number): void {
    this.hasEnded = false;
    this.timer = dueMs;
  }

  end(): void {
    this.close();
    this.timer = undefined;
    this.hasEnded = true;
  }

  transfer(_place: Place, step: Step, memory: Memory): Status {
    this.steps.push(step.write[0] as number);
    if (!this.isSensorThere) return Status.Absent;
    if (step.readBytes > 0) putMemory(memory, step.at, Uint8Array.of((this.count += 1)));
    return Status.Ok;
  }

  identity(): string {
    return "b0a4d";
  }

  private tell(event: PortEvent, detail: Chunk | Cause = 0): void {
    this.listener?.(this.owner, event, detail);
  }

  private later(event: PortEvent, detail: Chunk | Cause = 0): void {
    this.queue.push(() => {
      if (event !== PortEvent.Received || this.isOpen) this.tell(event, detail);
    });
  }

  private settle(): void {
    for (let event = this.queue.shift(); event !== undefined; event = this.queue.shift()) event();
  }

  /** Let so much time pass, and all that happens in it. */
  pass(ms: number): void {
    const end = (this.now + ms) % 2 ** 30;
    this.settle();
    while (this.timer !== undefined && isDue(this.timer, end)) {
      if (!isDue(this.timer, this.now)) this.now = this.timer;
      this.timer = undefined;
      this.wakes += 1;
      if (this.wakes > 100_000) throw new Error("the timer is set again and again for what is due already");
      this.tell(PortEvent.Wake);
      this.settle();
    }
    this.now = end;
  }

  /** "count 1" for each PUBLISH that the broker got, "count 1 dup" for a repeated one. */
  published(): string[] {
    const lines: string[] = [];
    for (const packet of this.packets)
      if (packet.cmd === "publish") {
        const { n } = JSON.parse(packet.payload.toString()) as { n: number };
        lines.push(`${packet.topic.split("/")[1]} ${n}${packet.dup ? " dup" : ""}`);
      }
    return lines;
  }

  commands(): string[] {
    return this.packets.map(({ cmd }) => cmd);
  }
}

const SITE = { host: "broker.test", port: 1883, isSecure: false };

function startRun(world: World, station: Station = stationOf(), handlers: Handlers = {}): Runner {
  expect(checkStation(station)).toEqual([]);
  return run(station, SITE, world, handlers);
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  // The port's timer is the only one.
  const timers = vi.getTimerCount();
  vi.useRealTimers();
  expect(timers).toBe(0);
});

test("the first reading is taken at once and published with QoS 1 to the filled topic", () => {
  const world = new World();
  const runner = startRun(world);
  world.pass(100);
  const [first, second] = world.packets;
  expect(first).toMatchObject({ cmd: "connect", clientId: "shed-b0a4d", clean: true });
  expect(second).toMatchObject({ cmd: "publish", topic: "shed/count", qos: 1, retain: false, dup: false });
  expect(world.published()).toEqual(["count 1"]);
  expect(runner.client.counters).toMatchObject({ accepted: 1, acknowledged: 1 });
});

test("a feed may ask for QoS 0 and for retain", () => {
  const world = new World();
  const runner = startRun(world, stationOf({}, [{ ...FEED, qos: 0, retain: true }]));
  world.pass(100);
  expect(world.packets[1]).toMatchObject({ cmd: "publish", qos: 0, retain: true });
  expect(runner.client.outbox.count).toBe(0);
});

test("a reading a period for a day, each published once and acknowledged, across the clock's wrap", () => {
  const world = new World();
  const runner = startRun(world, stationOf({}, [{ ...FEED, everyS: 600 }]));
  world.pass(86_400_000 - 1);
  expect(runner.client.counters).toMatchObject({ accepted: 144, sent: 144, acknowledged: 144, connects: 1 });
  expect(runner.client.outbox.count).toBe(0);
});

test("two feeds keep their own periods and topics", () => {
  const world = new World();
  const often: Feed = { ...FEED, address: 0x41, topic: "{name}/often", everyS: 3 };
  startRun(world, stationOf({}, [FEED, often]));
  world.pass(10_500);
  const topics = world.published().map((line) => line.split(" ")[0]);
  expect(topics.filter((topic) => topic === "count")).toHaveLength(2);
  expect(topics.filter((topic) => topic === "often")).toHaveLength(4);
});

describe("the one timer", () => {
  test("is set to the earliest deadline, and a run wakes for what is due and for nothing else", () => {
    const world = new World();
    startRun(world);
    world.pass(0);
    expect(elapsedMs(START_MS, world.timer as number)).toBe(5);
    world.pass(5);
    expect(elapsedMs(START_MS, world.timer as number)).toBe(10_000);
    const before = world.wakes;
    world.pass(600_000 - 5);
    // Two for each reading: the chip is asked, and later read.
    expect(world.wakes - before).toBeLessThanOrEqual(2 * 60 + 1);
  });

  test("serves the client as well: a long silence between readings is filled with PINGREQ", () => {
    const world = new World();
    startRun(world, stationOf({}, [{ ...FEED, everyS: 3600 }]));
    world.pass(59_000);
    expect(world.commands()).toEqual(["connect", "publish", "pingreq"]);
  });

  test("an extra wake takes no extra reading", () => {
    const world = new World();
    startRun(world);
    world.pass(50);
    for (let count = 0; count < 20; count += 1) {
      world.wakeAt(world.now);
      world.pass(1);
    }
    expect(world.published()).toEqual(["count 1"]);
  });
});

describe("without a network", () => {
  test("readings wait in the outbox and go out in order after the connection", () => {
    const world = new World();
    world.isReachable = false;
    const runner = startRun(world);
    world.pass(45_000);
    expect(runner.client.outbox.count).toBe(5);
    expect(world.packets).toEqual([]);
    world.isReachable = true;
    world.pass(300_000);
    expect(world.published().slice(0, 5)).toEqual(["count 1", "count 2", "count 3", "count 4", "count 5"]);
    expect(runner.client.outbox.count).toBe(0);
    expect(runner.client.counters).toMatchObject({ droppedFull: 0, refused: 0 });
    expect(runner.client.counters.acknowledged).toBe(runner.client.counters.accepted);
  });

  test("tries lie apart: in an hour far fewer than one a second", () => {
    const world = new World();
    world.isReachable = false;
    startRun(world);
    world.pass(3_600_000);
    expect(world.opens).toBeGreaterThan(10);
    expect(world.opens).toBeLessThan(100);
  });

  test("a full outbox drops the oldest, counts it and says so", () => {
    const world = new World();
    world.isReachable = false;
    const log: string[] = [];
    const runner = startRun(world, stationOf({ outboxEntries: 3 }), logHandlers(log));
    world.pass(45_000);
    expect(runner.client.outbox.count).toBe(3);
    expect(runner.client.counters).toMatchObject({ accepted: 5, droppedFull: 2, refused: 0 });
    expect(log.filter((line) => line.startsWith("notice"))).toEqual([
      `notice ${Notice.DroppedFull} 1`,
      `notice ${Notice.DroppedFull} 2`,
    ]);
    restRun(runner);
    world.isReachable = true;
    world.pass(300_000);
    expect(world.published()).toEqual(["count 3", "count 4", "count 5"]);
  });

  test("outboxBytes holds as many readings as it has room for, four bytes a field", () => {
    const world = new World();
    world.isReachable = false;
    const runner = startRun(world, stationOf({ outboxBytes: 11 }));
    world.pass(45_000);
    expect(runner.client.outbox.count).toBe(2);
    expect(runner.client.counters.droppedFull).toBe(3);
  });
});

test("a reading whose PUBACK was lost goes out again with the next connection, and no other does", () => {
  const world = new World();
  const runner = startRun(world);
  world.pass(9000);
  world.isMute = true;
  world.pass(2000);
  expect(runner.client.outbox.count).toBe(1);
  world.cut();
  world.isMute = false;
  world.isReachable = true;
  world.pass(5000);
  // The broker has no session: to it this is a new message, so without DUP.
  expect(world.published()).toEqual(["count 1", "count 2", "count 2"]);
  expect(runner.client.outbox.count).toBe(0);
});

describe("a sensor that is not there", () => {
  test("fails once a period without a message; when it is back it is started anew and readings go on", () => {
    const world = new World();
    world.isSensorThere = false;
    const runner = startRun(world);
    world.pass(25_000);
    const sampler = runner.samplers[0];
    expect(sampler).toMatchObject({ failures: 3, readings: 0, status: Status.Absent });
    expect(world.commands()).toEqual(["connect"]);
    expect(runner.client.link).toBe(Link.Up);

    world.isSensorThere = true;
    world.steps.length = 0;
    world.pass(10_000);
    expect(world.steps).toEqual([1, 2]);
    expect(world.published()).toEqual(["count 1"]);
    expect(sampler).toMatchObject({ failures: 3, readings: 1, status: Status.Ok });
  });

  test("does not keep the others from their readings", () => {
    const world = new World();
    const other: Feed = { ...FEED, address: 0x41, topic: "{name}/other" };
    const absent: Sensor = { ...COUNTER, decode: () => Status.Absent };
    startRun(world, stationOf({}, [{ ...FEED, sensor: absent }, other]));
    world.pass(100);
    expect(world.published().map((line) => line.split(" ")[0])).toEqual(["other"]);
  });
});

describe("restRun", () => {
  test("takes no more readings, and what waits is still sent", () => {
    const world = new World();
    world.isReachable = false;
    const runner = startRun(world);
    world.pass(15_000);
    restRun(runner);
    world.pass(60_000);
    expect(runner.client.outbox.count).toBe(2);
    world.isReachable = true;
    world.pass(300_000);
    expect(world.published()).toEqual(["count 1", "count 2"]);
    expect(runner.client.counters.acknowledged).toBe(2);
    expect(runner.client.link).toBe(Link.Up);
  });

  test("a reading under way is not finished", () => {
    const world = new World();
    const runner = startRun(world);
    world.pass(2);
    restRun(runner);
    world.pass(60_000);
    expect(world.published()).toEqual([]);
  });
});

describe("endRun", () => {
  test("says DISCONNECT as the last packet, closes and stops the timer", () => {
    const world = new World();
    const runner = startRun(world);
    world.pass(100);
    endRun(runner);
    world.pass(60_000);
    expect(world.commands()).toEqual(["connect", "publish", "disconnect"]);
    expect(runner.client.link).toBe(Link.Down);
    expect([world.hasEnded, world.timer, world.opens]).toEqual([true, undefined, 1]);
  });

  test("without a connection ends at once, with what was not sent still in the outbox", () => {
    const world = new World();
    world.isReachable = false;
    const runner = startRun(world);
    world.pass(15_000);
    endRun(runner);
    expect([runner.client.link, world.hasEnded, world.timer]).toEqual([Link.Down, true, undefined]);
    expect(runner.client.outbox.count).toBe(2);
    expect(world.packets).toEqual([]);
  });

  test("while the transport opens ends at once, and a late event changes nothing", () => {
    const world = new World();
    const runner = startRun(world);
    endRun(runner);
    world.pass(60_000);
    expect([runner.client.link, world.hasEnded, world.timer]).toEqual([Link.Down, true, undefined]);
    expect(world.packets).toEqual([]);
  });

  test("does not wait for PUBACKs: what is unacknowledged stays in the outbox", () => {
    const world = new World();
    world.isMute = true;
    const runner = startRun(world);
    world.pass(100);
    endRun(runner);
    world.pass(0);
    expect(world.commands()).toEqual(["connect", "publish", "disconnect"]);
    expect(runner.client.outbox.count).toBe(1);
  });

  test("called twice is as good as once", () => {
    const world = new World();
    const runner = startRun(world);
    world.pass(100);
    endRun(runner);
    endRun(runner);
    world.pass(100);
    endRun(runner);
    restRun(runner);
    world.pass(60_000);
    expect(world.commands()).toEqual(["connect", "publish", "disconnect"]);
    expect(world.timer).toBeUndefined();
  });
});
