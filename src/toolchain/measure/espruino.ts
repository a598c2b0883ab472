/*
 * What the library needs in a real Espruino interpreter, in its own variables: loaded, connected to a broker over
 * real TCP less a bare socket, and free for loading. From RAM the module comes as Espruino's own tool uploads it,
 * as one line with a function in it; from flash it is a file of the storage.
 * Not here: the scripts that are run for it (espruino-scripts.ts); speed.
 */
import { EspruinoFolder } from "./espruino-program.ts";
import { bareScript, clientScript, growthScript, tightScript, uploadLine } from "./espruino-scripts.ts";
import type { Place } from "./espruino-scripts.ts";
import { startListener } from "./listener.ts";

/** From flash an interpreter reads over each function anew, and a thousand publishes take ten seconds. */
const GROWTH_MS = 50_000;

/** What was read until memory ran out, if it did. */
async function readings(
  folder: EspruinoFolder,
  script: string,
  limitMs?: number,
): Promise<Record<string, number>> {
  const said = await folder.run(script, limitMs);
  const failedAt = said.indexOf("OUT OF MEMORY");
  const lines = failedAt < 0 ? said : said.slice(0, failedAt);
  const counts: Record<string, number> = {};
  for (const line of lines) {
    const [name = "", count] = line.split(" ");
    counts[name] = Number(count);
  }
  return counts;
}

/** Least number of free variables with which it loads; undefined when all that there are do not do. */
async function peakOf(folder: EspruinoFolder, place: Place, totalCount: number): Promise<number | undefined> {
  let tooFew = 0;
  let enough = totalCount;
  while (enough - tooFew > 1) {
    const freeCount = Math.floor((enough + tooFew) / 2);
    const lines = await folder.run(tightScript(place, freeCount));
    if (lines.includes("loaded") && !lines.includes("OUT OF MEMORY")) enough = freeCount;
    else tooFew = freeCount;
  }
  return enough === totalCount ? undefined : enough;
}

/** Undefined is out of memory. */
export interface EspruinoFigures {
  loaded: number | undefined;
  /** Less a bare socket with three handlers. */
  connected: number | undefined;
  peak: number | undefined;
}

const less = (count: number | undefined, base: number | undefined): number | undefined =>
  count === undefined || base === undefined ? undefined : count - base;

async function placeFigures(
  folder: EspruinoFolder,
  place: Place,
  port: number,
  totalCount: number,
): Promise<EspruinoFigures> {
  const bare = await readings(folder, bareScript(port));
  const bareCount = less(bare["connected"], bare["before"]);
  const { before, loaded, connected } = await readings(folder, clientScript(place, port));
  return {
    loaded: less(loaded, before),
    connected: less(less(connected, before), bareCount),
    peak: await peakOf(folder, place, totalCount),
  };
}

export interface EspruinoProgram {
  version: string;
  /** Variables that it has, and the bytes of each. */
  totalCount: number;
  variableBytes: number;
}

/** What an interpreter says about itself. */
export async function aboutEspruino(program: string): Promise<EspruinoProgram> {
  const folder = new EspruinoFolder(program);
  const facts = "process.env.VERSION + ' ' + process.memory().total + ' ' + process.memory().blocksize";
  const [line = ""] = await folder.run(`print("# " + ${facts}); quit();`);
  folder.end();
  const [version = "", total, bytes] = line.split(" ");
  if (version === "")
    throw new Error(`${program} does not answer as Espruino does: give the path of an interpreter`);
  return { version, totalCount: Number(total), variableBytes: Number(bytes) };
}

/**
 * By how many variables `count` publishes over real TCP leave the interpreter fuller than a hundred did.
 *
 * @throws  Error when the script did not come to its end
 */
export async function espruinoGrowth(
  program: string,
  minified: string,
  place: Place,
  count: number,
  qos: number,
): Promise<number> {
  const folder = new EspruinoFolder(program);
  const listener = await startListener();
  try {
    if (place === "RAM") await folder.store("line", uploadLine(minified));
    else await folder.store("catnap", minified);
    const { before, after } = await readings(
      folder,
      growthScript(place, listener.port, count, qos),
      GROWTH_MS,
    );
    if (before === undefined || after === undefined)
      throw new Error(
        `${program} did not publish ${count} times: before ${before}, after ${after} variables`,
      );
    return after - before;
  } finally {
    await listener.stop();
    folder.end();
  }
}

/** The figures of a minified module, loaded from both places. */
export async function espruinoFigures(
  program: string,
  minified: string,
  totalCount: number,
): Promise<Record<Place, EspruinoFigures>> {
  const folder = new EspruinoFolder(program);
  const listener = await startListener();
  try {
    await folder.store("catnap", minified);
    await folder.store("line", uploadLine(minified));
    const figures = (place: Place): Promise<EspruinoFigures> =>
      placeFigures(folder, place, listener.port, totalCount);
    return { RAM: await figures("RAM"), flash: await figures("flash") };
  } finally {
    await listener.stop();
    folder.end();
  }
}
