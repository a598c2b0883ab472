/*
 * Puts the names that a script uses most where Espruino finds them first: it looks a name up in the list of its
 * scope, one after the other, and the scope of a module is a list of all its functions. Built-in functions that are
 * called often get a name of the module, which is shorter.
 */
import ts from "typescript";

const { factory } = ts;

/** Objects whose functions do not look at what they are called on. */
const BUILT_IN = new Set(["E", "Math", "String"]);
/** An alias costs its declaration; it pays from here on. */
const LEAST_USES = 3;

function count(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}

/** "Math.floor" for a call of it, else undefined. */
function builtIn(node: ts.Node): string | undefined {
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return undefined;
  const { expression: base, name } = node.expression;
  return ts.isIdentifier(base) && BUILT_IN.has(base.text) ? `${base.text}.${name.text}` : undefined;
}

const aliasOf = (name: string): string => `$${name.replace(".", "$")}`;

function countUses(file: ts.SourceFile): { names: Map<string, number>; builtIns: Map<string, number> } {
  const names = new Map<string, number>();
  const builtIns = new Map<string, number>();
  const visit = (node: ts.Node): void => {
    const called = builtIn(node);
    if (called !== undefined) count(builtIns, called);
    if (ts.isIdentifier(node)) count(names, node.text);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return { names, builtIns };
}

/** Calls of built-in functions that have an alias, by that alias. */
function withAliases(file: ts.SourceFile, aliased: string[]): ts.SourceFile {
  const transformer: ts.TransformerFactory<ts.SourceFile> = (context) => (source) => {
    const visit: ts.Visitor = (node) => {
      const called = builtIn(node);
      const visited = ts.visitEachChild(node, visit, context);
      if (called === undefined || !aliased.includes(called)) return visited;
      const call = visited as ts.CallExpression;
      return factory.updateCallExpression(
        call,
        factory.createIdentifier(aliasOf(called)),
        undefined,
        call.arguments,
      );
    };
    return ts.visitEachChild(source, visit, context);
  };
  const { transformed } = ts.transform(file, [transformer]);
  return transformed[0] as ts.SourceFile;
}

/**
 * The same script with its functions in the order of how often their names stand in it, behind the aliases of what
 * is built in. Nothing is called while it loads but in the statements behind them.
 */
export function frequentFirst(code: string): string {
  const file = ts.createSourceFile("catnap.js", code, ts.ScriptTarget.ES2022, true, ts.ScriptKind.JS);
  const { names, builtIns } = countUses(file);
  const aliased = [...builtIns.keys()].filter((name) => (builtIns.get(name) as number) >= LEAST_USES);
  const usesOf = (node: ts.FunctionDeclaration): number => names.get(node.name?.text ?? "") ?? 0;
  const statements = [...withAliases(file, aliased).statements];
  const functions = statements
    .filter(ts.isFunctionDeclaration)
    .sort((one, other) => usesOf(other) - usesOf(one));
  // Declared before the functions that use them; espruino-vars.ts has taken their values out.
  const variables = statements.filter(ts.isVariableStatement);
  const rest = statements.filter((one) => !ts.isFunctionDeclaration(one) && !ts.isVariableStatement(one));
  const printer = ts.createPrinter();
  const print = (node: ts.Node): string => printer.printNode(ts.EmitHint.Unspecified, node, file);
  return [
    ...aliased.map((name) => `var ${aliasOf(name)} = ${name};`),
    ...variables.map(print),
    ...functions.map(print),
    ...rest.map(print),
    "",
  ].join("\n");
}
