/*
 * What a running station is made from: its client's options, its plan, and a sampler and a filter for each feed.
 */
import { makeFilter } from "#filter";
import type { Filter } from "#filter";
import { identity, portNowMs } from "#port";
import type { Port } from "#port";
import { greet, hear, makeSpeech, partedFor } from "#speech";
import { WhenFull } from "../client/options.ts";
import type { ClientOptions, Handlers } from "../client/options.ts";
import { makeClient } from "../client/state.ts";
import { isDeepSleeper, willOf } from "./availability.ts";
import { keepAliveFor } from "./keepalive.ts";
import { Network } from "./network.ts";
import { feedsOf, makeOutputs } from "./output.ts";
import { makePlan, Slot } from "./plan.ts";
import type { Plan } from "./plan.ts";
import { Visit } from "./runner.ts";
import type { Program, Runner, Site } from "./runner.ts";
import { makeSampler } from "./sampler.ts";
import type { Sampler } from "./sampler.ts";
import type { Feed, Station } from "./station.ts";

/** How long a sleeper stays away after a failure: a visit in vain costs as much as a good one. */
const enum Away {
  FirstS = 10,
  CapS = 1800,
}

/** What a station's client is made from, but for its feeds: a station that takes no commands needs no subscriptions. */
export function clientOptions(
  station: Station,
  site: Site,
  board: string,
  handlers: Handlers,
): ClientOptions & { clientId: string } {
  const isDeep = isDeepSleeper(station);
  const isListening = station.hasCommands === true || station.hasDiscovery === true;
  return {
    clientId: station.name + "-" + board,
    // What was said to a station that was away waits for it.
    cleanSession: station.hasCommands !== true,
    keepAliveS: keepAliveFor(station),
    userName: site.userName,
    password: site.password,
    will: willOf(station),
    txBytes: station.limits.txBytes,
    rxBytes: station.limits.rxBytes,
    outboxBytes: station.limits.outboxBytes,
    outboxEntries: station.limits.outboxEntries,
    subscriptions: isListening ? 2 : 0,
    // Mosquitto sends more than the 20 that it is said to: each PUBACK lets up to 20 go.
    pubacks: isListening ? 100 : 1,
    whenFull: WhenFull.DropOldest,
    retryFirstS: isDeep ? Away.FirstS : undefined,
    retryCapS: isDeep ? Away.CapS : undefined,
    onConnect: handlers.onConnect,
    onMessage: handlers.onMessage,
    onAck: handlers.onAck,
    onSubscribed: handlers.onSubscribed,
    onClose: handlers.onClose,
    onNotice: handlers.onNotice,
  };
}

/** The periods of what is done over and over; 0 for what is not. */
function setPeriods(plan: Plan, station: Station): void {
  plan.everyS[Slot.Send] = station.send === undefined ? 0 : (station.send.everyS ?? 0);
  plan.everyS[Slot.Report] = station.reportS ?? 0;
  for (let at = 0; at < station.feeds.length; at += 1)
    plan.everyS[Slot.Feeds + at] = (station.feeds[at] as Feed).everyS;
}

/** A station that has not begun. */
export function makeRunner(
  station: Station,
  site: Site,
  port: Port,
  handlers: Handlers,
  program: Program,
): Runner {
  const nowMs = portNowMs(port);
  const board = identity(port);
  const outputs = makeOutputs(station, board);
  const options = clientOptions(station, site, board, handlers);
  const samplers: Sampler[] = [];
  const filters: Filter[] = [];
  for (let at = 0; at < station.feeds.length; at += 1) {
    const feed = station.feeds[at] as Feed;
    samplers.push(makeSampler(feed, nowMs));
    filters.push(makeFilter(feed));
  }
  options.feeds = feedsOf(outputs);
  const plan = makePlan(station.feeds.length, nowMs);
  setPeriods(plan, station);
  const runner: Runner = {
    client: makeClient(options, board, nowMs),
    port,
    address: site,
    hasTransport: false,
    wakeMs: 0,
    isTimerSet: false,
    station,
    site,
    build: program.build,
    plan,
    samplers,
    filters,
    outputs,
    speech: makeSpeech(program.version, port),
    network: Network.Off,
    visit: Visit.None,
    isUrgent: false,
    isSendDue: false,
    epochAheadS: 0,
    isResting: false,
    isEnding: false,
    isAsleep: false,
  };
  attend(runner, options, handlers);
  return runner;
}

/** Let the station hear what its client tells, behind whoever listens as well. */
function attend(runner: Runner, options: ClientOptions, handlers: Handlers): void {
  options.onConnect = (isSessionPresent) => {
    if (handlers.onConnect !== undefined) handlers.onConnect(isSessionPresent);
    greet(runner);
  };
  options.onClose = (reason, code) => {
    partedFor(runner, reason);
    if (handlers.onClose !== undefined) handlers.onClose(reason, code);
  };
  options.onMessage = (topic, piece, _qos, retain, dup, offset, totalBytes) =>
    hear(runner, topic, piece, retain, dup, offset, totalBytes);
}
