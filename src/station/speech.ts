/*
 * What a station says besides its readings, and what it is told: availability, reports, Home Assistant, commands.
 * Reached as #speech: a station that only publishes readings is built with without/speech.ts in its place.
 * Not here: the texts themselves (#commands, #status, #discovery, availability.ts).
 */
import { freeBytes, restart, rssiDbm, wakeCause } from "#board";
import { begin, clear, take } from "#bytes";
import type { Chunk, Frame, Payload } from "#bytes";
import { commandFilter, logTopic, makeOrder, takeCommand } from "#commands";
import type { Order } from "#commands";
import { birthDelayMs, birthFilter, isBirth, makeDiscovery } from "#discovery";
import { subscribe } from "#inbound";
import { identity, portNowMs } from "#port";
import type { Port } from "#port";
import { makeFacts, noteBoard, noteReason, putReport, reportBytes, statusTopic } from "#status";
import type { Facts } from "#status";
import { disconnect } from "../client/connection.ts";
import { Link } from "../client/link.ts";
import { publishMessage } from "../client/publish.ts";
import type { Message } from "../client/publish.ts";
import { WakeCause } from "../runtimes/board.ts";
import { availabilityTopic, isDeepSleeper } from "./availability.ts";
import { Command, OrderFeed } from "./order.ts";
import { dueNow, isReached, isSet, Plans, repeatEvery, setOnce, Slot, slotDone } from "./plan.ts";
import type { Runner } from "./runner.ts";
import type { Sampler } from "./sampler.ts";
import type { Feed, Station } from "./station.ts";

export interface Speech {
  facts: Facts;
  order: Order;
  version: string;
  /** A report while it is written. */
  frame: Frame;
  /** Serves for everything that is said. */
  message: Message;
  /** Why the program runs. */
  cause: WakeCause;
  /** Home Assistant was told since the board began. */
  isIntroduced: boolean;
  /** The board restarts as soon as it has said goodbye. */
  isRestarting: boolean;
}

/** @param version  of this program, as reports have it */
export function makeSpeech(version: string, port: Port): Speech {
  const cause = wakeCause(port);
  return {
    facts: makeFacts(cause, version),
    order: makeOrder(),
    version,
    frame: begin(reportBytes(version)),
    message: { topic: "", qos: 0 },
    cause,
    // What is retained need not be said again at each wake.
    isIntroduced: cause === WakeCause.Timer || cause === WakeCause.Pin,
    isRestarting: false,
  };
}

/** Before the station's first connection: what it wants to hear. */
export function beginSpeech(runner: Runner): void {
  const station = runner.station;
  const client = runner.client;
  if (station.hasCommands === true) subscribe(client, commandFilter(station), 1, undefined);
  if (station.hasDiscovery === true && !isDeepSleeper(station))
    subscribe(client, birthFilter(), 0, undefined);
  if (station.restartS !== undefined && !isSet(runner.plan, Slot.Restart)) expectBroker(runner);
}

function expectBroker(runner: Runner): void {
  const restartS = runner.station.restartS;
  if (restartS !== undefined) setOnce(runner.plan, Slot.Restart, restartS, portNowMs(runner.port));
}

/** A connection was accepted. */
export function greet(runner: Runner): void {
  const station = runner.station;
  setOnce(runner.plan, Slot.Restart, Plans.Never, portNowMs(runner.port));
  if (!isDeepSleeper(station)) say(runner, availabilityTopic(station), "online", mostQos(station), true);
  if (station.hasDiscovery === true && !runner.speech.isIntroduced) tellHomeAssistant(runner);
  runner.speech.isIntroduced = true;
}

/** The station takes no more readings: who disconnects has no will that would say so. */
export function farewell(runner: Runner): void {
  const station = runner.station;
  if (!isDeepSleeper(station)) say(runner, availabilityTopic(station), "offline", mostQos(station), true);
}

/** A connection is over. */
export function partedFor(runner: Runner, reason: number): void {
  noteReason(runner.speech.facts, reason);
  if (!isSet(runner.plan, Slot.Restart)) expectBroker(runner);
}

/** The QoS of its readings: a build without QoS 1 has it for nothing else either. */
function mostQos(station: Station): number {
  for (let at = 0; at < station.feeds.length; at += 1) if ((station.feeds[at] as Feed).qos > 0) return 1;
  return 0;
}

