/*
 * What is no mistake, but should be known before a station is deployed. Not here: mistakes (check.ts).
 */
import { CHIPS } from "./check-chips.ts";
import { usesOf } from "./check-pins.ts";
import type { Station } from "./station.ts";

/** Above it a board empties an ordinary cell in a few weeks by itself. */
const HIGH_FLOOR_UA = 1000;
/** A rechargeable cell of usual size. */
const CELL_MAH = 2500;

/** Seconds between two moments at which the station sends. */
function periodS({ send, feeds }: Station): number {
  return send?.everyS ?? Math.min(...feeds.map(({ everyS }) => everyS));
}

function adviseKeepAlive(station: Station): string[] {
  const { keepAliveS } = station;
  const leastS = Math.ceil(periodS(station) * 1.2);
  if (keepAliveS === undefined || keepAliveS === 0 || keepAliveS >= leastS || leastS > 65535) return [];
  return [
    `keepAliveS is ${keepAliveS}, and the station sends every ${periodS(station)} s: the board will wake to ping; ${leastS} or more would spare that`,
  ];
}

function adviseFloor({ hardware, sleep }: Station): string[] {
  const { currentUa } = hardware.sleepFloor;
  if (sleep?.depth !== "deep" || currentUa <= HIGH_FLOOR_UA) return [];
  const days = Math.floor((CELL_MAH * 1000) / currentUa / 24);
  return [
    `${hardware.name} itself draws ${currentUa} uA in deep sleep, which empties a cell of ${CELL_MAH} mAh in ${days} days whatever the station does: use mains, or another board`,
  ];
}

/** Contacts and pulses on pins that need a resistor. */
function advisePins(station: Station): string[] {
  const chip = CHIPS[station.hardware.chip];
  if (chip === undefined) return [];
  return usesOf(station)
    .filter(({ how }) => how === "digital" || how === "pulse")
    .flatMap(({ pin, who }) => {
      const advice: string[] = [];
      if (chip.noPullUp.includes(pin))
        advice.push(`${who}: GPIO${pin} has no pull-up resistor inside: wire one of 10 kilohms to 3.3 V`);
      if (chip.highAtBoot.includes(pin))
        advice.push(
          `${who}: GPIO${pin} is driven high while the chip starts: put 1 kilohm into its wire, for a closed contact would short it`,
        );
      return advice;
    });
}

/**
 * @param station  passed checkStation
 * @returns        one sentence for each thing
 */
export function adviseStation(station: Station): string[] {
  return [...adviseKeepAlive(station), ...adviseFloor(station), ...advisePins(station)];
}
