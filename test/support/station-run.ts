/*
 * The outside of a station in virtual time: a scripted network with a broker behind it, one sensor that counts its
 * readings, and the port's one timer. Nothing here waits.
 */
import type { IPublishPacket, Packet } from "mqtt-packet";
import { expect } from "vitest";
import { greenhouse } from "./stations/greenhouse.ts";
import { isDue } from "../../src/client/clock.ts";
import type { Handlers } from "../../src/client/options.ts";
import { Cause, Status } from "../../src/client/status.ts";
import { PortEvent } from "../../src/runtimes/port.ts";
import type { Listener, Place } from "../../src/runtimes/port.ts";
import { Computer } from "../../src/runtimes/node/computer.ts";
import type { Port } from "../../src/runtimes/node/port.ts";
import type { Sensor, Step } from "../../src/sensors/sensor.ts";
import { checkStation } from "../../src/station/check.ts";
import { run } from "../../src/station/run.ts";
import { UNNAMED } from "../../src/station/runner.ts";
import type { Runner } from "../../src/station/runner.ts";
import type { Feed, Station, StationLimits } from "../../src/station/station.ts";
import { connack, puback, START_MS } from "./client.ts";
import { packetsOf, PINGRESP } from "./wire.ts";
import { memoryAt, putMemory, take } from "#bytes";
import type { Chunk, Frame, Memory } from "#bytes";

/** Its readings are 1, 2, 3: a payload says which reading it is. */
export const COUNTER: Sensor = {
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

export const FEED: Feed = {
  sensor: COUNTER,
  bus: "i2c",
  address: 0x40,
  topic: "{name}/count",
  everyS: 10,
  qos: 1,
};

export function stationOf(limits: Partial<StationLimits> = {}, feeds: Feed[] = [FEED]): Station {
  return { ...greenhouse, name: "shed", feeds, limits: { ...greenhouse.limits, ...limits } };
}

/** The outside of a station: everything happens when `pass` lets it, in order. */
export class World extends Computer implements Port {
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
    if (packet.cmd === "subscribe")
      return suback(
        packet.messageId ?? 0,
        packet.subscriptions.map(({ qos }) => qos),
      );
    if (packet.cmd === "publish" && packet.qos === 1 && !this.isMute) return puback(packet.messageId ?? 0);
    return undefined;
  }

  /** The broker sends what it has kept to itself. */
  acknowledge(): void {
    this.isMute = false;
    for (const packet of this.packets)
      if (packet.cmd === "publish" && packet.qos === 1)
        this.later(PortEvent.Received, puback(packet.messageId ?? 0));
    this.pass(0);
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

  protected later(event: PortEvent, detail: Chunk | Cause = 0): void {
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

  /** "count 1" for each reading that the broker got, "count 1 dup" for a repeated one. */
  published(): string[] {
    const lines: string[] = [];
    for (const packet of this.packets)
      if (packet.cmd === "publish" && !isAvailability(packet)) {
        const { n } = JSON.parse(packet.payload.toString()) as { n: number };
        lines.push(`${packet.topic.split("/")[1]} ${n}${packet.dup ? " dup" : ""}`);
      }
    return lines;
  }

  /** What was said of the station's availability. */
  availability(): string[] {
    const lines: string[] = [];
    for (const packet of this.packets)
      if (packet.cmd === "publish" && isAvailability(packet)) lines.push(packet.payload.toString());
    return lines;
  }

  /** "connect", "publish"; with "online" and "offline" for a PUBLISH that says so. */
  commands(): string[] {
    return this.packets.map((packet) =>
      packet.cmd === "publish" && isAvailability(packet) ? packet.payload.toString() : packet.cmd,
    );
  }
}

function suback(id: number, granted: number[]): Uint8Array {
  return Uint8Array.of(0x90, 2 + granted.length, Math.floor(id / 256), id % 256, ...granted);
}

function isAvailability({ topic }: IPublishPacket): boolean {
  return topic.endsWith("/availability");
}

const SITE = { host: "broker.test", port: 1883, isSecure: false };

export function startRun(world: World, station: Station = stationOf(), handlers: Handlers = {}): Runner {
  expect(checkStation(station)).toEqual([]);
  return run(station, SITE, world, handlers, UNNAMED);
}
