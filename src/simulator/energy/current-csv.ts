/*
 * The current's curve as CSV, in the columns that Nordic's Power Profiler exports: time in ms, current in uA, and eight
 * digital lines, here what the board does; behind them the phase in words. Written as it comes: a month does not
 * stay in memory.
 * Not here: the same time between two rows. Virtual time has an event or none; each piece of the curve has a row where
 * it begins and one where it ends, so that lines drawn between the rows are the curve.
 * Source: pc-nrfconnect-ppk, src/actions/exportChartAction.ts, for names, order and digits of the columns.
 */
import { closeSync, openSync, writeSync } from "node:fs";
import type { CurrentPiece } from "./charge-meter.ts";
import { PHASES } from "./tally.ts";

const HEAD = "Timestamp(ms),Current(uA),D0-D7,Phase\n";
/** D0 to D5 are the phases in their order, D6 is a frame on air. */
const SENDING_LANE = PHASES.length;
const LANES = 8;
/** The file is written in pieces of so many characters. */
const CHUNK = 65_536;

function lanesText({ phase, isSending }: CurrentPiece): string {
  const high = (lane: number) => PHASES[lane] === phase || (lane === SENDING_LANE && isSending);
  return Array.from({ length: LANES }, (_, lane) => (high(lane) ? "1" : "0")).join("");
}

/** A microsecond is short enough, and 0.1 + 0.2 long. */
function msText(ms: number): string {
  return String(Number(ms.toFixed(3)));
}

export class CurrentCsv {
  private text = HEAD;
  private waiting: CurrentPiece | undefined;

  constructor(
    private readonly write: (text: string) => void,
    private readonly close: () => void = () => {},
  ) {}

  /** For a meter's onPiece. */
  add(piece: CurrentPiece): void {
    const last = this.waiting;
    // A meter may be asked in between: that is no step of the curve.
    if (last !== undefined && isSame(last, piece)) {
      last.toMs = piece.toMs;
      return;
    }
    this.putWaiting();
    this.waiting = { ...piece };
  }

  /** Nothing may be added afterwards. */
  end(): void {
    this.putWaiting();
    this.write(this.text);
    this.close();
  }

  private putWaiting(): void {
    const piece = this.waiting;
    if (piece === undefined) return;
    const state = `${(piece.ma * 1000).toFixed(3)},${lanesText(piece)},${piece.phase}\n`;
    this.text += `${msText(piece.fromMs)},${state}${msText(piece.toMs)},${state}`;
    if (this.text.length < CHUNK) return;
    this.write(this.text);
    this.text = "";
  }
}

function isSame(last: CurrentPiece, next: CurrentPiece): boolean {
  return (
    last.ma === next.ma &&
    last.phase === next.phase &&
    last.isSending === next.isSending &&
    last.toMs === next.fromMs
  );
}

function openedFile(path: string): number {
  try {
    return openSync(path, "w");
  } catch (error) {
    throw new Error(`the current cannot be written, give another file: ${(error as Error).message}`);
  }
}

/** @throws  Error where the file cannot be written */
export function currentCsvFile(path: string): CurrentCsv {
  const file = openedFile(path);
  // Not a stream: nothing would leave its buffer before the world has run, as it never waits.
  return new CurrentCsv(
    (text) => writeSync(file, text),
    () => closeSync(file),
  );
}
