/*
 * What an Espruino board is besides sockets, clock and buses: it sleeps, restarts, and tells of itself.
 * Not here: Wi-Fi (wifi.ts), kept memory (kept.ts).
 * Source: Espruino 2v29, targets/esp32/jswrap_esp32.c, targets/esp8266/jswrap_esp8266.c, src/jswrap_espruino.c,
 * src/jswrap_process.c.
 */
import { Status } from "../../client/status.ts";
import { WakeCause, Watchdog } from "../board.ts";
import type { Port } from "./record.ts";
import { portNowMs } from "./timer.ts";
import { wifiModule } from "./wifi.ts";

export { keepBlock, keptBlock } from "./kept.ts";
export { joinNetwork, leaveNetwork, rssiDbm, setPowerSave } from "./wifi.ts";

/** What ESP32.getWakeupCause answers: enum esp_sleep_wakeup_cause_t. */
const enum Wakeup {
  Ext0 = 2,
  Ext1 = 3,
  Timer = 4,
  Gpio = 7,
}

const enum Deep {
  /** An int of microseconds; beyond, an ESP8266 refuses, and an ESP32 may never wake. */
  LongestMs = 2147483,
}

const enum Clock {
  /** What getTime says of a board whose clock nobody has set is below: it counts from its start. */
  KnownFromS = 1000000000,
  /** As much of the port's time may be lost at most when the clock is set. */
  LookMs = 250,
}

export function wakeCause(_port: Port): WakeCause {
  if (typeof ESP8266 !== "undefined") return resetCause(ESP8266.getResetInfo().reason);
  if (typeof ESP32 === "undefined") return WakeCause.Power;
  const cause = ESP32.getWakeupCause();
  if (cause === Wakeup.Timer) return WakeCause.Timer;
  // An ESP32 does not say more: a restart is not told from power.
  return cause === Wakeup.Ext0 || cause === Wakeup.Ext1 || cause === Wakeup.Gpio
    ? WakeCause.Pin
    : WakeCause.Power;
}

function resetCause(reason: string): WakeCause {
  if (reason === "deep sleep") return WakeCause.Timer;
  if (reason === "reset pin") return WakeCause.Pin;
  return reason === "power on" ? WakeCause.Power : WakeCause.Restart;
}

export function longestSleepMs(_port: Port): number {
  const hasNone = typeof ESP8266 === "undefined" && typeof ESP32 === "undefined";
  return hasNone ? 0 : Deep.LongestMs;
}

/**
 * An ESP32 waits for the timer or for a pin, not for both; an ESP8266 for no pin but RST, and it sleeps as soon as the
 * program has come to its end: that is Status.Ok.
 */
export function sleepFor(_port: Port, delayMs: number, pin: number): Status {
  const us = delayMs * 1000;
  if (typeof ESP8266 !== "undefined" && pin < 0) {
    ESP8266.deepSleep(us);
    return Status.Ok;
  }
  if (typeof ESP32 !== "undefined" && pin < 0 && us > 0) ESP32.deepSleep(us);
  if (typeof ESP32 !== "undefined" && pin >= 0 && us === 0) ESP32.deepSleepExt0(pin, 0);
  return Status.Unsupported;
}

export function restart(_port: Port): void {
  if (typeof ESP8266 !== "undefined") ESP8266.reboot();
  else if (typeof ESP32 !== "undefined") ESP32.reboot();
}

/** An ESP8266 has one of its own, which cannot be told anything. */
export function feedWatchdog(port: Port): void {
  if (typeof ESP32 === "undefined") return;
  if (port.isWatched !== true) E.enableWatchdog(Watchdog.LimitS, false);
  else E.kickWatchdog();
  port.isWatched = true;
}

export function askTime(port: Port): Status {
  const radio = wifiModule();
  if (radio === undefined) return Status.Unsupported;
  // The zone is hours on one chip, and a name on the other.
  radio.setSNTP("pool.ntp.org", typeof ESP8266 === "undefined" ? "UTC0" : 0);
  if (port.isTimeAsked !== true) look(port);
  return Status.Ok;
}

/**
 * Read the clock again and again until it is set: the step in which that happens counts as none, and without this it may
 * be as long as the wait for a broker.
 */
function look(port: Port): void {
  portNowMs(port);
  port.isTimeAsked = epochS(port) === 0;
  if (port.isTimeAsked) setTimeout(look, Clock.LookMs, port);
}

export function epochS(_port: Port): number {
  const seconds = Math.floor(getTime());
  return seconds < Clock.KnownFromS ? 0 : seconds;
}

/** Without collecting garbage first, which takes milliseconds. */
export function freeBytes(_port: Port): number {
  const memory = process.memory(false);
  return memory.free * memory.blocksize;
}
