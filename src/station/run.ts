/*
 * What a deployed station does: takes readings, puts them into the outbox, keeps the client connected.
 * This is the only loop; it owns the one timer.
 */
import { begin, clear, take } from "#bytes";
import type { Chunk, Frame } from "#bytes";
import { bindPort, identity, portNowMs } from "#port";
import type { Port } from "#port";
import { earlierMs } from "../client/clock.ts";
import { disconnect, start } from "../client/connection.ts";
import { Link } from "../client/link.ts";
import { WhenFull } from "../client/options.ts";
import type { ClientOptions, Feeds, Handlers } from "../client/options.ts";
import { publishMessage } from "../client/publish.ts";
import type { Message } from "../client/publish.ts";
import { makeClient } from "../client/state.ts";
import { Status } from "../client/status.ts";
import type { Cause } from "../client/status.ts";
import { driveTold, pump, rest, waitUntil } from "../runtimes/drive.ts";
import type { Drive } from "../runtimes/drive.ts";
import type { PortEvent } from "../runtimes/port.ts";
import { Packed, putPacked, putReading, readingBytes } from "./format.ts";
import { makeSampler, sample } from "./sampler.ts";
import type { Sampler } from "./sampler.ts";
import { fillTopic } from "./station.ts";
import type { Feed, Station } from "./station.ts";

/** Where this station is deployed: the broker and how to log in. Never part of a station. */
export interface Site {
  host: string;
  port: number;
  isSecure: boolean;
  userName?: string | undefined;
  password?: string | undefined;
}

export interface Runner extends Drive {
  /** One for each feed, in the station's order. */
  samplers: Sampler[];
  /** A reading on its way into the outbox. */
  packed: Frame;
  message: Message;
  /** No more readings are taken. */
  isResting: boolean;
}

function runTold(runner: Runner, event: PortEvent, detail: Chunk | Cause): void {
  driveTold(runner, event, detail);
  runOn(runner);
}

/** Do what is due, then wait for the earliest of all deadlines. */
function runOn(runner: Runner): void {
  for (let at = 0; at < runner.samplers.length; at += 1) takeReading(runner, at);
  let dueAtMs = pump(runner);
  if (runner.client.link === Link.Down) {
    rest(runner);
    return;
  }
  for (let at = 0; at < runner.samplers.length && !runner.isResting; at += 1)
    dueAtMs = earlierMs(dueAtMs, (runner.samplers[at] as Sampler).dueMs);
  waitUntil(runner, dueAtMs);
}

function takeReading(runner: Runner, at: number): void {
  const sampler = runner.samplers[at] as Sampler;
  if (runner.isResting || sample(sampler, runner.port) !== Status.Ok) return;
  clear(runner.packed);
  for (let field = 0; field < sampler.values.length; field += 1)
    putPacked(runner.packed, sampler.values[field] as number);
  runner.message.topic = at;
  runner.message.payload = take(runner.packed);
  runner.message.qos = sampler.feed.qos;
  runner.message.retain = sampler.feed.retain === true;
  publishMessage(runner.client, runner.message);
}

/** What the readings of this station become when they are sent. */
function makeFeeds(station: Station, board: string): Feeds {
  const topics: string[] = [];
  let formatBytes = 0;
  for (let at = 0; at < station.feeds.length; at += 1) {
    const feed = station.feeds[at] as Feed;
    topics.push(fillTopic(station, feed, board));
    if (readingBytes(feed.sensor) > formatBytes) formatBytes = readingBytes(feed.sensor);
  }
  return {
    topic: (feed) => topics[feed] as string,
    format: (feed, values, frame) => putReading(frame, (station.feeds[feed] as Feed).sensor, values),
    formatBytes,
  };
}

/** What a station's client is made from: a station that only publishes needs no subscriptions. */
export function clientOptions(
  station: Station,
  site: Site,
  board: string,
  handlers: Handlers,
): ClientOptions & { clientId: string } {
  return {
    clientId: station.name + "-" + board,
    userName: site.userName,
    password: site.password,
    txBytes: station.limits.txBytes,
    rxBytes: station.limits.rxBytes,
    outboxBytes: station.limits.outboxBytes,
    outboxEntries: station.limits.outboxEntries,
    subscriptions: 0,
    pubacks: 1,
    whenFull: WhenFull.DropOldest,
    feeds: makeFeeds(station, board),
    onConnect: handlers.onConnect,
    onMessage: handlers.onMessage,
    onAck: handlers.onAck,
    onSubscribed: handlers.onSubscribed,
    onClose: handlers.onClose,
    onNotice: handlers.onNotice,
  };
}

/**
 * Run a station, from now on until endRun.
 *
 * @param station  passed checkStation
 */
export function run(station: Station, site: Site, port: Port, handlers: Handlers): Runner {
  const samplers: Sampler[] = [];
  const board = identity(port);
  let fields = 0;
  for (let at = 0; at < station.feeds.length; at += 1) {
    const feed = station.feeds[at] as Feed;
    samplers.push(makeSampler(feed, portNowMs(port)));
    if (feed.sensor.fields.length > fields) fields = feed.sensor.fields.length;
  }
  const runner: Runner = {
    client: makeClient(clientOptions(station, site, board, handlers), board, portNowMs(port)),
    port,
    address: site,
    hasTransport: false,
    wakeMs: 0,
    isTimerSet: false,
    samplers,
    packed: begin(fields * Packed.Bytes),
    message: { topic: 0, qos: 0 },
    isResting: false,
  };
  bindPort(port, runTold, runner);
  start(runner.client, portNowMs(port));
  runOn(runner);
  return runner;
}

/** Take no more readings; what waits is still sent. */
export function restRun(runner: Runner): void {
  runner.isResting = true;
  runOn(runner);
}

/** Say DISCONNECT and stop; what was not acknowledged stays in the outbox. */
export function endRun(runner: Runner): void {
  runner.isResting = true;
  disconnect(runner.client, portNowMs(runner.port));
  runOn(runner);
}
