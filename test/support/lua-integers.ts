/*
 * Lua as a firmware of NodeMCU with integers runs it, as far as it matters here: 5.3 with 32-bit integers, in which a
 * program divides as an integer build does, without a fraction.
 */
import luaparse from "luaparse";
import type { Node } from "luaparse";

type Placed = Node & { range: [number, number] };

/** Where a program divides, the places of the signs, the last first. */
function divisions(text: string): number[] {
  const found: number[] = [];
  luaparse.parse(text, {
    luaVersion: "5.1",
    ranges: true,
    onCreateNode: (node: Node) => {
      if (node.type !== "BinaryExpression" || node.operator !== "/") return;
      // Between the operands stands nothing else but parentheses.
      found.push(text.indexOf("/", (node.left as Placed).range[1]));
    },
  });
  return found.sort((one, other) => other - one);
}

/** The same program with "//" for "/". */
export function dividingIntegers(text: string): string {
  let result = text;
  for (const at of divisions(text)) result = `${result.slice(0, at)}/${result.slice(at)}`;
  return result;
}

/** The numbers that a program writes and an integer build cannot hold. */
export function numbersBeyond(text: string): string[] {
  const found: string[] = [];
  luaparse.parse(text, {
    luaVersion: "5.1",
    onCreateNode: (node: Node) => {
      if (node.type !== "NumericLiteral") return;
      if (!Number.isInteger(node.value) || node.value >= 2 ** 31) found.push(node.raw);
    },
  });
  return found;
}
