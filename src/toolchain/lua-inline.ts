/*
 * Puts functions in place of their calls: those that are one expression, where that is not larger than calling them,
 * and every function that is called from one place. Each function that goes saves its head, its constants and, for
 * every function that knew it, an upvalue.
 */
import { answerOf, size, substituted } from "./lua-answer.ts";
import { isPure } from "./lua-known.ts";
import { firstCall } from "./lua-order.ts";
import type { Logical } from "./lua-order.ts";
import { asStatements, ignored } from "./lua-body.ts";
import {
  assign,
  assigned,
  calledName,
  isOwn,
  local,
  mentions,
  named,
  newName,
  rewrite,
  rewriteAll,
  walk,
} from "./lua-tree.ts";
import type { Block, Call, Expression, LuaFunction, Statement } from "./lua-tree.ts";

/** Bytes, by what `luac -s` writes on average. */
const FUNCTION_COST = 60;
const NODE_COST = 5;
/** Lua 5.1 takes 60 upvalues and 200 locals; some of both are added later. */
const MOST_OUTER = 45;
const MOST_LOCALS = 100;

/** Every function of the outermost block that stands for itself: it is never given another value. */
function outerFunctions(block: Block, changed: Set<string>): Map<string, LuaFunction> {
  const functions = new Map<string, LuaFunction>();
  for (const node of block)
    if (node.type === "FunctionDeclaration" && node.identifier?.type === "Identifier")
      if (!changed.has(node.identifier.name)) functions.set(node.identifier.name, node);
  return functions;
}

function ownName(node: Statement): string | undefined {
  const isNamed = node.type === "FunctionDeclaration" && node.identifier?.type === "Identifier";
  return isNamed ? (node.identifier as { name: string }).name : undefined;
}

class Inliner {
  private readonly functions: Map<string, LuaFunction>;
  private readonly counts: Map<string, number>;
  private readonly changed: Set<string>;
  isChanged = false;

  constructor(
    private readonly block: Block,
    private readonly exports: Set<string>,
  ) {
    this.changed = assigned(block);
    this.functions = outerFunctions(block, this.changed);
    this.counts = mentions(block);
  }

  /** Its one mention besides its declaration may be replaced, and then it is gone. */
  private isOnce(name: string): boolean {
    return this.counts.get(name) === 2 && !this.exports.has(name);
  }

  private isWorth(name: string, node: LuaFunction, answer: Expression): boolean {
    if (this.isOnce(name)) return true;
    const calls = (this.counts.get(name) ?? 0) - 1;
    const grows = (size(answer) - 2 - node.parameters.length) * NODE_COST;
    return calls * grows <= FUNCTION_COST + size(answer) * NODE_COST;
  }

  /** Calls of functions of one expression, everywhere. */
  expressions(): Block {
    return rewriteAll(this.block, (node) => {
      // The call was replaced already, and Lua knows no statement that is a value.
      if (node.type === "CallStatement" && !node.expression.type.endsWith("CallExpression"))
        return ignored(node.expression);
      const name = calledName(node);
      const callee = name === undefined ? undefined : this.functions.get(name);
      const answer = callee === undefined ? undefined : answerOf(callee);
      if (name === undefined || callee === undefined || answer === undefined) return node;
      if (mentions(answer).has(name) || !this.isWorth(name, callee, answer)) return node;
      const value = substituted(callee, answer, node as Call, this.changed);
      this.isChanged ||= value !== undefined;
      return value ?? node;
    });
  }

  /** The functions that are called once, each in place of its call. */
  bodies(): Block {
    const taken = new Set<string>();
    const changed = this.block.flatMap((node) => {
      const own = ownName(node);
      // A copy of it is in use already, and that one is what the next round goes on with.
      return own !== undefined && taken.has(own) ? [node] : this.withBodies(node, own, taken);
    });
    return changed.filter((node) => !taken.has(ownName(node) ?? ""));
  }

  private withBodies(node: Statement, own: string | undefined, taken: Set<string>): Statement | Block {
    const inside = new Set(mentions(node).keys());
    return rewrite(node, (inner) => {
      const call = firstCall(
        inner,
        (name, isBehindReads) =>
          this.isTakable(name, own, inside) && !taken.has(name) && !(isBehindReads && this.isWriting(name)),
      );
      if (call === undefined) return inner;
      if (call.type === "LogicalExpression") return this.asCondition(inner as Statement, call);
      const name = calledName(call) as string;
      const callee = structuredClone(this.functions.get(name) as LuaFunction);
      const statements = asStatements(inner as Statement, call, callee, this.changed);
      if (statements === undefined) return inner;
      this.isChanged = true;
      taken.add(name);
      for (const other of mentions(callee).keys()) inside.add(other);
      return statements;
    }) as Statement | Block;
  }

  /** `local x = a and b` as `local x = a` and `if x then x = b end`: the next round can take b. */
  private asCondition(statement: Statement, logical: Logical): Block {
    this.isChanged = true;
    const name = newName("value");
    const test: Expression =
      logical.operator === "and"
        ? named(name)
        : { type: "UnaryExpression", operator: "not", argument: named(name) };
    const clause = { type: "IfClause" as const, condition: test, body: [assign(name, logical.right)] };
    const rest = rewrite(statement, (node) => (node === logical ? named(name) : node)) as Statement;
    const lines: Block = [local(name, logical.left), { type: "IfStatement", clauses: [clause] }, rest];
    return statement.type === "LocalStatement" ? lines : [{ type: "DoStatement", body: lines }];
  }

  /** Whether it may change a field of something that is not its own, itself or by what it calls. */
  private isWriting(name: string): boolean {
    let writes = false;
    walk(this.functions.get(name)?.body ?? [], (node) => {
      if (node.type === "AssignmentStatement")
        writes ||= node.variables.some((one) => one.type !== "Identifier");
      if (node.type === "CallExpression") writes ||= !isPure(node);
    });
    return writes;
  }

  private isTakable(name: string, own: string | undefined, inside: Set<string>): boolean {
    const callee = this.functions.get(name);
    if (callee === undefined || name === own || !this.isOnce(name)) return false;
    const all = new Set([...inside, ...mentions(callee).keys()].filter(isOwn));
    const outer = [...all].filter((other) => this.functions.has(other));
    return outer.length <= MOST_OUTER && all.size - outer.length <= MOST_LOCALS;
  }
}

/** @returns  the block with one round of this, or undefined when nothing is left to do */
export function inline(
  block: Block,
  exports: Set<string>,
  kind: "expressions" | "bodies",
): Block | undefined {
  const inliner = new Inliner(block, exports);
  const changed = inliner[kind]();
  return inliner.isChanged ? changed : undefined;
}
