/*
 * How long things may take once all is well again, from the options of a station's client. Generous by what clocks
 * drift, never by what a client wastes.
 */
import { clientOptions } from "../../station/make-runner.ts";
import type { Station } from "../../station/station.ts";
import type { Firmware } from "../board/firmware.ts";

/** Clocks of boards run up to 5 % wrong in a storm. */
const DRIFT = 1.06;
/** Scan, join and DHCP at their longest, without the waits between two tries. */
const JOIN_MS = 30_000;
/** Of a keep alive, until a client asks at the latest, in thousandths. */
const LATE_MS = 900;

/** For each entry of an outbox: at worst it needs a frame of its own, and so a round trip on a bad network. */
const ENTRY_MS = 500;

export interface Bounds {
  /** From the end of a connection, or of an attempt, to the next attempt. */
  retryMs: number;
  /** From the end of a storm until the station is connected. */
  upMs: number;
  /** From there until nothing of what waited waits any more. */
  clearMs: number;
  /** Readings that are younger than this at the end may still be under way. */
  settleMs: number;
}

/** @param firmware  undefined for a board that has its network at once */
export function boundsOf(station: Station, firmware?: Pick<Firmware, "boot" | "rejoinMs">): Bounds {
  const site = { host: "", port: 0, isSecure: false };
  const options = clientOptions(station, site, "", {});
  const { connackS = 15, answerS = 20, retryCapS = 300, keepAliveS = 60 } = options;
  const silenceMs = keepAliveS * LATE_MS + answerS * 1000;
  const attemptMs = 2 * connackS * 1000;
  const bootMs = firmware?.boot.reduce((sum, { ms }) => sum + ms, 0) ?? 0;
  const joinMs = bootMs + (firmware?.rejoinMs ?? 0) + JOIN_MS;
  const retryMs = retryCapS * 1000 * DRIFT + 1000;
  // The connection that died silently is noticed, or the attempt that the storm spoilt ends; then at most one wait is
  // drawn from the cap, and the attempt behind it meets a network that works.
  const upMs = (Math.max(silenceMs, attemptMs, joinMs) + attemptMs) * DRIFT + retryMs;
  const clearMs = (answerS * 1000 + station.limits.outboxEntries * ENTRY_MS) * DRIFT;
  return { retryMs, upMs, clearMs, settleMs: 2 * clearMs };
}
