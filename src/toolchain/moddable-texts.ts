/*
 * Texts of a module for XS: each time a function comes to a literal such as "string", XS copies it to the heap, which is
 * garbage for every publish. A constant of the module is copied never, and a preloaded one lies in flash.
 * Source: Moddable SDK 8, xs/sources/xsRun.c (XS_CODE_STRING).
 */
import ts from "typescript";

const PREFIX = "TEXT_";

/** Whether a literal is a value, and not the name of a field or of a module. */
function isValue(node: ts.StringLiteral): boolean {
  const parent = node.parent;
  const isName = "name" in parent && parent.name === node;
  return !isName && !ts.isImportDeclaration(parent) && !ts.isExpressionStatement(parent);
}

/** The literals inside of functions, in the order of the text. */
function literalsOf(file: ts.SourceFile): ts.StringLiteral[] {
  const found: ts.StringLiteral[] = [];
  const visit = (node: ts.Node, isInside: boolean): void => {
    if (isInside && ts.isStringLiteral(node) && isValue(node)) found.push(node);
    ts.forEachChild(node, (child) => visit(child, isInside || ts.isFunctionLike(node)));
  };
  visit(file, false);
  return found;
}

/**
 * The same module with its texts as constants.
 *
 * @throws  Error when the module has names of its own that look like those constants
 */
export function hoistTexts(module: string): string {
  if (module.includes(PREFIX)) throw new Error(`${PREFIX} begins names of ours: call yours differently`);
  const file = ts.createSourceFile("catnap.js", module, ts.ScriptTarget.ES2022, true, ts.ScriptKind.JS);
  const names = new Map<string, string>();
  let hoisted = "";
  let from = 0;
  for (const literal of literalsOf(file)) {
    const text = literal.getText();
    const name = names.get(text) ?? `${PREFIX}${names.size}`;
    names.set(text, name);
    hoisted += module.slice(from, literal.getStart()) + name;
    from = literal.end;
  }
  const constants = [...names].map(([text, name]) => `const ${name} = ${text};\n`);
  return constants.join("") + hoisted + module.slice(from);
}
