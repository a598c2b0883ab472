/*
 * What can be known of an expression while building: values of literals, whether it only reads, and shorter ways to say
 * what typescript-to-lua writes for negative indices, which device code has none of. Lua's own compiler does sums, but
 * nothing of this.
 */
import { nativeName, named, nil, numeric, truth, walk } from "./lua-tree.ts";
import type { Expression, Node, Statement } from "./lua-tree.ts";

export type Constant = number | boolean | null;

/** The value of a literal other than text; undefined for everything else. */
export function constantOf(node: Expression): Constant | undefined {
  if (node.type === "NumericLiteral" || node.type === "BooleanLiteral" || node.type === "NilLiteral")
    return node.value;
  const isNegative = node.type === "UnaryExpression" && node.operator === "-";
  if (isNegative && node.argument.type === "NumericLiteral") return -node.argument.value;
  return undefined;
}

export const isTrue = (value: Constant): boolean => value !== null && value !== false;

function literal(value: boolean): Expression {
  return { ...truth(), value, raw: String(value) } as Expression;
}

/** Whether an expression only reads; what it reads is there, for TypeScript has checked it. */
export function isPure(node: Node): boolean {
  let pure = true;
  walk(node, (inner) => {
    if (inner.type === "CallExpression") pure &&= /^(?:string|math)\./.test(nativeName(inner.base) ?? "");
    if (inner.type === "FunctionDeclaration") pure = false;
  });
  return pure;
}

const OPPOSITE: Record<string, string> = {
  "==": "~=",
  "~=": "==",
  "<": ">=",
  ">=": "<",
  ">": "<=",
  "<=": ">",
};

function compare(operator: string, left: Constant, right: Constant): boolean | undefined {
  if (operator === "==") return left === right;
  if (operator === "~=") return left !== right;
  if (typeof left !== "number" || typeof right !== "number") return undefined;
  if (operator === "<") return left < right;
  if (operator === ">") return left > right;
  if (operator === "<=") return left <= right;
  return operator === ">=" ? left >= right : undefined;
}

type Binary = Extract<Expression, { type: "BinaryExpression" }>;

/** The call in `(string.find(...) or 0) - 1`, as indexOf becomes. */
function soughtCall(node: Expression): Expression | undefined {
  if (node.type !== "BinaryExpression" || node.operator !== "-" || constantOf(node.right) !== 1)
    return undefined;
  const { left } = node;
  const isSearch =
    left.type === "LogicalExpression" && left.operator === "or" && constantOf(left.right) === 0;
  return isSearch && left.left.type === "CallExpression" ? left.left : undefined;
}

function foldBinary(node: Binary): Expression {
  const left = constantOf(node.left);
  const right = constantOf(node.right);
  if (left !== undefined && right !== undefined) {
    const known = compare(node.operator, left, right);
    if (known !== undefined) return literal(known);
  }
  // Counted from 1, or nil: nothing has to be added for a comparison with 0.
  const call = right === 0 ? soughtCall(node.left) : undefined;
  if (call === undefined) return node;
  if (node.operator === "<") return { ...node, operator: "==", left: call, right: nil() };
  if (node.operator === ">=") return { ...node, operator: "~=", left: call, right: nil() };
  const isEqual = node.operator === "==" || node.operator === "~=";
  return isEqual ? { ...node, left: call, right: numeric(1) } : node;
}

function foldLogical(node: Extract<Expression, { type: "LogicalExpression" }>): Expression {
  const left = constantOf(node.left);
  if (left !== undefined) return isTrue(left) === (node.operator === "and") ? node.right : node.left;
  const { right } = node;
  // A byte behind the end: 0 / 0 is no number for a board with integers, nil is what helpers give as well.
  const isNaN = right.type === "BinaryExpression" && right.operator === "/" && constantOf(right.right) === 0;
  return isNaN && node.operator === "or" ? node.left : node;
}

/** The same value, said shorter. */
export function foldExpression(node: Expression): Expression {
  if (node.type === "IndexExpression") return foldIndex(node);
  if (node.type === "BinaryExpression") return foldBinary(node);
  if (node.type === "LogicalExpression") return foldLogical(node);
  if (node.type === "CallExpression" && nativeName(node.base) === "math.max") {
    const [value, least] = node.arguments;
    return value !== undefined && least !== undefined && constantOf(least) === 1 ? value : node;
  }
  if (node.type !== "UnaryExpression" || node.operator !== "not") return node;
  const { argument } = node;
  const known = constantOf(argument);
  if (known !== undefined) return literal(!isTrue(known));
  const opposite = argument.type === "BinaryExpression" ? OPPOSITE[argument.operator] : undefined;
  return opposite === undefined ? node : ({ ...argument, operator: opposite } as Expression);
}

/** ("counters["sent"]") is counters.sent: the field has a name, which may get shorter. */
function foldIndex(node: Extract<Expression, { type: "IndexExpression" }>): Expression {
  const { base, index } = node;
  const name = index.type === "StringLiteral" ? /^["']([A-Za-z_]\w*)["']$/.exec(index.raw)?.[1] : undefined;
  return name === undefined
    ? node
    : { type: "MemberExpression", indexer: ".", identifier: named(name), base };
}

/** Nothing is reached behind it. */
export function endsBlock(node: Statement | undefined): boolean {
  if (node === undefined) return false;
  if (node.type === "ReturnStatement" || node.type === "BreakStatement") return true;
  if (node.type === "DoStatement") return endsBlock(node.body.at(-1));
  if (node.type !== "IfStatement" || node.clauses.at(-1)?.type !== "ElseClause") return false;
  return node.clauses.every((clause) => endsBlock(clause.body.at(-1)));
}
