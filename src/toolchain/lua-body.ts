/*
 * The body of a function as statements in place of its one call. Where it returns early, `repeat ... until true` is
 * what a break can leave; Lua writes no instruction for it.
 */
import { endsBlock, isPure } from "./lua-known.ts";
import {
  assign,
  assigned,
  local,
  named,
  newName,
  nil,
  parts,
  rewrite,
  rewriteAll,
  truth,
} from "./lua-tree.ts";
import type { Block, Call, Expression, LuaFunction, Node, Statement } from "./lua-tree.ts";

type Return = Extract<Statement, { type: "ReturnStatement" }>;

/** What stands for a return. */
type Answering = (value: Expression) => Block;

/** Parameters become locals, or what they stand for where nothing can change it. */
function bound(callee: LuaFunction, call: Call, changed: Set<string>): Block | undefined {
  const values = new Map<string, Expression>();
  const locals: Block = [];
  const written = assigned(callee.body);
  for (const [at, parameter] of callee.parameters.entries()) {
    if (parameter.type !== "Identifier") return undefined;
    const value = call.arguments[at] ?? nil();
    const isFixed = value.type === "Identifier" ? !changed.has(value.name) : /Literal$/.test(value.type);
    if (isFixed && !written.has(parameter.name)) values.set(parameter.name, value);
    else locals.push(local(parameter.name, value));
  }
  if (!call.arguments.slice(callee.parameters.length).every(isPure)) return undefined;
  const body = rewriteAll(callee.body, (node) =>
    node.type === "Identifier" ? structuredClone(values.get(node.name) ?? node) : node,
  );
  return [...locals, ...body];
}

/** Whether a return stands in a loop, which a break would leave instead. */
function returnsFromLoop(nodes: Node[], isInLoop = false): boolean {
  return nodes.some((node) => {
    if (node.type === "ReturnStatement") return isInLoop;
    if (node.type === "FunctionDeclaration") return false;
    return returnsFromLoop(parts(node), isInLoop || LOOP.test(node.type));
  });
}

function valueOf(node: Return): Expression {
  return node.arguments[0] ?? nil();
}

/** Each return as what stands for it; a break follows unless the body ends there anyway. */
function withoutReturns(body: Block, answering: Answering, isLast: boolean): Block {
  return body.flatMap((node, at): Block => {
    const isEnd = isLast && at === body.length - 1;
    if (node.type === "ReturnStatement")
      return [...answering(valueOf(node)), ...(isEnd ? [] : [{ type: "BreakStatement" } as Statement])];
    if (node.type === "DoStatement") return [{ ...node, body: withoutReturns(node.body, answering, isEnd) }];
    if (node.type !== "IfStatement") return [node];
    const clauses = node.clauses.map((clause) => ({
      ...clause,
      body: withoutReturns(clause.body, answering, isEnd),
    }));
    return [{ ...node, clauses }];
  });
}

/** Whether a break stands in a block, outside of loops. */
function hasBreak(nodes: Node[]): boolean {
  return nodes.some(
    (node) =>
      node.type === "BreakStatement" ||
      (/^(?:Do|If)Statement$|Clause$/.test(node.type) && hasBreak(parts(node))),
  );
}

/** The loop that a body ends with, and the literal that it answers when the loop found nothing. */
function search(body: Block): [Block, Extract<Statement, { body: Block }>, Return] | undefined {
  const [node, last] = body.slice(-2);
  if (last?.type !== "ReturnStatement" || !/Literal$|^Unary/.test(valueOf(last).type)) return undefined;
  if (node?.type !== "DoStatement") return isLoop(node) ? [body.slice(0, -2), node, last] : undefined;
  const loop = node.body.at(-1);
  return isLoop(loop) ? [[...body.slice(0, -2), ...node.body.slice(0, -1)], loop, last] : undefined;
}

const LOOP = /^(?:While|Repeat|ForNumeric|ForGeneric)Statement$/;

function isLoop(node: Statement | undefined): node is Extract<Statement, { body: Block }> {
  return node !== undefined && LOOP.test(node.type);
}

