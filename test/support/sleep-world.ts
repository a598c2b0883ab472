/*
 * A station that sleeps deeply, in a world where things are broken, and notes of all that happened: which readings were
 * taken, which arrived, which waited in what was kept, how long each wake was. Tests judge a life from these notes.
 */
import { begin, keptChunk, take } from "#bytes";
import { Field, fieldAt } from "../../src/client/outbox.ts";
import type { Client } from "../../src/client/state.ts";
import { countedNumber } from "../../src/simulator/chips/counted.ts";
import type { Artefact, BoardEvent, Kept, Outcome, Outside } from "../../src/simulator/engines/engine.ts";
import { StationEngine, STATION_ID } from "../../src/simulator/engines/station-engine.ts";
import { requireStation } from "../../src/simulator/require.ts";
import type { Quirks } from "../../src/simulator/broker/quirks.ts";
import { makeWorld, WORLD_SITE, WORLD_WIFI } from "../../src/simulator/virtual/world-parts.ts";
import type { WorldParts } from "../../src/simulator/virtual/world-parts.ts";
import type { Station } from "../../src/station/station.ts";

/** The numbers of the readings in a payload, which may be a batch of them. */
export function numbersIn(text: string): number[] {
  return text.split(/\},\s*\{/).flatMap((each) => countedNumber(each) ?? []);
}

/** The readings that wait in a client's outbox. */
function waitingIn({ outbox, options }: Client): number[] {
  const { feeds } = options;
  const numbers: number[] = [];
  for (let at = 0; at < outbox.count && feeds !== undefined; at += 1) {
    const feed = -1 - fieldAt(outbox, at, Field.Topic);
    if (feed < 0) continue;
    const frame = begin(1024);
    feeds.format(feed, keptChunk(outbox.store, at, 0, fieldAt(outbox, at, Field.Bytes)), frame);
    numbers.push(...numbersIn(Buffer.from(take(frame)).toString()));
  }
  return numbers;
}

/** The station's loop, which says before each of its ends what it had. */
export class NotedEngine extends StationEngine {
  /** Told after each event of a life, and may end it by a cut of the power. */
  onStep: () => void = () => {};
  /** Told when a life begins, and when it ends, before the sleep behind it. */
  onStart: () => void = () => {};
  onStop: () => void = () => {};
  /** What becomes of a write that the power leaves in the middle of it. */
  tear: ((before: Kept, after: Kept) => Kept) | undefined;
  /** Of all lives, but for the one under way. */
  droppedCount = 0;
  /** Also of what is said besides readings, and said again later. */
  refusedCount = 0;
  /** In the outbox at the end of the last life, and when the board went to sleep the last time. */
  waiting: number[] = [];
  asleepWith: number[] = [];
  private before: Kept = {};

  override start(artefact: Artefact, nowMs: number, kept: Kept): Outcome {
    this.before = { ...kept };
    this.onStart();
    return super.start(artefact, nowMs, kept);
  }

  override step(nowMs: number, ...events: BoardEvent[]): Outcome {
    const outcome = super.step(nowMs, ...events);
    this.onStep();
    return outcome;
  }

  get waitingNow(): number[] {
    return this.runner === undefined ? this.waiting : waitingIn(this.runner.client);
  }

  override stop(): Kept {
    if (this.runner !== undefined) {
      const { counters } = this.runner.client;
      this.droppedCount += counters.droppedFull + counters.droppedUnsendable;
      this.refusedCount += counters.refused;
      this.waiting = waitingIn(this.runner.client);
      if (this.runner.isAsleep) this.asleepWith = this.waiting;
    }
    this.onStop();
    const kept = super.stop();
    return this.tear?.(this.before, kept) ?? kept;
  }
}

export interface Arrival {
  number: number;
  topic: string;
  atMs: number;
  isDup: boolean;
}

interface Given {
  station: Station;
  seed: number;
  quirks?: Partial<Quirks> | undefined;
  id?: string;
}

export class SleepWorld {
  readonly parts: WorldParts;
  readonly engine: NotedEngine;
  /** When each reading was taken. */
  readonly takenMs = new Map<number, number>();
  readonly arrivals: Arrival[] = [];
  /** Readings that went with the power, or with kept memory that was wiped. */
  readonly gone = new Set<number>();
  /** Milliseconds and microcoulombs of each wake. */
  readonly wakes: { fromMs: number; ms: number; charge: number }[] = [];
  /** Of anything that the board publishes: topic and text. */
  readonly said: { topic: string; text: string; atMs: number }[] = [];

  constructor({ station, seed, quirks, id = STATION_ID }: Given) {
    requireStation(station);
    const site = { ...WORLD_SITE, wifi: WORLD_WIFI };
    const made = { engine: undefined as NotedEngine | undefined };
    const engine = (outside: Outside) => (made.engine = new NotedEngine({ station, site, outside, id }));
    const program = { engine, artefact: { text: "", program: "" } };
    this.parts = makeWorld({ station, seed, quirks, program, isCounted: true, traceCapacity: 200 });
    this.engine = made.engine as NotedEngine;
    this.listen();
  }

  private listen(): void {
    const { world, broker, chips, meter } = this.parts;
    chips.onSample = (_address, number) => this.takenMs.set(number, world.nowMs);
    broker.onPublish = (_client, topic, payload, _qos, _isRetained, isDup) => {
      const text = Buffer.from(payload).toString();
      this.said.push({ topic, text, atMs: world.nowMs });
      for (const number of numbersIn(text)) this.arrivals.push({ number, topic, atMs: world.nowMs, isDup });
    };
    meter.onWake = ({ fromMs, toMs, tally }) =>
      this.wakes.push({ fromMs, ms: toMs - fromMs, charge: tally.totalCharge });
  }

  /** Let it live until then. */
  runTo(ms: number): void {
    if (this.parts.board.state === "off") this.parts.board.powerOn();
    this.parts.world.runTo(ms);
  }

  /** Cut the power: what waits is gone, but for what flash has from the end of an earlier life. */
  failPower(isFlash: boolean): void {
    const { board } = this.parts;
    const kept = isFlash ? this.engine.asleepWith : [];
    board.cutPower();
    for (const number of this.engine.waiting) if (!kept.includes(number)) this.mayBeGone([number]);
    this.engine.waiting = kept;
  }

  /** These may be lost: what they stood in is damaged. */
  mayBeGone(numbers: number[]): void {
    for (const number of numbers) this.gone.add(number);
  }

  get arrived(): Set<number> {
    return new Set(this.arrivals.map(({ number }) => number));
  }

  /** Readings of which nobody can say where they are: not arrived, not waiting, not gone with the power. */
  get missing(): number[] {
    const { arrived } = this;
    const waiting = new Set(this.engine.waitingNow);
    return [...this.takenMs.keys()].filter(
      (each) => !arrived.has(each) && !waiting.has(each) && !this.gone.has(each),
    );
  }

  /** First arrivals that came behind a later reading of the same topic. */
  get outOfOrder(): Arrival[] {
    const seen = new Set<number>();
    const last = new Map<string, number>();
    return this.arrivals.filter(({ number, topic }) => {
      if (seen.has(number)) return false;
      seen.add(number);
      const isLate = number < (last.get(topic) ?? -1);
      last.set(topic, Math.max(number, last.get(topic) ?? -1));
      return isLate;
    });
  }
}
