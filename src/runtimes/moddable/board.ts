/*
 * What a board with Moddable XS is besides sockets, clock and buses: it sleeps, restarts, and tells of itself. Only an
 * ESP8266 has deep sleep, and XS does not say on which chip it runs: the station's build does, in `device.hasDeepSleep`.
 * Not here: Wi-Fi (wifi.ts), kept memory (kept.ts).
 * Source: Moddable SDK 8, modules/io/system/system.c, modules/network/sntp/sntp.js, modules/base/time/time.js.
 */
import Preference from "preference";
import SNTP from "sntp";
import Time from "time";
import { Status } from "../../client/status.ts";
import { WakeCause } from "../board.ts";
import type { Port } from "./record.ts";

export { keepBlock, keptBlock } from "./kept.ts";
export { joinNetwork, leaveNetwork, rssiDbm, setPowerSave } from "./wifi.ts";

const DOMAIN = "catnap";
/** Is there from the beginning of a sleep to its end. */
const SLEPT = "slept";

const enum Deep {
  /** Microseconds in 32 bits. */
  LongestMs = 4294967,
}

const enum Clock {
  /** A clock that nobody has set says less. */
  KnownFromS = 1000000000,
}

function hasDeepSleep(): boolean {
  return typeof device !== "undefined" && device.hasDeepSleep === true;
}

/** XS does not tell it, so that the board notes when it goes to sleep. What else makes it begin looks like power. */
export function wakeCause(port: Port): WakeCause {
  if (port.hasSlept === undefined) {
    port.hasSlept = hasDeepSleep() && Preference.get(DOMAIN, SLEPT) === true;
    if (port.hasSlept) Preference.delete(DOMAIN, SLEPT);
  }
  return port.hasSlept ? WakeCause.Timer : WakeCause.Power;
}

export function longestSleepMs(_port: Port): number {
  return hasDeepSleep() ? Deep.LongestMs : 0;
}

/** Status.Ok when it sleeps as soon as the program has come to its end. */
export function sleepFor(_port: Port, delayMs: number, pin: number): Status {
  if (!hasDeepSleep() || pin >= 0) return Status.Unsupported;
  Preference.set(DOMAIN, SLEPT, true);
  System.deepSleep(delayMs * 1000);
  return Status.Ok;
}

export function restart(_port: Port): void {
  System.restart();
}

/** The firmware's watchdog is fed by its event loop, and cannot be told anything. */
export function feedWatchdog(_port: Port): void {
  return;
}

export function askTime(_port: Port): Status {
  new SNTP({ host: "pool.ntp.org" }, (message, value) => {
    if (message === SNTP.time) Time.set(value as number);
  });
  return Status.Ok;
}

export function epochS(_port: Port): number {
  const seconds = Math.floor(Date.now() / 1000);
  return seconds < Clock.KnownFromS ? 0 : seconds;
}

/** Only an instrumented build knows. */
export function freeBytes(_port: Port): number {
  return -1;
}
