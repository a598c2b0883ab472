/*
 * What Espruino's parser lacks, looked for in the script that is shipped: a bundler may write what no source file has.
 * Source: a feature test on Espruino 2v29; the lint rules of device code (scripts/lint/syntax.mjs) say it for sources.
 */
import ts from "typescript";

const { SyntaxKind } = ts;

const KINDS = new Map<ts.SyntaxKind, string>([
  [SyntaxKind.ObjectBindingPattern, "destructuring"],
  [SyntaxKind.ArrayBindingPattern, "destructuring"],
  [SyntaxKind.SpreadElement, "spread"],
  [SyntaxKind.SpreadAssignment, "spread"],
  [SyntaxKind.ComputedPropertyName, "a computed key"],
  [SyntaxKind.LabeledStatement, "a label"],
  [SyntaxKind.QuestionDotToken, "?."],
  [SyntaxKind.AsteriskAsteriskToken, "**"],
  [SyntaxKind.AsteriskAsteriskEqualsToken, "**="],
  [SyntaxKind.QuestionQuestionEqualsToken, "??="],
  [SyntaxKind.BarBarEqualsToken, "||="],
  [SyntaxKind.AmpersandAmpersandEqualsToken, "&&="],
  [SyntaxKind.PrivateIdentifier, "a #private name"],
  [SyntaxKind.YieldExpression, "a generator"],
  [SyntaxKind.AsyncKeyword, "an async function"],
  [SyntaxKind.AwaitExpression, "an async function"],
  [SyntaxKind.BigIntLiteral, "a BigInt"],
  [SyntaxKind.TaggedTemplateExpression, "a tagged template"],
  [SyntaxKind.MetaProperty, "new.target"],
  [SyntaxKind.ImportDeclaration, "import"],
  [SyntaxKind.ExportDeclaration, "export"],
  [SyntaxKind.ExportKeyword, "export"],
  [SyntaxKind.ExportAssignment, "export"],
]);

/** What of this node Espruino refuses, or undefined. Assignments look like literals: their pattern is on the left. */
function refused(node: ts.Node): string | undefined {
  if (ts.isParameter(node) && node.dotDotDotToken !== undefined) return "a rest parameter";
  if (ts.isParameter(node) && node.initializer !== undefined) return "a default parameter";
  if (ts.isFunctionLike(node) && "asteriskToken" in node && node.asteriskToken !== undefined)
    return "a generator";
  const isAssignment = ts.isBinaryExpression(node) && node.operatorToken.kind === SyntaxKind.EqualsToken;
  if (isAssignment && (ts.isObjectLiteralExpression(node.left) || ts.isArrayLiteralExpression(node.left)))
    return "destructuring";
  return KINDS.get(node.kind);
}

function parse(code: string): ts.SourceFile {
  return ts.createSourceFile("catnap.js", code, ts.ScriptTarget.ES2022, true, ts.ScriptKind.JS);
}

/** @throws  Error that names the first thing that Espruino refuses, and shows where */
export function checkGrammar(code: string): void {
  const file = parse(code);
  const visit = (node: ts.Node): void => {
    const what = refused(node);
    if (what !== undefined) {
      const line = file.getLineAndCharacterOfPosition(node.getStart()).line + 1;
      throw new Error(
        `Espruino has no ${what.replace(/^an? /, "")}, line ${line}: ${node.getText().slice(0, 80)}`,
      );
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
}

/** Whether a declaration is a statement of its function itself, or stands in the head of such a loop. */
function isOutermost(list: ts.VariableDeclarationList): boolean {
  const body =
    ts.isVariableStatement(list.parent) || ts.isForStatement(list.parent) ? list.parent.parent : undefined;
  return (
    body !== undefined && (ts.isSourceFile(body) || (ts.isBlock(body) && ts.isFunctionLike(body.parent)))
  );
}

/** Where a name is used first in a function or script, other than as the name of a property. */
function firstUse(body: ts.Node, name: string): number {
  const find = (node: ts.Node): number | undefined => {
    const isMember = ts.isPropertyAccessExpression(node.parent) && node.parent.name === node;
    if (ts.isIdentifier(node) && node.text === name && !isMember) return node.getStart();
    return ts.forEachChild(node, find);
  };
  return ts.forEachChild(body, find) ?? 0;
}

/**
 * What short names need: Espruino makes a `var` where it passes it, so that a name means one further outside until
 * then, and a block's own names can hide those of the module.
 *
 * @throws  Error that names the first declaration that is none of `var`, or not where its function begins to use it
 */
export function checkVars(code: string): void {
  const visit = (node: ts.Node): void => {
    if (ts.isVariableDeclarationList(node)) {
      const isLate = node.declarations.some(
        (one) => firstUse(node.parent.parent, one.name.getText()) < one.name.getStart(),
      );
      if ((node.flags & ts.NodeFlags.BlockScoped) !== 0 || !isOutermost(node) || isLate)
        throw new Error(`Espruino would take these names for others: ${node.getText().slice(0, 80)}`);
    }
    ts.forEachChild(node, visit);
  };
  visit(parse(code));
}
