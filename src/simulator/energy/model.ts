/*
 * The energy model: what chips, boards, firmwares and batteries draw and how long they take, each figure with its kind
 * and its source. The figures stand in model.json.
 * Not here: which of them a board uses (profile.ts).
 */
import MODEL from "./model.json" with { type: "json" };

/** How far a figure can be trusted, by its letter in model.json. */
export const KINDS = {
  D: "datasheet",
  M: "measured",
  C: "code",
  X: "derived",
  E: "estimate",
} as const;
export type Kind = (typeof KINDS)[keyof typeof KINDS];

export interface Figure {
  /** Such as "esp32 boot". */
  what: string;
  value: number;
  unit: Unit;
  kind: Kind;
  /** Its name in the table of sources. */
  source: string;
}

/** "part" is a part of one. */
export type Unit = "mA" | "ms" | "s" | "mAh" | "part" | "Mbit/s" | "bytes";

/** Value, letter of its kind, source. What a firmware can or cannot do is no number. */
type Leaf = [number | boolean | string, keyof typeof KINDS, string];
interface Tree {
  [name: string]: Leaf | Tree;
}

const TREE = MODEL as unknown as Tree;
const SOURCES = MODEL.sources as Record<string, string>;
/** What the names in a branch are names of. */
const WORDS: Record<string, string> = { chips: "chip", boards: "board" };

function isLeaf(node: Leaf | Tree | undefined): node is Leaf {
  return Array.isArray(node);
}

/** @throws  Error that says what is missing, and what there is instead */
function branch(path: string[]): Tree {
  return path.reduce<Tree>((tree, name, depth) => {
    const next = tree[name];
    if (next !== undefined && !isLeaf(next)) return next;
    const parent = path[depth - 1] ?? "branch";
    throw new Error(
      `the energy model has no ${WORDS[parent] ?? parent} "${name}"; there is: ${Object.keys(tree).join(", ")}`,
    );
  }, TREE);
}

/** The names in a branch: ("chips") answers esp32, esp32c3 and so on. */
export function namesIn(...path: string[]): string[] {
  return Object.keys(branch(path));
}

/** "chips esp32 I" says no more than "esp32"; and "radio" is whose it is. */
function whose(path: string[]): string {
  return path.filter((part, at) => (at > 0 || path.length === 1) && part !== "I" && part !== "t").join(" ");
}

/** A figure, or undefined where the branch has none of that name. */
export function findFigure(path: string[], name: string, unit: Unit): Figure | undefined {
  const leaf = branch(path)[name];
  if (!isLeaf(leaf) || typeof leaf[0] !== "number") return undefined;
  const [value, kind, source] = leaf;
  return { what: `${whose(path)} ${name}`, value, unit, kind: KINDS[kind], source };
}

/** @throws  Error that says what the model has instead */
export function figureOf(path: string[], name: string, unit: Unit): Figure {
  const found = findFigure(path, name, unit);
  if (found !== undefined) return found;
  throw new Error(
    `the energy model has no ${name} of ${whose(path)}; there is: ${namesIn(...path).join(", ")}`,
  );
}

/** Where a figure comes from: "S29" becomes the page or document. */
export function sourceText(source: string): string {
  return SOURCES[source] ?? source;
}
