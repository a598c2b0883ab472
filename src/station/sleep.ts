/*
 * Deep sleep: a station wakes for a reading or a sending, does it, and sleeps until the next one. What it goes on with
 * stands in three blocks that outlive the sleep.
 * Reached as #sleep: a station that stays awake is built with without/sleep.ts in its place.
 * Not here: how long to sleep (plan.ts), how the runtime does it (#board), what the session is (client/snapshot.ts).
 */
import { keepBlock, keptBlock, longestSleepMs, sleepFor, wakeCause } from "#board";
import { begin, take, used } from "#bytes";
import type { Chunk, Frame } from "#bytes";
import { wantFlush } from "#flush";
import { closePort, portNowMs } from "#port";
import { disconnect } from "../client/connection.ts";
import { isDone } from "../client/done.ts";
import { Link } from "../client/link.ts";
import { putSession, snapshotBytes, takeSession } from "../client/snapshot.ts";
import { Cause, Status } from "../client/status.ts";
import { Block, WakeCause } from "../runtimes/board.ts";
import { PortEvent } from "../runtimes/port.ts";
import { isDeepSleeper } from "./availability.ts";
import { BlockHead, openBlock, sealBlock } from "./blocks.ts";
import { putStates, statesBytes, takeStates } from "./kept.ts";
import { failLink, isWaiting, leave, Network } from "./network.ts";
import {
  beginPlan,
  dueNow,
  isReached,
  isSet,
  isWakeOver,
  limitWake,
  planSleepMs,
  Slot,
  slotDone,
} from "./plan.ts";
import type { Sleep } from "./station.ts";
import { isNearlyFull } from "./readings.ts";
import { isSampling, Visit } from "./runner.ts";
import type { Runner } from "./runner.ts";

const enum Sleeping {
  /** Milliseconds of a wake with the radio on, unless the station says so. */
  BudgetMs = 20000,
  /**
   * How long the broker's end of the connection is awaited at most, from the moment on that the port calls DISCONNECT sent:
   * where that is the peer's acknowledgement, it has arrived.
   */
  LingerMs = 30,
  /** Less is not worth a boot. */
  LeastMs = 1000,
  /** Far more than one life sends. */
  SkippedIds = 1024,
  /** Questions whether the broker has more commands, in one visit. */
  Questions = 8,
}

/** Go on with what an earlier wake has kept. */
export function wakeUp(runner: Runner): void {
  // A desktop runs every station with this file, whatever a build would choose.
  if (!isDeepSleeper(runner.station)) {
    beginPlan(runner.plan);
    return;
  }
  const cause = wakeCause(runner.port);
  const states = opened(runner, Block.Station);
  const isKept = states !== undefined && takeStates(runner, states, cause);
  const session = isKept ? opened(runner, Block.Session) : undefined;
  if (session !== undefined) takeSession(runner.client, session);
  beginPlan(runner.plan);
  if (cause === WakeCause.Timer && isKept) return;
  // A life without a sleep behind it may have used ids that are not in what was kept; the broker may still know them.
  if (session !== undefined) runner.client.lastId = (runner.client.lastId + Sleeping.SkippedIds) % 65535;
  // Who switches a board on, or pulls a contact, wants to see what it says to that.
  runner.isUrgent = true;
  for (let at = 0; at < runner.samplers.length; at += 1) dueNow(runner.plan, Slot.Feeds + at);
}

function opened(runner: Runner, block: Block): Chunk | undefined {
  const kept = keptBlock(runner.port, block);
  return kept === undefined ? undefined : openBlock(kept, runner.build);
}

/** Whether a connection is wanted: once the readings are taken, and something waits that may go out now. */
export function isLinkWanted(runner: Runner): boolean {
  if (!isDeepSleeper(runner.station)) return !runner.isEnding;
  const plan = runner.plan;
  // Done at once, lest the loop spin for it while a sensor waits; a visit under way takes all of it along.
  if (isReached(plan, Slot.Send, portNowMs(runner.port))) {
    slotDone(plan, Slot.Send);
    runner.isSendDue = true;
  }
  if (runner.visit !== Visit.None || runner.isEnding) return runner.visit === Visit.Busy && !runner.isEnding;
  if (isSampling(runner)) return false;
  const isSendDue = runner.isSendDue;
  // While the radio has to stay off, the next attempt takes all of it along.
  runner.isSendDue = false;
  if (isWaiting(runner) && !runner.isUrgent) return false;
  if (!isVisitDue(runner, isSendDue)) return false;
  runner.visit = Visit.Busy;
  runner.isUrgent = false;
  slotDone(plan, Slot.Retry);
  limitVisit(runner);
  if (runner.station.hasCommands === true) wantFlush(runner.client, Sleeping.Questions);
  return true;
}

