/*
 * #board in every engine that is present, with test/probe/board-probe.ts as its program.
 */
import type { Kept, Outside } from "../../src/simulator/engines/engine.ts";
import type { Kind } from "../../src/simulator/engines/guest.ts";
import { buildEspruino } from "../../src/toolchain/espruino.ts";
import { bundleModdable } from "../../src/toolchain/moddable.ts";
import { buildLua } from "../../src/toolchain/nodemcu.ts";
import { presentKinds } from "./engines.ts";
import { live } from "./life.ts";
import type { Happening, Life } from "./life.ts";

const PROBE = "test/probe/board-probe.ts";

/** Each kind of board that there is firmware for. */
export type BoardName =
  "espruino esp32" | "espruino esp8266" | "moddable esp32" | "moddable esp8266" | "nodemcu" | "nodemcu files";

export interface Bench {
  title: string;
  board: BoardName;
  kind: Kind;
  text: string;
}

/** What a station's build puts in front of the program: whether the chip can sleep deeply. */
const HAS_SLEEP = "globalThis.device = { hasDeepSleep: true };\n";

async function benchesOf(board: BoardName, text: string): Promise<Bench[]> {
  const [runtime, chip] = board.split(" ") as ["espruino" | "moddable" | "nodemcu", string | undefined];
  const isOne = board === "nodemcu files";
  const kinds = await presentKinds(runtime, runtime === "nodemcu" ? "esp8266" : chip);
  return kinds
    .slice(0, isOne ? 1 : kinds.length)
    .map((kind) => ({ title: `${kind.name}, ${board}`, board, kind, text }));
}

/** All of them; one that has only its files different stands in one engine alone. */
export async function boardBenches(): Promise<Bench[]> {
  const { minified } = await buildEspruino(`./${PROBE}`, ["boardProbe"]);
  const moddable = await bundleModdable(PROBE);
  const lua = buildLua(PROBE);
  const texts: Record<BoardName, string> = {
    "espruino esp32": minified,
    "espruino esp8266": minified,
    "moddable esp32": moddable,
    "moddable esp8266": HAS_SLEEP + moddable,
    nodemcu: lua,
    "nodemcu files": `rtcmem = nil\n${lua}`,
  };
  const benches = Object.entries(texts).map(([board, text]) => benchesOf(board as BoardName, text));
  return (await Promise.all(benches)).flat();
}

/** A script of the probe becomes a line of program; an event stays one. */
function typed({ board }: Bench, happening: Happening): Happening {
  if (typeof happening !== "string") return happening;
  const call = `catnap.boardProbe("${happening} ")`;
  return board.startsWith("nodemcu") ? `print(${call})` : `console.log(${call})`;
}

/** One life; what it printed stands there as it is. */
export function lifeOf(
  bench: Bench,
  happenings: Happening[],
  outside: Partial<Outside> = {},
  kept: Kept = {},
): Life {
  const life = live(
    bench.kind,
    bench.text,
    happenings.map((each) => typed(bench, each)),
    outside,
    kept,
  );
  return { ...life, lines: life.lines.map((line) => line.replace(/^print /, "")) };
}