function say(runner: Runner, topic: string, payload: Payload, qos: number, isRetained: boolean): void {
  const message = runner.speech.message;
  message.topic = topic;
  message.payload = payload;
  message.source = undefined;
  message.qos = qos;
  message.retain = isRetained;
  // Held back with the readings it would be of no use.
  message.isAlarm = true;
  publishMessage(runner.client, message);
}

function tellHomeAssistant(runner: Runner): void {
  const discovery = makeDiscovery(runner.station, identity(runner.port), runner.speech.version);
  const message = runner.speech.message;
  if (discovery === undefined) return;
  message.topic = discovery.topic;
  message.payload = undefined;
  message.source = discovery.source;
  message.totalBytes = discovery.totalBytes;
  message.qos = mostQos(runner.station);
  message.retain = true;
  publishMessage(runner.client, message);
}

/** Say what is due, and restart when that was asked for. */
export function speakOn(runner: Runner): void {
  const plan = runner.plan;
  const speech = runner.speech;
  const nowMs = portNowMs(runner.port);
  if (isReached(plan, Slot.Awake, nowMs)) slotDone(plan, Slot.Awake);
  if (isReached(plan, Slot.Report, nowMs)) {
    slotDone(plan, Slot.Report);
    report(runner);
  }
  if (isReached(plan, Slot.Discovery, nowMs)) {
    slotDone(plan, Slot.Discovery);
    tellHomeAssistant(runner);
  }
  if (speech.isRestarting) disconnect(runner.client, nowMs);
  const isOver = speech.isRestarting && runner.client.link === Link.Down;
  if (isOver || isReached(plan, Slot.Restart, nowMs)) restart(runner.port);
}

function report(runner: Runner): void {
  const speech = runner.speech;
  clear(speech.frame);
  noteBoard(
    speech.facts,
    runner.plan.counterS,
    runner.plan.boots,
    rssiDbm(runner.port),
    freeBytes(runner.port),
    supplyMv(runner),
  );
  putReport(speech.frame, speech.facts, runner.client.counters);
  say(runner, statusTopic(runner.station), take(speech.frame), 0, false);
}

/** What a feed of the supply has measured last; -1 for none. */
function supplyMv(runner: Runner): number {
  for (let at = 0; at < runner.samplers.length; at += 1) {
    const sampler = runner.samplers[at] as Sampler;
    if (sampler.feed.sensor.name === "supply" && sampler.readings > 0) return sampler.values[0] as number;
  }
  return -1;
}

/** A message came; commands are answered on the station's log. */
export function hear(
  runner: Runner,
  topic: string,
  piece: Chunk,
  isRetained: boolean,
  isRepeated: boolean,
  offset: number,
  totalBytes: number,
): void {
  // A command is one piece.
  if (offset > 0) return;
  const speech = runner.speech;
  if (topic === birthFilter()) {
    if (!isBirth(piece, isRetained)) return;
    const delayS = Math.floor(birthDelayMs(runner.client) / 1000);
    setOnce(runner.plan, Slot.Discovery, delayS, portNowMs(runner.port));
    return;
  }
  const isDone = isRepeated && speech.cause === WakeCause.Restart;
  const answer = takeCommand(speech.order, runner.station, topic, piece, totalBytes, isRetained, isDone);
  say(runner, logTopic(runner.station), answer, 0, false);
  obey(runner, speech.order);
}

function obey(runner: Runner, order: Order): void {
  if (order === undefined) return;
  const command = order.command;
  if (command === Command.Awake)
    setOnce(
      runner.plan,
      Slot.Awake,
      order.seconds === 0 ? Plans.Never : order.seconds,
      portNowMs(runner.port),
    );
  if (command === Command.Restart) runner.speech.isRestarting = true;
  if (command === Command.Report) report(runner);
  if (command !== Command.Interval && command !== Command.Read) return;
  for (let at = 0; at < runner.samplers.length; at += 1) {
    if (order.feed !== OrderFeed.All && order.feed !== at) continue;
    if (command === Command.Interval) repeatEvery(runner.plan, Slot.Feeds + at, order.seconds);
    else dueNow(runner.plan, Slot.Feeds + at);
  }
}
