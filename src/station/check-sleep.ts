/*
 * What is wrong with how a station sleeps and with its other times: what its runtime has no call for, what its board
 * cannot wake from.
 * Source: Espruino, libs/esp32 jswrap_esp32.c (a deep sleep ends by its timer or by a pin); Moddable SDK, xs_system_deepSleep
 * (empty on ESP32); NodeMCU documentation, node.dsleep and wifi.sta.sleeptype; Home Assistant, expire_after of MQTT sensors.
 */
import { MOST_EVERY_S } from "./check-feeds.ts";
import { feedText, listText } from "./check-words.ts";
import type { Runtime, Sleep, SleepDepth, Station } from "./station.ts";

/** Espruino and Moddable do not tell their SDK to nap between beacons as NodeMCU does. */
const DEPTHS: Record<Runtime, SleepDepth[]> = {
  espruino: ["none", "modem", "deep"],
  moddable: ["none", "deep"],
  nodemcu: ["none", "modem", "light", "deep"],
};
const MOST_BUDGET_MS = 300000;
const MOST_KEEP_ALIVE_S = 65535;

const isWhole = (value: number, least: number, most: number) =>
  Number.isInteger(value) && value >= least && value <= most;

function depthsOf({ runtime, hardware }: Station): SleepDepth[] {
  const depths = DEPTHS[runtime] ?? ["none"];
  // The firmware has an empty function there.
  const isEmpty = runtime === "moddable" && hardware.chip !== "esp8266";
  return isEmpty ? depths.filter((depth) => depth !== "deep") : depths;
}

function checkDepth(station: Station, { depth }: Sleep): string[] {
  const depths = depthsOf(station);
  if (depths.includes(depth)) return [];
  const choice = listText(
    depths.map((name) => `"${name}"`),
    "or",
  );
  return [
    `sleep.depth is "${depth}": ${station.runtime} has no call for that on an ${station.hardware.chip}: choose ${choice}, or another runtime`,
  ];
}

/** What ends a deep sleep. */
function checkWaking({ hardware, runtime }: Station, { isGpio16OnRst, wakePin }: Sleep): string[] {
  const isEsp8266 = hardware.chip === "esp8266";
  const problems: string[] = [];
  if (isEsp8266 && isGpio16OnRst !== true)
    problems.push(
      "sleep: the timer of an ESP8266 wakes it through GPIO16 on its RST: wire the two, and say isGpio16OnRst: true",
    );
  if (!isEsp8266 && isGpio16OnRst === true)
    problems.push(`sleep.isGpio16OnRst is for an ESP8266: an ${hardware.chip} wakes by itself, leave it out`);
  if (isEsp8266 && typeof wakePin === "number")
    problems.push(
      'sleep.wakePin: only its RST wakes an ESP8266: wire the contact to it, and say wakePin: "rst"',
    );
  if (!isEsp8266 && wakePin === "rst")
    problems.push(
      `sleep.wakePin is "rst": a reset of an ${hardware.chip} is no waking, for it forgets all: leave it out`,
    );
  if (!isEsp8266 && runtime === "espruino" && typeof wakePin === "number")
    problems.push(
      "sleep.wakePin: Espruino sleeps until its timer or until a pin, not both, and every feed needs the timer: leave it out",
    );
  return problems;
}

/** What does not go with a deep sleep, besides. */
function checkSleeper(station: Station): string[] {
  const problems: string[] = [];
  if (station.keepAliveS !== undefined)
    problems.push("keepAliveS is for stations that stay connected, and this one disconnects: leave it out");
  for (const feed of station.feeds) {
    const where = feedText(station, feed);
    if (feed.bus === "pulse")
      problems.push(
        `${where}: nobody counts pulses in deep sleep: choose another sleep.depth, or leave it out`,
      );
    if (feed.retain === true && station.hasDiscovery === true)
      problems.push(
        `${where}: Home Assistant takes a retained reading for a new one, so that expire_after never shows the board as gone: leave retain out`,
      );
  }
  return problems;
}

function checkTimes({ send, sleep, reportS, restartS, keepAliveS }: Station): string[] {
  const problems: string[] = [];
  const times = { "send.everyS": send?.everyS, reportS, restartS };
  for (const [name, value] of Object.entries(times))
    if (value !== undefined && !isWhole(value, 1, MOST_EVERY_S))
      problems.push(`${name} is ${value}, give whole seconds from 1 to ${MOST_EVERY_S}, or leave it out`);
  if (keepAliveS !== undefined && !isWhole(keepAliveS, 0, MOST_KEEP_ALIVE_S))
    problems.push(
      `keepAliveS is ${keepAliveS}, give whole seconds up to ${MOST_KEEP_ALIVE_S}, or leave it out`,
    );
  const budgetMs = sleep?.budgetMs;
  if (budgetMs !== undefined && !isWhole(budgetMs, 1000, MOST_BUDGET_MS))
    problems.push(`sleep.budgetMs is ${budgetMs}, give whole milliseconds from 1000 to ${MOST_BUDGET_MS}`);
  return problems;
}

export function checkSleep(station: Station): string[] {
  const problems = checkTimes(station);
  const { sleep } = station;
  if (sleep === undefined) return problems;
  problems.push(...checkDepth(station, sleep));
  if (sleep.depth === "deep") return [...problems, ...checkWaking(station, sleep), ...checkSleeper(station)];
  for (const name of ["isGpio16OnRst", "wakePin", "budgetMs"] as const)
    if (sleep[name] !== undefined)
      problems.push(`sleep.${name} is for a deep sleep: leave it out, or choose depth: "deep"`);
  return problems;
}
