/*
 * What a NodeMCU board is besides sockets, clock and buses: it sleeps, restarts, and tells of itself.
 * Not here: Wi-Fi (wifi.ts), kept memory (kept.ts), calendar time (time.ts).
 * Source: NodeMCU 3.0, app/modules/node.c, tmr.c and their documentation.
 */
import { Status } from "../../client/status.ts";
import { WakeCause, Watchdog } from "../board.ts";
import type { Port } from "./record.ts";

export { keepBlock, keptBlock } from "./kept.ts";
export { askTime, epochS } from "./time.ts";
export { joinNetwork, leaveNetwork, rssiDbm, setPowerSave } from "./wifi.ts";

/** The second number of node.bootreason. */
const enum BootReason {
  /** This one and the two before it: a watchdog, or an exception. */
  LastCrash = 3,
  Restart = 4,
  DeepSleep = 5,
  /** RST was pulled down. */
  External = 6,
}

const enum Deep {
  /** 2^31 - 1: microseconds of a build without fractions, where dsleepMax answers nothing that can be used. */
  IntegerUs = 2147483647,
  IntegerMs = 2147483,
}

export function wakeCause(_port: Port): WakeCause {
  const reason = select(2, node.bootreason());
  if (reason === BootReason.DeepSleep) return WakeCause.Timer;
  if (reason === BootReason.External) return WakeCause.Pin;
  return reason >= 1 && reason <= BootReason.Restart ? WakeCause.Restart : WakeCause.Power;
}

/** It gets shorter when the chip is cold. */
export function longestSleepMs(_port: Port): number {
  const us = node.dsleepMax();
  return us > Deep.IntegerUs ? Math.floor(us / 1000) : Deep.IntegerMs;
}

/** Its only pin that wakes is RST. */
export function sleepFor(_port: Port, delayMs: number, pin: number): Status {
  if (pin >= 0) return Status.Unsupported;
  // Lua 5.3 counts whole numbers in 32 bits: only what comes of a float goes beyond. An integer build has no float.
  node.dsleep(delayMs * (node.dsleepMax() > Deep.IntegerUs ? tonumber("1e3") : 1000));
  return Status.Ok;
}

export function restart(_port: Port): void {
  node.restart();
}

export function feedWatchdog(_port: Port): void {
  tmr.softwd(Watchdog.LimitS);
}

export function freeBytes(_port: Port): number {
  return node.heap();
}
