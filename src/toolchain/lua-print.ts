/*
 * Lua from its tree: a statement a line, without indents and comments, which a board would only store.
 */
import type { Block, Enclosed, Expression, Node, Statement } from "./lua-tree.ts";

/** How tightly an operator binds. Source: Lua 5.1 reference manual, 2.5.6. */
const BINDING: Record<string, number> = {
  or: 1,
  and: 2,
  "<": 3,
  ">": 3,
  "<=": 3,
  ">=": 3,
  "~=": 3,
  "==": 3,
  "..": 4,
  "+": 5,
  "-": 5,
  "*": 6,
  "/": 6,
  "%": 6,
  "^": 8,
};
const UNARY = 7;
const ATOM = 9;

function binding(node: Expression): number {
  if (node.type === "BinaryExpression" || node.type === "LogicalExpression")
    return BINDING[node.operator] as number;
  return node.type === "UnaryExpression" ? UNARY : ATOM;
}

/** In parentheses where it would be taken apart otherwise. */
function within(node: Expression, least: number): string {
  return binding(node) < least ? `(${printExpression(node)})` : printExpression(node);
}

/** What is called or indexed. */
function prefix(node: Expression): string {
  const isPlain = ["Identifier", "MemberExpression", "IndexExpression", "CallExpression"].includes(node.type);
  return isPlain ? printExpression(node) : `(${printExpression(node)})`;
}

const list = (nodes: Expression[]): string => nodes.map(printExpression).join(", ");

/** Operators of one rank are read from the left, but for `..`. */
function printBinary(node: Extract<Expression, { left: Expression }>): string {
  const rank = binding(node);
  const isRight = node.operator === ".." || node.operator === "^";
  const left = within(node.left, isRight ? rank + 1 : rank);
  const right = within(node.right, isRight || node.type === "LogicalExpression" ? rank : rank + 1);
  return `${left} ${node.operator} ${right}`;
}

function printField(node: Extract<Expression, { fields: unknown }>["fields"][number]): string {
  if (node.type === "TableValue") return printExpression(node.value);
  const key = node.type === "TableKey" ? `[${printExpression(node.key)}]` : node.key.name;
  return `${key} = ${printExpression(node.value)}`;
}

export function printExpression(node: Expression): string {
  switch (node.type) {
    case "Identifier":
      return node.name;
    case "BinaryExpression":
    case "LogicalExpression":
      return printBinary(node);
    case "UnaryExpression": {
      // Two signs would begin a comment.
      const value = within(node.argument, node.operator === "-" ? ATOM : UNARY);
      return node.operator === "not" ? `not ${value}` : `${node.operator}${value}`;
    }
    case "MemberExpression":
      return `${prefix(node.base)}${node.indexer}${node.identifier.name}`;
    case "IndexExpression":
      return `${prefix(node.base)}[${printExpression(node.index)}]`;
    case "CallExpression": {
      const call = `${prefix(node.base)}(${list(node.arguments)})`;
      // Parentheses leave the first of several values.
      return (node as Enclosed).isEnclosed === true ? `(${call})` : call;
    }
    case "FunctionDeclaration":
      return `function(${list(node.parameters)})\n${printBlock(node.body)}end`;
    case "TableConstructorExpression":
      return `{${node.fields.map(printField).join(", ")}}`;
    case "TableCallExpression":
    case "StringCallExpression":
      throw new Error(`typescript-to-lua never wrote a ${node.type} before`);
    default:
      return node.raw;
  }
}

function printIf(node: Extract<Statement, { type: "IfStatement" }>): string {
  const clauses = node.clauses.map((clause) => {
    if (clause.type === "ElseClause") return `else\n${printBlock(clause.body)}`;
    const word = clause.type === "IfClause" ? "if" : "elseif";
    return `${word} ${printExpression(clause.condition)} then\n${printBlock(clause.body)}`;
  });
  return `${clauses.join("")}end`;
}

function printStatement(node: Statement): string {
  switch (node.type) {
    case "LocalStatement": {
      const names = `local ${list(node.variables)}`;
      return node.init.length === 0 ? names : `${names} = ${list(node.init)}`;
    }
    case "AssignmentStatement":
      return `${list(node.variables)} = ${list(node.init)}`;
    case "CallStatement":
      return printExpression(node.expression);
    case "FunctionDeclaration": {
      const name = printExpression(node.identifier as Expression);
      const head = `${node.isLocal ? "local " : ""}function ${name}(${list(node.parameters)})`;
      return `${head}\n${printBlock(node.body)}end`;
    }
    case "ReturnStatement":
      return `return ${list(node.arguments)}`.trimEnd();
    case "BreakStatement":
      return "break";
    case "IfStatement":
      return printIf(node);
    default:
      return printLoop(node);
  }
}

function printLoop(node: Statement): string {
  switch (node.type) {
    case "DoStatement":
      return `do\n${printBlock(node.body)}end`;
    case "WhileStatement":
      return `while ${printExpression(node.condition)} do\n${printBlock(node.body)}end`;
    case "RepeatStatement":
      return `repeat\n${printBlock(node.body)}until ${printExpression(node.condition)}`;
    case "ForNumericStatement": {
      const range = [node.start, node.end, ...(node.step === null ? [] : [node.step])];
      return `for ${node.variable.name} = ${list(range)} do\n${printBlock(node.body)}end`;
    }
    case "ForGenericStatement":
      return `for ${list(node.variables)} in ${list(node.iterators)} do\n${printBlock(node.body)}end`;
    default:
      throw new Error(`Lua 5.1 has no ${(node as Node).type}`);
  }
}

export function printBlock(block: Block): string {
  return block.map((statement) => `${printStatement(statement)}\n`).join("");
}
