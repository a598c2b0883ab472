/*
 * A station of boards/ for a while in a world: what a build makes of it runs in an engine, and what reaches the broker is
 * kept with its time.
 */
import { readdirSync } from "node:fs";
import { GuestEngine } from "../../src/simulator/engines/guest.ts";
import type { Kind } from "../../src/simulator/engines/guest.ts";
import { makeWorld, worldSiteOf } from "../../src/simulator/virtual/world-parts.ts";
import type { WorldParts } from "../../src/simulator/virtual/world-parts.ts";
import type { Station } from "../../src/station/station.ts";
import { stationArtefact } from "../../src/toolchain/station-artefact.ts";

export const S = 1000;
export const MINUTE = 60 * S;
export const HOUR = 60 * MINUTE;

export const STATION_FILES = readdirSync(new URL("../../boards/", import.meta.url)).filter((name) =>
  name.endsWith(".ts"),
);

/** A message as the broker took it from the board. */
export interface Said {
  atMs: number;
  topic: string;
  text: string;
  isRetained: boolean;
}

export class Day {
  readonly said: Said[] = [];
  private lastPrint = "";

  constructor(
    readonly parts: WorldParts,
    readonly station: Station,
  ) {
    const { broker, world, board } = parts;
    broker.onPublish = (_client, topic, payload, _qos, isRetained) =>
      this.said.push({ atMs: world.nowMs, topic, text: Buffer.from(payload).toString(), isRetained });
    board.onPrint = (text) => (this.lastPrint = text);
    board.powerOn();
  }

  runTo(ms: number): void {
    this.parts.world.runTo(ms);
  }

  /** Give the station a command, as a person would. */
  command(name: string, payload: string): void {
    this.parts.broker.publish(`${this.station.name}/cmd/${name}`, payload, 1, false);
  }

  /** What was said on `<name>/<topic>`, from one time to another. */
  on(topic: string, fromMs = 0, toMs = Infinity): Said[] {
    const whole = topic.startsWith("homeassistant/") ? topic : `${this.station.name}/${topic}`;
    return this.said.filter((one) => one.topic === whole && one.atMs >= fromMs && one.atMs < toMs);
  }

  /** Every topic, once. */
  topics(): string[] {
    return [...new Set(this.said.map(({ topic }) => topic))].sort();
  }

  /** What went wrong with the program, or with what it sent. */
  troubles(): string[] {
    const { board, broker } = this.parts;
    const faults =
      board.faultCount === 0 ? [] : [`${board.faultCount} uncaught, the last: ${this.lastPrint}`];
    return [...faults, ...broker.violations];
  }
}

/** Build the station and switch its board on, in an engine. @param prepare  before that */
export async function beginDay(
  file: string,
  station: Station,
  kind: Kind,
  prepare: (parts: WorldParts) => void = () => {},
): Promise<Day> {
  const artefact = await stationArtefact(`boards/${file}`, station.runtime, worldSiteOf(station));
  const program = {
    artefact,
    engine: (outside: ConstructorParameters<typeof GuestEngine>[1]) => new GuestEngine(kind, outside),
  };
  const parts = makeWorld({ station, program, seed: 7 });
  prepare(parts);
  return new Day(parts, station);
}
