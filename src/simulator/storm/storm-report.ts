/*
 * What a storm that broke a promise says to a person: which promise, how to see it again, and the end of its trace.
 */
import type { Finding } from "../checks/evidence.ts";
import type { Verdict } from "./storm.ts";

/** Of each promise. */
const MOST_TEXTS = 3;

export interface Replay {
  /** The file of the station. */
  path: string;
  everyS: number | undefined;
  forMs: number;
  seed: number;
  engine: string;
  network?: string | undefined;
  quirks?: string | undefined;
}

function durationText(ms: number): string {
  if (ms % 3_600_000 === 0) return `${ms / 3_600_000}h`;
  if (ms % 60_000 === 0) return `${ms / 60_000}m`;
  return ms % 1000 === 0 ? `${ms / 1000}s` : `${ms}ms`;
}

/** The one command that shows a storm again. */
export function replayCommand({ path, everyS, forMs, seed, engine, network, quirks }: Replay): string {
  const words = [`npx catnap sim ${path} --fast --storm --for ${durationText(forMs)} --seed ${seed}`];
  if (everyS !== undefined) words.push(`--every ${everyS}s`);
  if (network !== undefined) words.push(`--network ${network}`);
  if (quirks !== undefined) words.push(`--quirks ${quirks}`);
  if (engine !== "node") words.push(`--engine ${engine}`);
  return words.join(" ");
}

/** Each promise that was broken, and by what. */
export function findingLines(findings: readonly Finding[]): string[] {
  return [...new Set(findings.map(({ sentence }) => sentence))].flatMap((sentence) => {
    const texts = findings.filter((each) => each.sentence === sentence).map(({ text }) => text);
    const more = texts.length - MOST_TEXTS;
    const shown = texts.slice(0, MOST_TEXTS).map((text) => `            ${text}`);
    return [`broken      ${sentence}`, ...shown, ...(more > 0 ? [`            and ${more} more`] : [])];
  });
}

/** For a storm that broke something; what it was, the trace's last lines, and the command. */
export function brokenLines({ findings, trace }: Verdict, replay: Replay): string[] {
  return [...findingLines(findings), "", ...trace, "", `replay      ${replayCommand(replay)}`];
}