/** A search: its literal is the answer until the loop finds another, and leaves with a break of its own. */
function leftFromSearch(body: Block, answering: Answering): Block | undefined {
  const found = search(body);
  if (found === undefined) return undefined;
  const [before, loop, last] = found;
  if (hasReturn(before) || returnsFromLoop(loop.body)) return undefined;
  const inside = withoutReturns(loop.body, answering, false);
  return [...before, ...answering(valueOf(last)), { ...loop, body: inside }];
}

function left(body: Block, answering: Answering): Statement | undefined {
  if (returnsFromLoop(body)) {
    const searched = leftFromSearch(body, answering);
    return searched === undefined ? undefined : { type: "DoStatement", body: searched };
  }
  const plain = withoutReturns(body, answering, true);
  return hasBreak(plain)
    ? { type: "RepeatStatement", condition: truth(), body: plain }
    : { type: "DoStatement", body: plain };
}

/** What is left of a value that nobody reads. */
export function ignored(value: Expression): Block {
  if (isPure(value)) return [];
  return value.type === "CallExpression"
    ? [{ type: "CallStatement", expression: value }]
    : [local(newName("_"), value)];
}

/** `local name = call`, with the body in place of the call. */
function toLocal(name: string, body: Block): Block | undefined {
  const last = body.at(-1);
  const before = body.slice(0, -1);
  if (last?.type === "ReturnStatement" && !hasReturn(before)) return [...before, local(name, valueOf(last))];
  const inside = left(body, (value) => [assign(name, value)]);
  return inside === undefined ? undefined : [local(name), inside];
}

function hasReturn(body: Block): boolean {
  return body.some((node) => {
    let isThere = false;
    const visit = (inner: Node): void => {
      isThere ||= inner.type === "ReturnStatement";
      if (inner.type !== "FunctionDeclaration") parts(inner).forEach(visit);
    };
    visit(node);
    return isThere;
  });
}

/** The statement without the call, whose value stands in a local before it. */
function throughLocal(statement: Statement, call: Call, name: string, body: Block): Block | undefined {
  const before = toLocal(name, body);
  if (before === undefined) return undefined;
  const rest = rewrite(statement, (node) => (node === call ? named(name) : node)) as Statement;
  // What a local declares is for those behind it as well.
  return statement.type === "LocalStatement"
    ? [...before, rest]
    : [{ type: "DoStatement", body: [...before, rest] }];
}

/**
 * @param call     of callee, the first thing that the statement does
 * @param callee   nobody else's: its nodes move
 * @param changed  every name that is given a second value somewhere
 * @returns        undefined when it returns from within a loop, and something follows
 */
export function asStatements(
  statement: Statement,
  call: Call,
  callee: LuaFunction,
  changed: Set<string>,
): Block | undefined {
  const body = bound(callee, call, changed);
  if (body === undefined) return undefined;
  if (
    statement.type === "ReturnStatement" &&
    statement.arguments.length === 1 &&
    statement.arguments[0] === call
  )
    return endsBlock(body.at(-1)) ? body : [...body, { type: "ReturnStatement", arguments: [] }];
  if (statement.type === "CallStatement" && statement.expression === call) {
    const inside = left(body, ignored);
    return inside === undefined ? undefined : [inside];
  }
  const [name, value] = target(statement);
  if (value === call && name !== undefined) {
    if (statement.type === "LocalStatement") return toLocal(name, body);
    const inside = endsBlock(body.at(-1)) ? left(body, (answer) => [assign(name, answer)]) : undefined;
    if (inside !== undefined) return [inside];
  }
  return throughLocal(statement, call, newName((callee.identifier as { name: string }).name), body);
}

/** The one name that a statement gives a value, and the value. */
function target(statement: Statement): [string, Expression | undefined] | [] {
  if (statement.type !== "LocalStatement" && statement.type !== "AssignmentStatement") return [];
  const [variable] = statement.variables;
  return variable?.type === "Identifier" && statement.variables.length === 1
    ? [variable.name, statement.init[0]]
    : [];
}
