/*
 * The library as XS preloads it: what a module makes while it loads is read-only on a board, so that it makes nothing.
 */
import ts from "typescript";
import { describe, expect, test } from "vitest";
import { LIBRARY_ABSENCES, SMALL } from "../../../src/toolchain/features.ts";
import { bundleModdable } from "../../../src/toolchain/moddable.ts";

/** What a variable of a module may begin with: a value that never changes. */
function isFixed(value: ts.Expression | undefined): boolean {
  if (value === undefined) return false;
  return ts.isLiteralExpression(value) || ts.isPropertyAccessExpression(value);
}

/** What a module would do or hold, besides its functions and fixed values, a line each. */
function held(module: string): string[] {
  const file = ts.createSourceFile("catnap.js", module, ts.ScriptTarget.ES2022, true, ts.ScriptKind.JS);
  const names = new Set<string>();
  const found = file.statements.flatMap((statement) => {
    if (ts.isVariableStatement(statement))
      return statement.declarationList.declarations.flatMap((each) => {
        names.add(each.name.getText());
        return isFixed(each.initializer) ? [] : [each.getText()];
      });
    const isDeclaration = ts.isFunctionDeclaration(statement) || ts.isImportDeclaration(statement);
    return isDeclaration || ts.isExportDeclaration(statement) ? [] : [statement.getText()];
  });
  const visit = (node: ts.Node): void => {
    const kind = ts.isBinaryExpression(node) ? node.operatorToken.kind : ts.SyntaxKind.Unknown;
    const isAssignment = kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
    if (isAssignment && names.has((node as ts.BinaryExpression).left.getText())) found.push(node.getText());
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

test.each([
  ["a buffer", "const store = new Uint8Array(4);", ["store = new Uint8Array(4)"]],
  ["a list", "var all = [];", ["all = []"]],
  ["a count", "let count = 0; function next() { return (count += 1); }", ["count += 1"]],
  ["a call", "start();", ["start();"]],
])("%s is found", (_what, module, found) => {
  expect(held(module)).toEqual(found);
});

describe("nothing is made while it loads", () => {
  test.each([
    ["the whole library", []],
    ["the small one", [SMALL]],
  ])("%s", async (_which, conditions) => {
    expect(held(await bundleModdable(undefined, [...LIBRARY_ABSENCES, ...conditions]))).toEqual([]);
  });
});
