/*
 * A station's loop as an engine: it runs in this process, without a text and without an interpreter, and faster than any of
 * them (npm run bench). What a board really gets runs in the other engines.
 */
import { run } from "../../station/run.ts";
import { UNNAMED } from "../../station/runner.ts";
import type { Runner, Site } from "../../station/runner.ts";
import type { Station } from "../../station/station.ts";
import type { Handlers } from "../../client/options.ts";
import { tellHandlers } from "../telling.ts";
import type { Artefact, BoardEvent, Engine, Kept, Outcome, Outside } from "./engine.ts";
import { StationPort } from "./station-port.ts";

export interface StationEngineOptions {
  station: Station;
  site: Site;
  outside: Outside;
  /** It prints how its connection fares, as people want to read it. */
  isTelling?: boolean;
  /** What the board's clock says at each start, below 2^30: near it the clock wraps soon. Default 0. */
  firstMs?: number;
  /** Of the board, which also decides what its waits are drawn from. */
  id?: string;
}

/** Of every board that runs like this, unless it is given one. */
export const STATION_ID = "51a7101";

export class StationEngine implements Engine {
  readonly name = "Node";
  /** The station as it is now, for who checks its counters; undefined while it is stopped. */
  runner: Runner | undefined;
  private port: StationPort | undefined;
  private kept: Kept = {};
  private nowMs = 0;

  constructor(private readonly options: StationEngineOptions) {}

  /** @param _artefact  the station is what the constructor was given */
  start(_artefact: Artefact, nowMs: number, kept: Kept): Outcome {
    const { station, site, outside, firstMs = 0, id = STATION_ID } = this.options;
    this.kept = { ...kept };
    const port = new StationPort(outside, station.runtime, this.kept, firstMs, id);
    this.nowMs = nowMs;
    this.port = port;
    this.guard(port, () => (this.runner = run(station, site, port, this.handlers(port), UNNAMED)));
    return this.outcome(port);
  }

  private handlers(port: StationPort): Handlers {
    const { site, isTelling = false } = this.options;
    const print = (text: string) => port.say({ call: "print", text });
    // Nothing is told before the station runs.
    return isTelling ? tellHandlers(print, `${site.host}:${site.port}`, () => this.runner as Runner) : {};
  }

  step(nowMs: number, ...events: BoardEvent[]): Outcome {
    const { port } = this;
    if (port === undefined) throw new Error(`${this.name} is not started: call start first`);
    if (nowMs < this.nowMs)
      throw new Error(`${this.name}: a step back in time, from ${this.nowMs} to ${nowMs} ms`);
    port.pass(nowMs - this.nowMs);
    this.nowMs = nowMs;
    for (const event of events) this.guard(port, () => port.happen(event));
    return this.outcome(port);
  }

  stop(): Kept {
    this.port = undefined;
    this.runner = undefined;
    return this.kept;
  }

  /** A board prints an error that nobody caught, and goes on. */
  private guard(port: StationPort, call: () => unknown): void {
    try {
      call();
    } catch (error) {
      port.say({ call: "fault", text: error instanceof Error ? error.message : String(error) });
    }
  }

  private outcome(port: StationPort): Outcome {
    const { calls, leftMs } = port;
    port.calls = [];
    return { calls, dueMs: leftMs === undefined ? undefined : this.nowMs + leftMs };
  }
}
