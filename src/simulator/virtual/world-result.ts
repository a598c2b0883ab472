/*
 * What a run in a world came to: as an object for --json, in lines for a person, and what kept it from being right.
 */
import { isDeepSleeper } from "../../station/availability.ts";
import type { EnergyReport } from "../energy/report.ts";
import { reportText } from "../energy/report-text.ts";
import type { Arrivals } from "./arrivals.ts";
import { StationEngine } from "../engines/station-engine.ts";
import { countText, plural } from "../show.ts";
import { timeText } from "../world/trace.ts";
import type { WorldParts } from "./world-parts.ts";

/** What `--json` prints; the same for the same seed. */
export interface WorldResult {
  /** Every sample arrived, and nobody did what the protocol forbids. */
  ok: boolean;
  engine: string;
  seed: number;
  virtualS: number;
  /** Samples that the chips took until the end. */
  taken: number;
  arrived: number;
  repeated: number;
  /** How often the program began. */
  starts: number;
  /** Errors of the program that nobody caught. */
  faults: number;
  violations: string[];
  /** The client's own counters; only where the station runs in this process, and for as long. */
  client: ClientResult | undefined;
  energy: EnergyReport;
}

interface ClientResult {
  connects: number;
  acknowledged: number;
  queued: number;
  dropped: number;
  bytesOut: number;
  bytesIn: number;
}

function clientOf({ board }: WorldParts): ClientResult | undefined {
  const runner = board.engine instanceof StationEngine ? board.engine.runner : undefined;
  // A sleeper's client begins anew at each wake, and counts for one of them only.
  if (runner === undefined || isDeepSleeper(runner.station)) return undefined;
  const { counters, outbox } = runner.client;
  const { connects, acknowledged, bytesOut, bytesIn } = counters;
  const { refused, droppedFull, droppedReplaced, droppedExpired, droppedUnsendable } = counters;
  const dropped = refused + droppedFull + droppedReplaced + droppedExpired + droppedUnsendable;
  return { connects, acknowledged, queued: outbox.count, dropped, bytesOut, bytesIn };
}

/**
 * @param taken     samples until the end of the time; what came later only let them arrive
 * @param isShaped  a message is not a reading: that some arrived is all that can be said
 */
export function worldResultOf(
  parts: WorldParts,
  arrivals: Arrivals,
  taken: number,
  isShaped = false,
): WorldResult {
  const { world, broker, board, meter } = parts;
  const violations = [...broker.violations];
  const arrived = Math.min(arrivals.count, taken);
  const areThere = isShaped ? arrived > 0 : arrived === taken;
  return {
    ok: taken > 0 && areThere && board.faultCount === 0 && violations.length === 0,
    engine: board.engine.name,
    seed: world.dice.seed,
    virtualS: world.nowMs / 1000,
    taken,
    arrived,
    repeated: arrivals.repeats,
    starts: board.startCount,
    faults: board.faultCount,
    violations,
    client: clientOf(parts),
    energy: meter.report(),
  };
}

/** What kept a run from being all right, in one sentence; empty for nothing. */
export function worldShortcoming({ ok, taken, arrived, faults, violations }: WorldResult): string {
  if (faults > 0) return `${plural(faults, "error")} of the program that nobody caught: --trace shows them`;
  if (violations.length > 0) return `the broker was sent what the protocol forbids: ${violations[0]}`;
  if (taken === 0) return "the station took no reading: --trace shows what happened";
  if (!ok) return `${plural(taken - arrived, "reading")} of ${countText(taken)} did not arrive`;
  return "";
}

function clientLine({ connects, acknowledged, queued, dropped, bytesOut, bytesIn }: ClientResult): string {
  const columns = [
    `connected ${connects === 1 ? "once" : `${countText(connects)} times`}`,
    `${countText(acknowledged)} acknowledged`,
    `${countText(queued)} queued`,
    `${countText(dropped)} dropped`,
    `out ${countText(bytesOut)} B`,
    `in ${countText(bytesIn)} B`,
  ];
  return `link        ${columns.join(", ")}`;
}

/** Lines for the end of a run. @param realMs  how long it took */
export function worldLines(result: WorldResult, realMs: number): string[] {
  const { virtualS, taken, arrived, repeated, starts, faults, violations, client, energy } = result;
  const times = countText(Math.round((virtualS * 1000) / realMs));
  return [
    "",
    `time        ${timeText(virtualS * 1000)} in ${(realMs / 1000).toFixed(1)} s, ${times} times as fast as real time`,
    `readings    ${countText(taken)} taken, ${countText(arrived)} arrived, ${countText(repeated)} repeated`,
    ...(client === undefined ? [] : [clientLine(client)]),
    `program     began ${starts === 1 ? "once" : `${countText(starts)} times`}, ${plural(faults, "uncaught error")}`,
    ...violations.slice(0, 5).map((violation) => `forbidden   ${violation}`),
    "",
    ...reportText(energy),
  ];
}
