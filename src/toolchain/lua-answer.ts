/*
 * Functions that are one expression, and that expression in place of a call.
 */
import { isPure } from "./lua-known.ts";
import { mentions, nil, rewrite, walk } from "./lua-tree.ts";
import type { Call, Expression, LuaFunction, Node } from "./lua-tree.ts";

/** What a function of one expression answers; undefined for others. */
export function answerOf(node: LuaFunction): Expression | undefined {
  const [only] = node.body;
  const isOne = node.body.length === 1 && only?.type === "ReturnStatement" && only.arguments.length === 1;
  const answer = isOne ? only.arguments[0] : undefined;
  let hasFunction = false;
  if (answer !== undefined) walk(answer, (inner) => (hasFunction ||= inner.type === "FunctionDeclaration"));
  return hasFunction ? undefined : answer;
}

/** How many nodes it has. */
export function size(node: Node): number {
  let count = 0;
  walk(node, () => (count += 1));
  return count;
}

/** Reading it twice, or later, gives the same. */
function isAtomic(node: Expression, changed: Set<string>): boolean {
  return node.type === "Identifier" ? !changed.has(node.name) : /Literal$/.test(node.type);
}

/** Whether only these arguments, in whatever order they are evaluated, decide what the expression answers. */
function mayReorder(answer: Expression): boolean {
  return answer.type === "CallExpression" ? answer.arguments.every(isPure) : isPure(answer);
}

/** The expression with arguments in place of parameters, or undefined when that could change what it does. */
export function substituted(
  node: LuaFunction,
  answer: Expression,
  call: Call,
  changed: Set<string>,
): Expression | undefined {
  const uses = mentions(answer);
  const values = new Map<string, Expression>();
  for (const [at, parameter] of node.parameters.entries()) {
    const value = call.arguments[at] ?? nil();
    if (parameter.type !== "Identifier") return undefined;
    const count = uses.get(parameter.name) ?? 0;
    const isSimple = isAtomic(value, changed) || (value.type === "Identifier" && mayReorder(answer));
    if (!isSimple && !(isPure(value) && count <= 1 && mayReorder(answer))) return undefined;
    values.set(parameter.name, value);
  }
  if (!call.arguments.slice(node.parameters.length).every(isPure)) return undefined;
  return rewrite(structuredClone(answer), (inner) =>
    inner.type === "Identifier" ? structuredClone(values.get(inner.name) ?? inner) : inner,
  ) as Expression;
}
