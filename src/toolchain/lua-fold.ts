/*
 * Takes out what is decided while building: conditions that are constant, locals that are, code that nothing reaches.
 */
import { constantOf, endsBlock, foldExpression, isPure, isTrue } from "./lua-known.ts";
import { withoutSteps } from "./lua-steps.ts";
import { assigned, isOwn, mentions, rewriteAll, walk } from "./lua-tree.ts";
import type { Block, Expression, Node, Statement } from "./lua-tree.ts";

type Clause = Extract<Statement, { type: "IfStatement" }>["clauses"][number];

/** Without the clauses that never hold, and those behind one that always does. */
function foldIf(node: Extract<Statement, { type: "IfStatement" }>): Node | Node[] {
  const clauses: Clause[] = [];
  for (const clause of node.clauses) {
    const known = clause.type === "ElseClause" ? true : constantOf(clause.condition);
    if (known !== undefined && !isTrue(known)) continue;
    clauses.push(known === undefined ? clause : { type: "ElseClause", body: clause.body });
    if (known !== undefined) break;
  }
  const last = clauses.at(-1);
  if (last?.type === "ElseClause" && last.body.length === 0) clauses.pop();
  const [first] = clauses;
  if (first === undefined) return [];
  if (first.type === "ElseClause") return scoped(first.body);
  const isIdle = clauses.length === 1 && first.body.length === 0 && isPure(first.condition);
  if (isIdle) return [];
  const [, ...others] = clauses;
  return { ...node, clauses: [{ ...first, type: "IfClause" }, ...others] };
}

/** A block, in `do` only when it declares something. */
function scoped(body: Block): Node[] {
  const isPlain = body.every((node) => node.type !== "LocalStatement" && node.type !== "FunctionDeclaration");
  return isPlain ? body : [{ type: "DoStatement", body }];
}

function untilEnd(body: Block): Block {
  const at = body.findIndex((node) => endsBlock(node));
  return at < 0 ? body : body.slice(0, at + 1);
}

/** One name and one value each, where typescript-to-lua wrote `local record, field = client.counters, "sent"`. */
function split(node: Node): Node | Node[] {
  if (node.type !== "LocalStatement") return node;
  const { variables, init } = node;
  if (variables.length === 1 || variables.length !== init.length) return node;
  return variables.map((variable, at) => ({
    ...node,
    variables: [variable],
    init: [init[at] as Expression],
  }));
}

function foldNode(node: Node): Node | Node[] {
  if (node.type === "IfStatement") return foldIf(node);
  if ("body" in node) node.body = untilEnd(node.body);
  if (node.type === "WhileStatement" && constantOf(node.condition) === false) return [];
  if (node.type === "DoStatement") return scoped(node.body);
  if (node.type === "FunctionDeclaration") {
    const last = node.body.at(-1);
    if (last?.type === "ReturnStatement" && last.arguments.length === 0) node.body.pop();
    return node;
  }
  return foldExpression(node as Expression);
}

/** Names that stand for one literal from their declaration on. */
function constants(block: Block): Map<string, Expression> {
  const changed = assigned(block);
  const known = new Map<string, Expression>();
  walk(block, (node) => {
    if (node.type !== "LocalStatement" || node.variables.length !== 1) return;
    const name = node.variables[0]?.name as string;
    const [value] = node.init;
    const isKnown =
      value?.type === "StringLiteral" || (value !== undefined && constantOf(value) !== undefined);
    if (isKnown && !changed.has(name)) known.set(name, value);
  });
  return known;
}

/** Without locals that are constant or that nobody reads. */
function withoutIdle(block: Block): Block {
  const known = constants(block);
  const counts = mentions(block);
  return rewriteAll(block, (node) => {
    if (node.type === "Identifier") {
      const value = known.get(node.name);
      return value === undefined ? node : structuredClone(value);
    }
    if (node.type !== "LocalStatement" || node.variables.length !== 1) return node;
    // A constant has taken the place of its name here, too.
    const [variable] = node.variables as Expression[];
    if (variable?.type !== "Identifier") return [];
    const isIdle = isOwn(variable.name) && counts.get(variable.name) === 1;
    return isIdle && node.init.every((value) => isPure(value)) ? [] : node;
  });
}

/** The same code, with what is known worked out. */
export function fold(block: Block): Block {
  return withoutSteps(untilEnd(rewriteAll(withoutIdle(rewriteAll(block, split)), foldNode)));
}
