/*
 * Takes out calls of functions that do nothing: those by which a stand-in says that a feature is not there.
 */
import { isPure } from "./lua-known.ts";
import { assigned, calledName, rewriteAll } from "./lua-tree.ts";
import type { Block } from "./lua-tree.ts";

/** Functions of the outermost block without a statement, which are never given another value. */
function emptyFunctions(block: Block): Set<string> {
  const changed = assigned(block);
  const names = block.flatMap((node) => {
    const isEmpty = node.type === "FunctionDeclaration" && node.body.length === 0;
    return isEmpty && node.identifier?.type === "Identifier" ? [node.identifier.name] : [];
  });
  return new Set(names.filter((name) => !changed.has(name)));
}

/** The same block without such calls, as far as their arguments only read. */
export function withoutEmptyCalls(block: Block): Block {
  const empty = emptyFunctions(block);
  if (empty.size === 0) return block;
  return rewriteAll(block, (node) => {
    if (node.type !== "CallStatement" || node.expression.type !== "CallExpression") return node;
    const isEmpty = empty.has(calledName(node.expression) ?? "");
    return isEmpty && node.expression.arguments.every((argument) => isPure(argument)) ? [] : node;
  });
}
