/*
 * What a deployed station does: takes readings, puts them into the outbox, and sends them. This is the only loop; it owns
 * the one timer. Everything due is done after every event, and calls too many are harmless.
 */
import { feedWatchdog } from "#board";
import type { Chunk } from "#bytes";
import { bindPort, portNowMs } from "#port";
import type { Port } from "#port";
import { isLinkWanted, sleepOn, sleepTold, wakeUp } from "#sleep";
import { beginSpeech, farewell, speakOn } from "#speech";
import { earlierMs, laterMs } from "../client/clock.ts";
import { disconnect, start } from "../client/connection.ts";
import { Link } from "../client/link.ts";
import type { Handlers } from "../client/options.ts";
import type { Cause } from "../client/status.ts";
import { driveTold, pump, rest, waitUntil } from "../runtimes/drive.ts";
import { Watchdog } from "../runtimes/board.ts";
import { PortEvent } from "../runtimes/port.ts";
import { isDeepSleeper } from "./availability.ts";
import { ridingMs } from "./keepalive.ts";
import { makeRunner } from "./make-runner.ts";
import { hasNetwork, leave, networkTold } from "./network.ts";
import { isReached, isSet, planDueMs, Slot, slotDone } from "./plan.ts";
import { isNearlyFull, readingsDueMs, takeReadings } from "./readings.ts";
import type { Program, Runner, Site } from "./runner.ts";
import type { Station } from "./station.ts";

function runTold(runner: Runner, event: PortEvent, detail: Chunk | Cause): void {
  if (event === PortEvent.Joined || event === PortEvent.Unjoined) networkTold(runner, event, detail);
  else driveTold(runner, event, detail);
  sleepTold(runner, event);
  runOn(runner);
}

/** Do what is due, then wait for the earliest of all deadlines. */
function runOn(runner: Runner): void {
  const client = runner.client;
  feedWatchdog(runner.port);
  takeReadings(runner);
  speakOn(runner);
  gather(runner);
  if (isLinkWanted(runner) && client.link === Link.Down && hasNetwork(runner))
    start(client, portNowMs(runner.port));
  pump(runner);
  // What a sleeper has left to say may be a DISCONNECT.
  if (sleepOn(runner)) pump(runner);
  if (runner.isAsleep) return;
  if (runner.isEnding && client.link === Link.Down) {
    leave(runner);
    rest(runner);
    return;
  }
  const planAtMs = planDueMs(runner.plan, portNowMs(runner.port));
  const wakeAtMs = runner.isResting ? planAtMs : readingsDueMs(runner, planAtMs);
  // Nothing is farther away than the watchdog's patience, of which a fifth is left.
  const fedAtMs = laterMs(portNowMs(runner.port), Watchdog.LimitS * 800);
  waitUntil(runner, earlierMs(fedAtMs, earlierMs(wakeAtMs, ridingMs(client, planAtMs))));
}

/** Hold readings back until the next sending, for a station that sends on a grid and stays connected. */
function gather(runner: Runner): void {
  const client = runner.client;
  const plan = runner.plan;
  if (!isSet(plan, Slot.Send) || isDeepSleeper(runner.station)) return;
  if (isReached(plan, Slot.Send, portNowMs(runner.port))) {
    slotDone(plan, Slot.Send);
    client.isHeld = false;
  } else if (client.outbox.count === 0) client.isHeld = true;
  if (isNearlyFull(runner)) client.isHeld = false;
}

/**
 * Run a station, from now on until endRun; a board that sleeps begins here at each wake.
 *
 * @param station  passed checkStation
 * @param program  UNNAMED where nobody built one
 */
export function run(station: Station, site: Site, port: Port, handlers: Handlers, program: Program): Runner {
  const runner = makeRunner(station, site, port, handlers, program);
  // What it listens for stands in the table before what was granted is taken up.
  beginSpeech(runner);
  wakeUp(runner);
  bindPort(port, runTold, runner);
  runOn(runner);
  return runner;
}

/** Take no more readings; what waits is still sent. */
export function restRun(runner: Runner): void {
  const isNew = !runner.isResting;
  runner.isResting = true;
  if (isNew) farewell(runner);
  runOn(runner);
}

/** Say DISCONNECT and stop; what was not acknowledged stays in the outbox. */
export function endRun(runner: Runner): void {
  runner.isResting = true;
  runner.isEnding = true;
  disconnect(runner.client, portNowMs(runner.port));
  runOn(runner);
}
