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

/** @throws  Error that names the first thing that Espruino refuses, and shows where */
export function checkGrammar(code: string): void {
  const file = ts.createSourceFile("catnap.js", code, ts.ScriptTarget.ES2022, true, ts.ScriptKind.JS);
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
