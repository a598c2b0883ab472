/*
 * What a station says of itself on `<name>/status`, as JSON. What is not known stays away; numbers of reasons are those of
 * client/status.ts, which README lists.
 * Not here: when a report is due, and where the facts come from (run.ts).
 * Reached as #status: a station that never reports is built with without/report.ts in its place.
 */
import { payloadBytes, putPayload, room } from "#bytes";
import type { Frame } from "#bytes";
import type { Counters } from "../client/counters.ts";
import type { Reason } from "../client/status.ts";
import { Status } from "../client/status.ts";
import { WakeCause } from "../runtimes/board.ts";
import { putFixed } from "./format.ts";
import type { Station } from "./station.ts";

/** Kept by a station, and brought up to date before a report. */
export interface Facts {
  /** Since the program first began, sleeps included. */
  uptimeS: number;
  /** How many times the program has begun other than behind a sleep, as far as the board can keep a number. */
  boots: number;
  cause: WakeCause;
  /** In dBm; 0 when not known. */
  rssiDbm: number;
  /** Of the supply, in millivolts; -1 when nothing measures it. */
  supplyMv: number;
  /** -1 when not known. */
  freeBytes: number;
  /** Why the last connection ended. */
  reason: Reason;
  version: string;
}

const enum Most {
  DigitsBytes = 10,
  Numbers = 11,
  /** Keys, quotes and braces, the longest cause, and the one sign. */
  TextBytes = 170,
}

export function makeFacts(cause: WakeCause, version: string): Facts {
  return {
    uptimeS: 0,
    boots: 1,
    cause,
    rssiDbm: 0,
    supplyMv: -1,
    freeBytes: -1,
    reason: 0,
    version,
  };
}

/** Why a connection ended. */
export function noteReason(facts: Facts, reason: Reason): void {
  facts.reason = reason;
}

/** What the board says of itself now, with the values for "not known" of Facts. */
export function noteBoard(
  facts: Facts,
  uptimeS: number,
  boots: number,
  rssiDbm: number,
  freeBytes: number,
  supplyMv: number,
): void {
  facts.uptimeS = uptimeS;
  facts.boots = boots;
  facts.rssiDbm = rssiDbm;
  facts.freeBytes = freeBytes;
  facts.supplyMv = supplyMv;
}

export function statusTopic(station: Station): string {
  return station.name + "/status";
}

/** The longest report that putReport writes. */
export function reportBytes(version: string): number {
  return Most.TextBytes + Most.Numbers * Most.DigitsBytes + payloadBytes(version);
}

/**
 * Write a report.
 *
 * @param frame  left unchanged when it has less room than the longest report
 * @returns      Status.Ok, or Status.Full
 */
export function putReport(frame: Frame, facts: Facts, counters: Counters): Status {
  if (room(frame) < reportBytes(facts.version)) return Status.Full;
  putNumber(frame, '{"uptimeS":', facts.uptimeS);
  putNumber(frame, ',"boots":', facts.boots);
  putPayload(frame, ',"cause":"' + causeText(facts.cause) + '"');
  if (facts.rssiDbm < 0) putNumber(frame, ',"rssiDbm":', facts.rssiDbm);
  if (facts.supplyMv >= 0) putNumber(frame, ',"supplyMv":', facts.supplyMv);
  if (facts.freeBytes >= 0) putNumber(frame, ',"freeBytes":', facts.freeBytes);
  putNumber(frame, ',"reconnects":', counters.connects > 0 ? counters.connects - 1 : 0);
  putNumber(frame, ',"dropped":{"full":', counters.droppedFull);
  putNumber(frame, ',"replaced":', counters.droppedReplaced);
  putNumber(frame, ',"expired":', counters.droppedExpired);
  putNumber(frame, ',"unsendable":', counters.droppedUnsendable);
  putNumber(frame, '},"closed":', facts.reason);
  return putPayload(frame, ',"version":"' + facts.version + '"}');
}

function putNumber(frame: Frame, key: string, value: number): void {
  putPayload(frame, key);
  putFixed(frame, value, 0);
}

function causeText(cause: WakeCause): string {
  if (cause === WakeCause.Timer) return "timer";
  if (cause === WakeCause.Pin) return "pin";
  return cause === WakeCause.Restart ? "restart" : "power";
}
