/*
 * Stands in for speech.ts in a station that says nothing but its readings, and is told nothing.
 */
import type { Chunk } from "#bytes";
import type { Port } from "#port";
import type { Runner } from "../runner.ts";
import type { Station } from "../station.ts";

/** Nothing is kept. */
export type Speech = undefined;

export function makeSpeech(_station: Station, _board: string, _version: string, _port: Port): Speech {
  return undefined;
}

export function beginSpeech(_runner: Runner): void {}

export function greet(_runner: Runner): void {}

export function partedFor(_runner: Runner, _reason: number): void {}

export function speakOn(_runner: Runner): void {}

export function hear(
  _runner: Runner,
  _topic: string,
  _piece: Chunk,
  _isRetained: boolean,
  _isRepeated: boolean,
  _offset: number,
  _totalBytes: number,
): void {}
