/*
 * What #board keeps, on every engine that is present: over deep sleeps, over cuts of the power, and over a cut inside of
 * a write.
 */
import { describe, expect, test } from "vitest";
import { Status } from "../../src/client/status.ts";
import { flashOf } from "../../src/simulator/board/kept.ts";
import type { Kept } from "../../src/simulator/engines/engine.ts";
import { boardBenches, lifeOf } from "../support/boards.ts";
import type { Bench } from "../support/boards.ts";
import { bytesLike } from "../support/wire.ts";

/** Every byte there is, and no whole number of words or of preferences. */
const LONG = Buffer.from(bytesLike(301)).toString("hex");
const EDGES = "ff80007fffffffff00000000800000017f";

const ok = `${Status.Ok}`;

/** Of bytes as a word: a preference of Moddable's is written whole, or not at all. */
function halfOf({ board, kind }: Bench, word: string): number {
  if (board.startsWith("moddable")) return 0;
  return kind.encoding === "hex" ? Math.floor(word.length / 4) * 2 : Math.floor(word.length / 8) * 4;
}

/** The same board, whose power is cut when it has written so often; the last write is halfway. */
function cutAfter(bench: Bench, writes: number): Bench {
  let left = writes;
  const { kind } = bench;
  const begin: typeof kind.begin = (answer) =>
    kind.begin((question) => {
      const [verb, name, bytes = ""] = question.split(" ");
      if (verb !== "keep" && verb !== "forget") return answer(question);
      left -= 1;
      if (left >= 0) return answer(question);
      const half = halfOf(bench, bytes);
      if (left === -1 && verb === "keep" && half > 0) answer(`keep ${name} ${bytes.slice(0, half)}`);
      return "1";
    });
  return { ...bench, kind: { ...kind, begin } };
}

/** Flash whose erased bytes are 255: a file of Espruino has its whole length from the start. */
function erased(bench: Bench, cut: Kept, whole: Kept): Kept {
  if (!bench.board.startsWith("espruino")) return cut;
  return Object.fromEntries(
    Object.entries(cut).map(([name, bytes]) => {
      const length = whole[name]?.length ?? bytes.length;
      return [name, Buffer.concat([bytes, Buffer.alloc(Math.max(length - bytes.length, 0), 0xff)])];
    }),
  );
}

const benches = await boardBenches();

describe.each(benches)("$title", (bench) => {
  test("a new board has kept nothing, and then the last of each block", () => {
    const writes = [`keep 0 ${LONG}`, "keep 1 01", "keep 2 0203", "keep 1 04050607", `keep 0 ${EDGES}`];
    const reads = ["kept 0", "kept 1", "kept 2"];
    const { lines } = lifeOf(bench, [...reads, ...writes, ...reads]);
    const nothing = ["none", "none", "none"];
    expect(lines).toEqual([...nothing, ok, ok, ok, ok, ok, EDGES, "04050607", "0203"]);
  });

  test("blocks survive a deep sleep, and a cut of the power where they are in flash", () => {
    const { kept } = lifeOf(bench, [`keep 0 ${LONG}`, `keep 2 ${EDGES}`]);
    const reads = ["kept 0", "kept 1", "kept 2"];
    expect(lifeOf(bench, reads, {}, kept).lines).toEqual([LONG, "none", EDGES]);
    const survivors = bench.board === "nodemcu" ? ["none", "none", "none"] : [LONG, "none", EDGES];
    expect(lifeOf(bench, reads, {}, flashOf(kept)).lines).toEqual(survivors);
  });

  test("the newest is found through many writes, also of the same bytes", () => {
    let kept: Kept = {};
    for (const hex of ["01", "02", "02", "03", "0405", "01", "01"]) {
      const life = lifeOf(bench, [`keep 0 ${hex}`, "kept 0"], {}, kept);
      expect(life.lines).toEqual([ok, hex]);
      kept = life.kept;
    }
    expect(Object.keys(kept).length).toBeLessThanOrEqual(bench.board === "nodemcu" ? 3 : 6);
  });

  test("an empty block is one, or none, and nothing else", () => {
    expect(["-", "none"]).toContain(lifeOf(bench, ["keep 0 0102", "keep 0 -", "kept 0"]).lines[2]);
  });

  test("what is too large is refused, and what was kept stays", () => {
    const tooLong = "5a".repeat(bench.board.startsWith("nodemcu") ? 461 : 5000);
    if (bench.board.startsWith("espruino") || bench.board === "nodemcu files") return;
    const { lines } = lifeOf(bench, ["keep 0 0102", "keep 2 03", `keep 0 ${tooLong}`, "kept 0", "kept 2"]);
    expect(lines).toEqual([ok, ok, `${Status.TooLarge}`, "0102", "03"]);
  });

  // RTC memory has no power left to hold either of them.
  if (bench.board !== "nodemcu")
    test("a cut of the power at every write leaves the block of before, or the new one", () => {
      const { kept } = lifeOf(bench, ["keep 0 aaaa", "keep 0 bbbbbb"]);
      const next = `keep 0 ${LONG}`;
      const { kept: whole } = lifeOf(bench, [next], {}, kept);
      const found: string[] = [];
      for (let writes = 0; writes < 12; writes += 1) {
        const cut = lifeOf(cutAfter(bench, writes), [next], {}, kept).kept;
        const life = lifeOf(bench, ["kept 0", "keep 0 cc", "kept 0"], {}, erased(bench, cut, whole));
        expect(life.lines.slice(1)).toEqual([ok, "cc"]);
        found.push(life.lines[0] ?? "");
      }
      expect(found[0]).toBe("bbbbbb");
      expect(found.at(-1)).toBe(LONG);
      expect([...new Set(found)]).toEqual(["bbbbbb", LONG]);
    });
});
