/*
 * How speeds are compared: every task in turn, several rounds, CPU time and not wall time, medians and ratios. Only
 * numbers of one run on one computer are worth comparing.
 */
import { existsSync, readFileSync } from "node:fs";

/** How often one task was done in a CPU second, one entry for each round. */
export type Rates = Record<string, number[]>;

export interface Engine {
  name: string;
  /** One round of every task. */
  round: () => Promise<Record<string, number>>;
  stop: () => Promise<void> | void;
}

const ROUNDS = 5;
/** Long against the clock of /proc, which has 10 ms. */
const LEAST_S = 0.4;

/** CPU seconds that another process has used; undefined where there is no /proc. */
export function cpuSecondsOf(pid: number): number | undefined {
  const file = `/proc/${pid}/stat`;
  if (!existsSync(file)) return undefined;
  // Behind the name, which may have spaces in it: state is the first word, utime and stime the 12th and 13th.
  const words = readFileSync(file, "latin1").split(") ").at(-1)?.split(" ") ?? [];
  return (Number(words[11]) + Number(words[12])) / 100;
}

export function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

/** Do a task so often that it takes long enough, and answer how often in a CPU second. */
export async function rateOf(run: (count: number) => unknown, readCpuS: () => number): Promise<number> {
  for (let count = 100; ; count *= 2) {
    const beginS = readCpuS();
    await run(count);
    const tookS = readCpuS() - beginS;
    if (tookS >= LEAST_S) return count / tookS;
  }
}

function median(values: number[]): number {
  return [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)] as number;
}

/** Rounds of an engine, the tasks of each one after the other. */
async function ratesOf(engine: Engine): Promise<Rates> {
  const rates: Rates = {};
  for (let at = 0; at < ROUNDS; at += 1)
    for (const [task, rate] of Object.entries(await engine.round())) (rates[task] ??= []).push(rate);
  return rates;
}

/** One line for each task: its speed as a multiple of the first one's, with the least and the most of the rounds. */
function lines(rates: Rates): string[] {
  const base = median(Object.values(rates)[0] ?? []);
  return Object.entries(rates).map(([task, values]) => {
    const [ratio, least, most] = [median(values), Math.min(...values), Math.max(...values)].map((rate) =>
      (rate / base).toFixed(2),
    );
    return `  ${task.padEnd(36)} ${ratio?.padStart(6)}   (${least} to ${most})`;
  });
}

/** Measure an engine, stop it, and answer what to print. */
export async function compare(engine: Engine): Promise<string> {
  try {
    return [engine.name, ...lines(await ratesOf(engine))].join("\n");
  } finally {
    await engine.stop();
  }
}
