/*
 * Stands in for report.ts in a station that never reports.
 */
import type { Frame } from "#bytes";
import type { Reason } from "../../client/status.ts";
import { Status } from "../../client/status.ts";
import type { WakeCause } from "../../runtimes/board.ts";
import type { Station } from "../station.ts";

/** Nothing is kept. */
export type Facts = undefined;

export function makeFacts(_cause: WakeCause, _version: string): Facts {
  return undefined;
}

export function statusTopic(_station: Station): string {
  return "";
}

export function reportBytes(_version: string): number {
  return 0;
}

export function putReport(_frame: Frame, _facts: Facts, _counters: unknown): Status {
  return Status.Unsupported;
}

export function noteReason(_facts: Facts, _reason: Reason): void {}

export function noteBoard(
  _facts: Facts,
  _uptimeS: number,
  _boots: number,
  _rssiDbm: number,
  _freeBytes: number,
  _supplyMv: number,
): void {}
