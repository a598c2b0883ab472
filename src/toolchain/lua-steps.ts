/*
 * Joins neighbouring statements: a value that only the next one reads goes there, and the conditions of a `switch`, as
 * typescript-to-lua writes them, become plain ones. A comparison costs Lua four instructions as a value and two as a
 * condition.
 */
import { endsBlock } from "./lua-known.ts";
import { mentions, rewriteAll, walk } from "./lua-tree.ts";
import type { Block, Expression, Statement } from "./lua-tree.ts";

/** The one name that a statement gives a value, and the value. */
function given(node: Statement | undefined): [string, Expression] | undefined {
  if (node?.type !== "LocalStatement" && node?.type !== "AssignmentStatement") return undefined;
  const [variable] = node.variables;
  const [value] = node.init;
  if (variable?.type !== "Identifier" || node.variables.length > 1 || value === undefined) return undefined;
  return [variable.name, value];
}

/** `name or other` */
function alternative(value: Expression, name: string): Expression | undefined {
  const isOr = value.type === "LogicalExpression" && value.operator === "or";
  return isOr && value.left.type === "Identifier" && value.left.name === name ? value.right : undefined;
}

/** Whether nothing comes behind this statement while the name is true. */
function leaves(node: Statement | undefined, name: string): boolean {
  const condition = conditionOf(node);
  if (node?.type !== "IfStatement" || node.clauses.length > 1) return false;
  return (
    condition?.type === "Identifier" && condition.name === name && endsBlock(node.clauses[0]?.body.at(-1))
  );
}

/** `name = name or other` is `name = other` where the name is false, as behind each case of a switch that ends. */
function withoutEarlierCases(block: Block): Block {
  return block.map((node, at) => {
    const [name, value] = node.type === "AssignmentStatement" ? (given(node) ?? []) : [];
    if (name === undefined || value === undefined || !leaves(block[at - 1], name)) return node;
    const other = alternative(value, name);
    return other === undefined ? node : { ...node, init: [other] };
  });
}

/** The condition of an `if`, or of nothing else. */
function conditionOf(node: Statement | undefined): Expression | undefined {
  const [clause] = node?.type === "IfStatement" ? node.clauses : [];
  return clause !== undefined && "condition" in clause ? clause.condition : undefined;
}

/** How often each name is given a value by one statement and read as the condition of the next. */
function pairCounts(block: Block): Map<string, number> {
  const counts = new Map<string, number>();
  eachBlock(block, (inner) => {
    for (const [at, node] of inner.entries()) {
      const [name] = given(node) ?? [];
      const condition = conditionOf(inner[at + 1]);
      if (name !== undefined && condition?.type === "Identifier" && condition.name === name)
        counts.set(name, (counts.get(name) ?? 0) + 1);
    }
  });
  return counts;
}

/** Call for every list of statements. */
function eachBlock(block: Block, call: (inner: Block) => void): void {
  call(block);
  walk(block, (node) => {
    if ("body" in node) call(node.body);
  });
}

/** Put values in place of the names that are nothing but such pairs. */
function joinPairs(block: Block, only: Set<string>): Block {
  return block.flatMap((node, at): Block => {
    const [name] = given(node) ?? [];
    if (name !== undefined && only.has(name)) return [];
    const [earlier, value] = given(block[at - 1]) ?? [];
    if (node.type !== "IfStatement" || earlier === undefined || value === undefined || !only.has(earlier))
      return [node];
    const [first, ...others] = node.clauses;
    return [{ ...node, clauses: [{ ...first, condition: value } as typeof first, ...others] } as Statement];
  });
}

/** Change every list of statements, inner ones first. */
function changedBlocks(block: Block, change: (inner: Block) => Block): Block {
  const inside = rewriteAll(block, (node) => {
    if ("body" in node) node.body = change(node.body);
    return node;
  });
  return change(inside);
}

/** The same code in fewer steps. */
export function withoutSteps(block: Block): Block {
  const plain = changedBlocks(block, withoutEarlierCases);
  const all = mentions(plain);
  const counts = [...pairCounts(plain)];
  const only = new Set(counts.filter(([name, count]) => all.get(name) === 2 * count).map(([name]) => name));
  return changedBlocks(plain, (inner) => joinPairs(inner, only));
}
