/*
 * Lua as a tree, the one of luaparse: how to walk it and how to make new nodes.
 * A name that a file declares is written "name#12" here, a different number for each declaration, so that no name hides
 * another while code moves; names without a number are Lua's and the board's own. lua-names.ts makes them names again.
 */
import luaparse from "luaparse";
import type { CallExpression, Expression, FunctionDeclaration, Identifier, Node, Statement } from "luaparse";

export type { CallExpression, Expression, FunctionDeclaration, Identifier, Node, Statement } from "luaparse";
export type Block = Statement[];

/** A call in parentheses of its own, which leave the first of several values; luaparse itself forgets them. */
export interface Enclosed {
  isEnclosed?: boolean;
}

/** @throws  Error with the line of what Lua 5.1 does not know */
export function parseLua(text: string): Block {
  const options = { comments: false, luaVersion: "5.1", ranges: true } as const;
  return luaparse.parse(text, {
    ...options,
    onCreateNode: (node: Node & Enclosed & { range?: [number, number] }) => {
      const [from, to] = node.range ?? [0, 0];
      // With a name before it, the parenthesis begins the arguments of a call.
      const isOpen = /(?:^|[^\w\s)\]])\s*\(\s*$|\b(?:return|and|or|not|if|elseif|while|until|in)\s*\(\s*$/;
      const isCall = node.type === "CallExpression" && /^\s*\)/.test(text.slice(to, to + 100));
      if (isCall && isOpen.test(text.slice(Math.max(0, from - 100), from))) node.isEnclosed = true;
      delete node.range;
    },
  }).body;
}

export function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "type" in value;
}

/** Which properties of a node hold names of fields: they are not variables. */
const FIELDS: Record<string, string> = { MemberExpression: "identifier", TableKeyString: "key" };

type Parts = Record<string, unknown>;

/** The nodes below this one, in the order of the text; without names of fields. */
export function parts(node: Node): Node[] {
  const inside: Node[] = [];
  for (const [key, value] of Object.entries(node as unknown as Parts)) {
    if (key === FIELDS[node.type]) continue;
    if (Array.isArray(value)) inside.push(...(value as Node[]));
    else if (isNode(value)) inside.push(value);
  }
  return inside;
}

/** Call for each node, those outside first. */
export function walk(nodes: Node | Node[], call: (node: Node) => void): void {
  if (Array.isArray(nodes)) for (const node of nodes) walk(node, call);
  else {
    call(nodes);
    walk(parts(nodes), call);
  }
}

/**
 * Put what `change` answers in place of each node, those inside first. A list takes several nodes, or none.
 *
 * @returns  the node that stands for this one
 */
export function rewrite(node: Node, change: (node: Node) => Node | Node[]): Node | Node[] {
  const inside = node as unknown as Parts;
  for (const [key, value] of Object.entries(inside)) {
    if (key === FIELDS[node.type]) continue;
    if (Array.isArray(value)) inside[key] = rewriteAll(value as Node[], change);
    else if (isNode(value)) inside[key] = rewrite(value, change);
  }
  return change(node);
}

export function rewriteAll<T extends Node>(nodes: T[], change: (node: Node) => Node | Node[]): T[] {
  return nodes.flatMap((node) => rewrite(node, change)) as T[];
}

/** The calls of variables by these nodes, and every other mention of a variable. */
export function mentions(nodes: Node | Node[]): Map<string, number> {
  const counts = new Map<string, number>();
  walk(nodes, (node) => {
    if (node.type === "Identifier") counts.set(node.name, (counts.get(node.name) ?? 0) + 1);
  });
  return counts;
}

/** Variables that these nodes give another value than that of their declaration. */
export function assigned(nodes: Node | Node[]): Set<string> {
  const names = new Set<string>();
  walk(nodes, (node) => {
    if (node.type !== "AssignmentStatement") return;
    for (const variable of node.variables) if (variable.type === "Identifier") names.add(variable.name);
  });
  return names;
}

/** Variables that functions inside of these nodes use. */
export function captured(nodes: Node | Node[]): Set<string> {
  const names = new Set<string>();
  walk(nodes, (node) => {
    if (node.type === "FunctionDeclaration") for (const name of mentions(node.body).keys()) names.add(name);
  });
  return names;
}

let count = 0;

/** A name that nothing else has: ("status") becomes "status#7". */
export function newName(name: string): string {
  count += 1;
  return `${baseName(name)}#${count}`;
}

/** As it was written: ("status#7") is "status". */
export function baseName(name: string): string {
  return name.replace(/#.*/, "");
}

/** Whether a file of ours declares it. */
export function isOwn(name: string): boolean {
  return name.includes("#");
}

export const named = (name: string): Identifier => ({ type: "Identifier", name });
export const nil = (): Expression => ({ type: "NilLiteral", value: null, raw: "nil" });
export const truth = (): Expression => ({ type: "BooleanLiteral", value: true, raw: "true" });
export const numeric = (value: number): Expression => ({ type: "NumericLiteral", value, raw: String(value) });
export const local = (name: string, init?: Expression): Statement => ({
  type: "LocalStatement",
  variables: [named(name)],
  init: init === undefined ? [] : [init],
});
export const assign = (name: string, value: Expression): Statement => ({
  type: "AssignmentStatement",
  variables: [named(name)],
  init: [value],
});

/** Which names a statement of the outermost block declares. */
export function declares(node: Statement): string[] {
  if (node.type === "FunctionDeclaration") return [(node.identifier as { name: string }).name];
  return node.type === "LocalStatement" ? node.variables.map((variable) => variable.name) : [];
}

/** The name of the function that a call calls, when it is one of ours. */
export function calledName(node: Node): string | undefined {
  const isCall = node.type === "CallExpression" && node.base.type === "Identifier";
  return isCall && isOwn((node.base as Identifier).name) ? (node.base as Identifier).name : undefined;
}

/** ("string.sub") for a call of one of Lua's own functions. */
export function nativeName(node: Node): string | undefined {
  if (node.type !== "MemberExpression" || node.base.type !== "Identifier" || isOwn(node.base.name))
    return undefined;
  return `${node.base.name}.${node.identifier.name}`;
}

export type { CallExpression as Call, FunctionDeclaration as LuaFunction };
