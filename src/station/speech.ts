/*
 * When a station says something besides its readings: availability, reports, Home Assistant; and what it listens for.
 * Reached as #speech: a station that only publishes readings is built with without/speech.ts in its place.
 * Not here: the messages (say.ts), what it does when it is told something (obey.ts).
 */
import { restart, wakeCause } from "#board";
import { begin } from "#bytes";
import type { Frame } from "#bytes";
import { commandFilter, makeOrder } from "#commands";
import type { Order } from "#commands";
import { birthFilter } from "#discovery";
import { subscribe } from "#inbound";
import { portNowMs } from "#port";
import type { Port } from "#port";
import { makeFacts, noteReason, reportBytes } from "#status";
import type { Facts } from "#status";
import { keepAll } from "#sleep";
import { disconnect } from "../client/connection.ts";
import { isDone } from "../client/done.ts";
import { Link } from "../client/link.ts";
import type { Message } from "../client/publish.ts";
import { WakeCause } from "../runtimes/board.ts";
import { availabilityTopic, isDeepSleeper } from "./availability.ts";
import { dueNow, isReached, isSet, Plans, setOnce, Slot, slotDone } from "./plan.ts";
import { Visit } from "./runner.ts";
import type { Runner } from "./runner.ts";
import { report, say, tellHomeAssistant } from "./say.ts";

export { hear } from "./obey.ts";

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
  /** That the station is there was said in this connection, or need not be. */
  isAnnounced: boolean;
  /** Home Assistant was told since the board began. */
  isIntroduced: boolean;
  /** A report waits until the outbox is empty. */
  isReporting: boolean;
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
    isAnnounced: true,
    // What is retained need not be said again at each wake.
    isIntroduced: cause === WakeCause.Timer || cause === WakeCause.Pin,
    isReporting: false,
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
  expectBroker(runner);
}

/** From now on without a broker, unless that was noted before. */
function expectBroker(runner: Runner): void {
  const restartS = runner.station.restartS;
  if (restartS === undefined || isSet(runner.plan, Slot.Restart)) return;
  setOnce(runner.plan, Slot.Restart, restartS, portNowMs(runner.port));
}

/** A connection was accepted. */
export function greet(runner: Runner): void {
  const station = runner.station;
  setOnce(runner.plan, Slot.Restart, Plans.Never, portNowMs(runner.port));
  runner.speech.isAnnounced = isDeepSleeper(station);
  if (station.hasDiscovery === true && !runner.speech.isIntroduced) dueNow(runner.plan, Slot.Discovery);
  runner.speech.isIntroduced = true;
}

/** The station rests: who disconnects has no will that would say so. Without a connection, the next one is told. */
export function farewell(runner: Runner): void {
  if (!isDeepSleeper(runner.station) && runner.client.link === Link.Up) sayAvailable(runner);
}

/** With a full outbox it is not said, and waits until announce finds nothing else there. */
function sayAvailable(runner: Runner): void {
  const text = runner.isResting ? "offline" : "online";
  runner.speech.isAnnounced = say(runner, availabilityTopic(runner.station), text, 0, true) >= 0;
}

/** A connection is over. */
export function partedFor(runner: Runner, reason: number): void {
  noteReason(runner.speech.facts, reason);
  expectBroker(runner);
}

/**
 * Say whether the station is there, as soon as nothing else waits: then it goes straight out, and takes no reading's place.
 * QoS 0 will do: if it is lost the connection is, and then the will says the opposite.
 */
function announce(runner: Runner): void {
  const client = runner.client;
  const isFree = client.link === Link.Up && client.outbox.count === 0 && !client.isSending;
  if (!runner.speech.isAnnounced && isFree) sayAvailable(runner);
}

/** Say what is due, and restart when that was asked for. */
export function speakOn(runner: Runner): void {
  const plan = runner.plan;
  const speech = runner.speech;
  const nowMs = portNowMs(runner.port);
  if (isReached(plan, Slot.Awake, nowMs)) slotDone(plan, Slot.Awake);
  announce(runner);
  const isReportDue = isReached(plan, Slot.Report, nowMs);
  if (isReportDue) slotDone(plan, Slot.Report);
  if (isReportDue || (speech.isReporting && runner.client.outbox.count === 0)) report(runner);
  const isDiscoveryDue = isReached(plan, Slot.Discovery, nowMs);
  if (isDiscoveryDue) {
    slotDone(plan, Slot.Discovery);
    tellHomeAssistant(runner);
  }
  // What is said outlives no sleep, so it cannot wait for a sending.
  if ((isReportDue || isDiscoveryDue) && runner.visit === Visit.None) runner.isUrgent = true;
  // First the answer to who asked for it, and the PUBACK, lest it be asked for again.
  if (speech.isRestarting && isDone(runner.client)) disconnect(runner.client, nowMs);
  const isOver = speech.isRestarting && runner.client.link <= Link.Waiting;
  if (!isOver && !isReached(plan, Slot.Restart, nowMs)) return;
  slotDone(plan, Slot.Restart);
  keepAll(runner);
  restart(runner.port);
}
