import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { figureOf, findFigure, sourceText } from "../../../src/simulator/energy/model.ts";

const MODEL = JSON.parse(
  readFileSync(new URL("../../../src/simulator/energy/model.json", import.meta.url), "utf8"),
) as Record<string, unknown>;

type Leaf = [unknown, string, string];

/** Every value with its kind and source, by its path. */
function leaves(node: unknown, path: string): [string, Leaf][] {
  if (Array.isArray(node)) return [[path, node as Leaf]];
  if (typeof node !== "object" || node === null) return [];
  return Object.entries(node).flatMap(([name, child]) => leaves(child, `${path} ${name}`));
}

const { sources, units, ...rest } = MODEL;
const LEAVES = leaves(rest, "");

test("every figure has a kind, and a source that is in the table", () => {
  expect(LEAVES.length).toBeGreaterThan(150);
  const wrong = LEAVES.filter(
    ([, leaf]) => leaf.length !== 3 || !"DMCXE".includes(leaf[1]) || sourceText(leaf[2]) === leaf[2],
  );
  expect(wrong.map(([path]) => path)).toEqual([]);
  expect(units).toEqual({ I: "mA", t: "ms" });
});

test("every source is that of a figure", () => {
  const used = new Set(LEAVES.map(([, [, , source]]) => source));
  expect(Object.keys(sources as object).filter((source) => !used.has(source))).toEqual([]);
});

test("what nobody measured is an estimate", () => {
  const bold = LEAVES.filter(([, [, kind, source]]) => source === "-" && kind !== "E");
  expect(bold.map(([path]) => path)).toEqual([]);
});

test("a figure says what it is, how far to trust it, and where it stands", () => {
  const figure = figureOf(["chips", "esp32", "t"], "join_fast", "ms");
  expect(figure).toEqual({
    what: "esp32 join_fast",
    value: 200,
    unit: "ms",
    kind: "measured",
    source: "S29",
  });
  expect(sourceText(figure.source)).toBe("blog.voneicken.com/2018/lp-wifi-esp32-2");
});

describe("what is missing is said in words, with what there is", () => {
  test("a branch", () => {
    expect(() => figureOf(["chips", "esp31", "I"], "deep", "mA")).toThrow(
      'the energy model has no chip "esp31"; there is: esp32, esp32c3, esp32s3, esp8266',
    );
    expect(() => findFigure(["battery", "potato"], "mAh", "mAh")).toThrow(
      'no battery "potato"; there is: liion_18650_2500, nimh_lsd_2xAA, alkaline_2xAA',
    );
  });

  test("a figure", () => {
    expect(() => figureOf(["boards", "lolin32"], "floor", "mA")).toThrow(
      "the energy model has no floor of lolin32; there is: floor_total",
    );
  });

  test("and what a firmware can do is no figure", () => {
    expect(findFigure(["firmware", "espruino_esp32"], "pm", "part")).toBeUndefined();
  });
});
