/*
 * Takes out calls of functions that do nothing: those by which a stand-in says that a feature is not there.
 */
import { answerOf } from "./lua-answer.ts";
import { isPure } from "./lua-known.ts";
import { assigned, calledName, rewriteAll } from "./lua-tree.ts";
import type { Block, LuaFunction, Node } from "./lua-tree.ts";

/** Whether a function has no statement, or only one that answers what it has read. */
function isIdle(node: LuaFunction): boolean {
  const answer = answerOf(node);
  return node.body.length === 0 || (answer !== undefined && isPure(answer));
}

/** Functions of the outermost block that do nothing, and are never given another value. */
function emptyFunctions(block: Block): Set<string> {
  const changed = assigned(block);
  const names = block.flatMap((node) => {
    const isEmpty = node.type === "FunctionDeclaration" && isIdle(node);
    return isEmpty && node.identifier?.type === "Identifier" ? [node.identifier.name] : [];
  });
  return new Set(names.filter((name) => !changed.has(name)));
}

/** Whether a call that was one statement has become a value that nobody wants, which is no statement of Lua. */
function isLeftOver(node: Node): boolean {
  if (node.type !== "CallStatement") return false;
  return !/Call/.test(node.expression.type) && isPure(node.expression);
}

/** The same block without calls of them whose answer nobody wants, as far as their arguments only read. */
export function withoutEmptyCalls(block: Block): Block {
  const empty = emptyFunctions(block);
  return rewriteAll(block, (node) => {
    if (isLeftOver(node)) return [];
    if (node.type !== "CallStatement" || node.expression.type !== "CallExpression") return node;
    const isEmpty = empty.has(calledName(node.expression) ?? "");
    return isEmpty && node.expression.arguments.every((argument) => isPure(argument)) ? [] : node;
  });
}
