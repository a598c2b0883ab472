/*
 * A station in virtual time: its world is made, goes on as fast as is wanted, and is told.
 * Not here: what the world is made of (world-parts.ts); the station in real time (desk.ts).
 */
import { Arrivals } from "./arrivals.ts";
import { currentCsvFile } from "../energy/current-csv.ts";
import { otherTopics } from "../other-topics.ts";
import { pace } from "./pace.ts";
import { requireStation } from "../require.ts";
import type { Station } from "../../station/station.ts";
import type { Output } from "../show.ts";
import type { Watch } from "../watch.ts";
import { makeWorld } from "./world-parts.ts";
import type { WorldChoice, WorldParts } from "./world-parts.ts";
import { worldLines, worldResultOf } from "./world-result.ts";
import type { WorldResult } from "./world-result.ts";
import { WorldShow } from "./world-show.ts";

export interface WorldRunOptions extends Omit<WorldChoice, "hear"> {
  /** Said at the beginning, such as "network lan, broker mosquitto". */
  title: string;
  forMs: number | undefined;
  timeoutMs: number | undefined;
  /** Virtual milliseconds in a real one; Infinity for as many as there can be. */
  scale: number;
  isTraced: boolean;
  /** Receives the board's current as CSV. */
  currentFile: string | undefined;
  watch: Watch;
  /** Aborted by Ctrl-C. */
  stop: AbortSignal;
  out: Output;
  /** Told the world before it begins: who breaks or checks something in it begins here. */
  onMade?: (parts: WorldParts) => void;
}

export interface WorldRunEnd {
  result: WorldResult;
  isTimedOut: boolean;
}

/** How long the end waits in virtual time for readings that are on their way. */
const DRAIN_MS = 60_000;
/** Faster than so many times real time, nobody can read every line. */
const READABLE_SCALE = 600;
const NEVER = new AbortController().signal;

const least = (...times: (number | undefined)[]) => Math.min(...times.map((ms) => ms ?? Infinity));

/** Everything that is seen in the world goes to the show, the counts and the watch. */
function connect(
  station: Station,
  parts: WorldParts,
  show: WorldShow,
  arrivals: Arrivals,
  watch: Watch,
): void {
  const { world, broker, board } = parts;
  broker.onPublish = (clientId, topic, payload, _qos, _isRetained, isDup) => {
    const text = Buffer.from(payload).toString();
    const others = otherTopics(station, clientId.slice(station.name.length + 1));
    if (others.includes(topic)) show.other(world.nowMs, topic, text);
    else if (arrivals.add(topic, text, isDup)) show.reading(world.nowMs, topic, text);
    watch.see(topic);
    watch.see(text);
  };
  board.onPrint = (text) => watch.see(text);
}

/** Let readings arrive that were taken; those that are gathered wait for the next sending. */
async function drain(parts: WorldParts, arrivals: Arrivals, taken: number, { send }: Station): Promise<void> {
  const { world } = parts;
  const isDone = () => arrivals.count >= taken;
  const limitMs = world.nowMs + DRAIN_MS + (send?.everyS ?? 0) * 1000;
  await pace(world, { limitMs, scale: Infinity, stop: NEVER, isDone });
}

/** Whether a message is not a reading: some are held back, several are one, or one is several. */
function isShaped({ feeds }: Station): boolean {
  return feeds.some(
    ({ filter, batch = 1, payload }) => filter !== undefined || batch > 1 || payload === "fields",
  );
}

/**
 * Run a station until the end that the options give.
 *
 * @throws  Error for a station that cannot work, or a file that cannot be written
 */
export async function runInWorld(options: WorldRunOptions): Promise<WorldRunEnd> {
  const { station, title, seed, forMs, timeoutMs, scale, isTraced, watch, stop, out } = options;
  requireStation(station);
  const limitMs = least(forMs, timeoutMs);
  const isSummed = scale > READABLE_SCALE;
  const showLimitMs = limitMs === Infinity ? undefined : limitMs;
  const show = new WorldShow({ out, limitMs: showLimitMs, isSummed, isTraced });
  const parts = makeWorld({ ...options, hear: (line) => show.trace(line) });
  const csv = options.currentFile === undefined ? undefined : currentCsvFile(options.currentFile);
  if (csv !== undefined) parts.meter.onPiece = (piece) => csv.add(piece);
  const arrivals = new Arrivals();
  connect(station, parts, show, arrivals, watch);
  const { world, board, chips } = parts;
  show.line(`station    ${station.name} on ${station.hardware.name}`);
  show.line(`engine     ${board.engine.name}`);
  show.line(`world      seed ${seed}, ${title}`);
  options.onMade?.(parts);
  const beginMs = performance.now();
  board.powerOn();
  await pace(world, { limitMs, scale, stop, isDone: () => watch.verdict !== undefined });
  show.pass(world.nowMs);
  const isOpen = watch.verdict === undefined;
  const isTimedOut = isOpen && !stop.aborted && least(timeoutMs) < least(forMs);
  const taken = chips.measurements;
  if (isOpen && !isTimedOut) await drain(parts, arrivals, taken, station);
  show.end();
  const result = worldResultOf(parts, arrivals, taken, isShaped(station));
  csv?.end();
  for (const line of worldLines(result, performance.now() - beginMs)) out.write(`${line}\n`);
  return { result, isTimedOut };
}
