/*
 * `catnap sim` in real time: the station, or what is built of it, at a desk.
 */
import type { Station } from "../station/station.ts";
import { runDesk } from "../simulator/desk/desk.ts";
import type { DeskOptions } from "../simulator/desk/desk.ts";
import type { DeskResult } from "../simulator/desk/desk-report.ts";
import { runDeskBoard } from "../simulator/desk/desk-board.ts";
import type { DeskBoardResult } from "../simulator/desk/desk-board.ts";
import { plural } from "../simulator/show.ts";
import { Watch } from "../simulator/watch.ts";
import { MOST_REAL_MS } from "./duration.ts";
import { endingOf } from "./ending.ts";
import type { Ending } from "./ending.ts";
import type { SimOptions } from "./sim-options.ts";
import { stopSignal } from "./stop.ts";

/** What kept a run from being all right, in one sentence; empty for nothing. */
function shortcoming(result: DeskResult | DeskBoardResult): string {
  if (!("published" in result))
    return result.ok ? "" : "no reading came from the board, or its program had errors";
  const { full, replaced, expired, unsendable } = result.dropped;
  const dropped = full + replaced + expired + unsendable;
  if (result.ok) return "";
  if (result.published === 0)
    return "the station took no reading: the line above says what its sensors answered";
  if (dropped > 0)
    return `${dropped} readings were dropped: raise the station's limits, or look at the broker`;
  if (result.queued > 0)
    return `${plural(result.queued, "reading")} not acknowledged: check that the broker can be reached`;
  return `the subscriber received ${result.received} of ${plural(result.published, "reading")}`;
}

/** @param path  the file of the station */
export async function simAtDesk(path: string, station: Station, options: SimOptions): Promise<Ending> {
  const ending = new AbortController();
  stopSignal().addEventListener("abort", () => ending.abort());
  let isTimedOut = false;
  const timer = setTimeout(() => {
    isTimedOut = true;
    ending.abort();
  }, options.timeout ?? MOST_REAL_MS);
  const watch = new Watch(options.expect, options.fail, () => ending.abort());
  const common = {
    station,
    broker: options.broker,
    forMs: options.for,
    stop: ending.signal,
    out: process.stdout,
    hear: (line: string) => watch.see(line),
  };
  try {
    const result = await run(path, options, common);
    const isLate = isTimedOut && options.timeout !== undefined;
    const end = endingOf(options, watch.verdict, isLate, shortcoming(result));
    if (options.json === true) console.log(JSON.stringify({ ...result, ok: end.code === 0 }));
    return end;
  } finally {
    clearTimeout(timer);
  }
}

function run(
  path: string,
  { engine }: SimOptions,
  common: DeskOptions,
): Promise<DeskResult | DeskBoardResult> {
  return engine === "node" ? runDesk(common) : runDeskBoard({ ...common, path, engine });
}
