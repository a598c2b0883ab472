/*
 * Runs a device module with every arithmetic step checked against what a 32-bit integer build can do.
 * Not here: float32 builds; bit operators and the rest of the dialect, which ESLint holds.
 *
 * The source is rewritten before it runs: `a * b` becomes a call that computes, checks and remembers. An integer
 * build would not throw where this throws, it would go on with a wrong number.
 */
import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { compileFunction } from "node:vm";
import ts from "typescript";
import * as bytes from "#bytes";

/** What was seen while the module ran; the caller makes it, and may read it at any time. */
export interface Seen {
  /** The largest magnitude of any result. */
  largest: number;
  /** The expression it came from, with its line. */
  where: string;
}

type Check = (operator: string, left: number, right: number, where: string) => number;
type Exports = Record<string, unknown>;

const OPERATORS = new Map([
  [ts.SyntaxKind.PlusToken, "+"],
  [ts.SyntaxKind.MinusToken, "-"],
  [ts.SyntaxKind.AsteriskToken, "*"],
  [ts.SyntaxKind.SlashToken, "/"],
  [ts.SyntaxKind.PercentToken, "%"],
  [ts.SyntaxKind.PlusEqualsToken, "+"],
  [ts.SyntaxKind.MinusEqualsToken, "-"],
  [ts.SyntaxKind.AsteriskEqualsToken, "*"],
  [ts.SyntaxKind.SlashEqualsToken, "/"],
  [ts.SyntaxKind.PercentEqualsToken, "%"],
]);

export function makeSeen(): Seen {
  return { largest: 0, where: "" };
}

function resultOf(operator: string, left: number, right: number): number {
  switch (operator) {
    case "+":
      return left + right;
    case "-":
      return left - right;
    case "*":
      return left * right;
    case "/":
      return left / right;
    default:
      return left % right;
  }
}

/** Why a 32-bit integer build would go wrong here, or an empty text. */
function faultOf(operator: string, left: number, right: number, result: number): string {
  if (!Number.isInteger(left) || !Number.isInteger(right)) return "has an operand that is no integer";
  const isDivision = operator === "/" || operator === "%";
  if (isDivision && (left < 0 || right < 0)) return "divides with a negative operand";
  if (isDivision && right === 0) return "divides by zero";
  return Math.abs(result) < 2 ** 31 ? "" : "does not stay below 2^31";
}

function makeCheck(seen: Seen): Check {
  return (operator, left, right, where) => {
    const result = resultOf(operator, left, right);
    const fault = faultOf(operator, left, right, result);
    if (fault !== "") throw new Error(`${where} ${fault}: ${left} ${operator} ${right} is ${result}`);
    if (Math.abs(result) > seen.largest) Object.assign(seen, { largest: Math.abs(result), where });
    return result;
  };
}

function isFloored(node: ts.Node): boolean {
  const outer = ts.isParenthesizedExpression(node.parent) ? node.parent.parent : node.parent;
  return ts.isCallExpression(outer) && outer.expression.getText() === "Math.floor";
}

/** The same expression as a call of `checked`; an assignment such as `+=` keeps its target. */
function rewritten(node: ts.BinaryExpression, operator: string, left: ts.Expression, right: ts.Expression) {
  const file = node.getSourceFile();
  const line = file.getLineAndCharacterOfPosition(node.getStart()).line + 1;
  const where = `line ${line}: ${node.getText()}`;
  if (operator === "/" && !isFloored(node)) throw new Error(`${where} is a division outside of Math.floor`);
  const { factory } = ts;
  const args = [factory.createStringLiteral(operator), left, right, factory.createStringLiteral(where)];
  const call = factory.createCallExpression(factory.createIdentifier("checked"), undefined, args);
  const isAssignment = node.operatorToken.kind >= ts.SyntaxKind.FirstCompoundAssignment;
  return isAssignment ? factory.createAssignment(left, call) : call;
}

function isStep(node: ts.Node): boolean {
  const isUnary = ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node);
  if (!isUnary) return false;
  return node.operator === ts.SyntaxKind.PlusPlusToken || node.operator === ts.SyntaxKind.MinusMinusToken;
}

const checkArithmetic: ts.TransformerFactory<ts.SourceFile> = (context) => (file) => {
  function visit(node: ts.Node): ts.Node {
    if (isStep(node)) throw new Error(`${node.getText()} cannot be checked; write += 1`);
    if (!ts.isBinaryExpression(node)) return ts.visitEachChild(node, visit, context);
    const operator = OPERATORS.get(node.operatorToken.kind);
    if (operator === undefined) return ts.visitEachChild(node, visit, context);
    const left = ts.visitNode(node.left, visit) as ts.Expression;
    return rewritten(node, operator, left, ts.visitNode(node.right, visit) as ts.Expression);
  }
  return ts.visitNode(file, visit) as ts.SourceFile;
};

/** Run source text whose relative imports are found from `folder`; they are checked as well, `#bytes` is not. */
export function runChecked(source: string, folder: string, seen: Seen): Exports {
  const { outputText } = ts.transpileModule(source, {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
    transformers: { before: [checkArithmetic] },
  });
  const load = (name: string) => (name === "#bytes" ? bytes : loadChecked(resolve(folder, name), seen));
  const exports: Exports = {};
  compileFunction(outputText, ["exports", "require", "checked"])(exports, load, makeCheck(seen));
  return exports;
}

/** @param path  of a TypeScript file, absolute or from the working directory */
export function loadChecked(path: string, seen: Seen): Exports {
  return runChecked(readFileSync(path, "utf8"), dirname(path), seen);
}