function isVisitDue(runner: Runner, isSendDue: boolean): boolean {
  const plan = runner.plan;
  // A retry that is set has come: the caller has asked.
  if (runner.isUrgent || isSet(plan, Slot.Awake) || isSet(plan, Slot.Retry)) return true;
  if (isSendDue && runner.station.hasCommands === true) return true;
  const isGathering = isSet(plan, Slot.Send) && !isSendDue;
  return runner.client.outbox.count > 0 && (!isGathering || isNearlyFull(runner));
}

function limitVisit(runner: Runner): void {
  const sleep = runner.station.sleep as Sleep;
  limitWake(runner.plan, sleep.budgetMs ?? Sleeping.BudgetMs, portNowMs(runner.port));
}

/** A port told that DISCONNECT was written, or that the connection has ended: the visit goes on from there. */
export function sleepTold(runner: Runner, event: PortEvent): void {
  if (runner.visit === Visit.Parting && runner.client.link === Link.Down) {
    // The transport stays open until the broker closes it, or for a moment: what was written is then on its way.
    runner.hasTransport = false;
    runner.visit = Visit.Lingering;
    limitWake(runner.plan, Sleeping.LingerMs, portNowMs(runner.port));
  }
  if (runner.visit === Visit.Lingering && event === PortEvent.Closed) endVisit(runner);
}

/**
 * Go on with the visit, and sleep when there is nothing else to do.
 *
 * @returns  whether the client has something to write, or another connection to open, because of it
 */
export function sleepOn(runner: Runner): boolean {
  if (runner.isEnding || !isDeepSleeper(runner.station)) return false;
  // Who was asked to stay awake has no budget until that is over; a goodbye under way comes to its end all the same.
  const isBusy = runner.visit === Visit.Busy;
  if (isBusy && isSet(runner.plan, Slot.Awake)) runner.plan.isLimited = false;
  else if (isBusy && !runner.plan.isLimited) limitVisit(runner);
  if (isWakeOver(runner.plan, portNowMs(runner.port))) {
    if (runner.visit !== Visit.Lingering) failLink(runner, Cause.Reset);
    endVisit(runner);
  }
  if (runner.visit === Visit.Busy && visitOn(runner)) return true;
  // The visit may be over with that: nothing else would happen before its retry.
  if (runner.visit === Visit.None && !isSampling(runner)) sleepNow(runner);
  return false;
}

function visitOn(runner: Runner): boolean {
  const client = runner.client;
  const isFailed = client.link === Link.Waiting;
  if (isFailed) failLink(runner, Cause.Reset);
  // The network's own failure has taken the link down already.
  if (isFailed || (client.link === Link.Down && runner.network === Network.Off)) endVisit(runner);
  const mayPart = client.link === Link.Up && isDone(client) && !isSampling(runner);
  if (!mayPart || isSet(runner.plan, Slot.Awake)) return false;
  // A visit that has done all it was for is what a healthy link is for others.
  client.longestMs = 0;
  runner.visit = Visit.Parting;
  disconnect(client, portNowMs(runner.port));
  return true;
}

function endVisit(runner: Runner): void {
  closePort(runner.port);
  leave(runner);
  runner.visit = Visit.None;
  runner.plan.isLimited = false;
}

/** Sleep until the earliest deadline; where the board cannot, the loop waits for it awake. */
function sleepNow(runner: Runner): void {
  const port = runner.port;
  const delayMs = planSleepMs(runner.plan, longestSleepMs(port), portNowMs(port));
  if (delayMs < Sleeping.LeastMs || isSet(runner.plan, Slot.Awake)) return;
  keepAll(runner);
  const pin = (runner.station.sleep as Sleep).wakePin;
  runner.isAsleep = sleepFor(port, delayMs, typeof pin === "number" ? pin : -1) === Status.Ok;
}

/** Write what outlives a sleep, or a restart. */
export function keepAll(runner: Runner): void {
  if (!isDeepSleeper(runner.station)) return;
  const session = begin(snapshotBytes(runner.client.outbox));
  putSession(runner.client, session);
  keepSealed(runner, Block.Session, session);
  const states = begin(statesBytes(runner.filters));
  putStates(runner, states);
  keepSealed(runner, Block.Station, states);
}

function keepSealed(runner: Runner, block: Block, body: Frame): void {
  const sealed = begin(BlockHead.Bytes + used(body));
  if (sealBlock(sealed, runner.build, take(body)) === Status.Ok) keepBlock(runner.port, block, take(sealed));
}
