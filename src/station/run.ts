/*
 * What a deployed station does: takes readings, puts them into the outbox, keeps the client connected.
 * This is the only loop; it owns the one timer.
 */
import type { Chunk } from "#bytes";
import { filterSample, makeFilter } from "#filter";
import type { Filter } from "#filter";
import { bindPort, identity, portNowMs } from "#port";
import type { Port } from "#port";
import { earlierMs } from "../client/clock.ts";
import { disconnect, start } from "../client/connection.ts";
import { Link } from "../client/link.ts";
import { WhenFull } from "../client/options.ts";
import type { ClientOptions, Handlers } from "../client/options.ts";
import { makeClient } from "../client/state.ts";
import type { Cause } from "../client/status.ts";
import { driveTold, pump, rest, waitUntil } from "../runtimes/drive.ts";
import type { Drive } from "../runtimes/drive.ts";
import type { PortEvent } from "../runtimes/port.ts";
import { feedsOf, makeOutputs, publishReading } from "./output.ts";
import type { Outputs } from "./output.ts";
import { makeSampler, sample } from "./sampler.ts";
import type { Sampler } from "./sampler.ts";
import type { Feed, Station } from "./station.ts";
import { Verdict } from "./verdict.ts";

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
  filters: Filter[];
  outputs: Outputs;
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
  if (runner.isResting) return;
  const nowS = runner.client.age.seconds;
  const status = sample(sampler, runner.port);
  const verdict = filterSample(runner.filters[at] as Filter, status, sampler.values, nowS);
  if (verdict === Verdict.Hold) return;
  publishReading(runner.outputs, runner.client, at, sampler.values, nowS, 0, verdict === Verdict.Alarm);
}

/** What a station's client is made from, but for its feeds: a station that only publishes needs no subscriptions. */
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
  const filters: Filter[] = [];
  const board = identity(port);
  const outputs = makeOutputs(station, board);
  const options = clientOptions(station, site, board, handlers);
  options.feeds = feedsOf(outputs);
  for (let at = 0; at < station.feeds.length; at += 1) {
    const feed = station.feeds[at] as Feed;
    samplers.push(makeSampler(feed, portNowMs(port)));
    filters.push(makeFilter(feed));
  }
  const runner: Runner = {
    client: makeClient(options, board, portNowMs(port)),
    port,
    address: site,
    hasTransport: false,
    wakeMs: 0,
    isTimerSet: false,
    samplers,
    filters,
    outputs,
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
