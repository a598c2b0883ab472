/*
 * Names of properties that no build may shorten, found by the types: what a user of the library writes or reads, and
 * what the runtime and its language call their own. Nothing of this is a list that somebody keeps.
 */
import { resolve } from "node:path";
import ts from "typescript";
import { ROOT } from "./features.ts";

export interface ReservedNames {
  /** Names of properties and methods. */
  properties: string[];
  /** Names that the runtime declares for everybody. */
  globals: string[];
}

/** What is built, with types: the entry and all that it imports, and the runtime's declarations. */
export function typedProgram(entry: string, declarations: string, conditions: string[]): ts.Program {
  return ts.createProgram([resolve(ROOT, entry), resolve(ROOT, declarations)], {
    target: ts.ScriptTarget.ES2022,
    lib: ["lib.es2022.d.ts"],
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    customConditions: conditions,
    allowImportingTsExtensions: true,
    noEmit: true,
    types: [],
    strict: true,
    skipLibCheck: true,
  });
}

/** Whether a runtime or the language says what this is. An unknown thing counts as theirs. */
function isForeign(symbol: ts.Symbol | undefined): boolean {
  return symbol?.declarations?.some((node) => node.getSourceFile().isDeclarationFile) !== false;
}

const isNumber = (type: ts.Type): boolean => (type.flags & ts.TypeFlags.NumberLike) !== 0;

/** All members that this file declares: a literal that is handed to the runtime has them without a word. */
function memberNames(file: ts.SourceFile, names: Set<string>): void {
  const visit = (node: ts.Node): void => {
    if (ts.isTypeElement(node) && node.name !== undefined) names.add(node.name.getText());
    ts.forEachChild(node, visit);
  };
  visit(file);
}

/** The members of runtime and language that this file uses, and those that it finds by a text. */
function usedNames(file: ts.SourceFile, checker: ts.TypeChecker, names: Set<string>): void {
  const addAll = (type: ts.Type): void => type.getProperties().forEach((member) => names.add(member.name));
  const visit = (node: ts.Node): void => {
    if (ts.isPropertyAccessExpression(node) && isForeign(checker.getSymbolAtLocation(node.name)))
      names.add(node.name.text);
    if (ts.isElementAccessExpression(node) && !isNumber(checker.getTypeAtLocation(node.argumentExpression)))
      addAll(checker.getTypeAtLocation(node.expression));
    if (
      ts.isObjectLiteralExpression(node) &&
      checker.getContextualType(node)?.getStringIndexType() !== undefined
    )
      addAll(checker.getTypeAtLocation(node));
    ts.forEachChild(node, visit);
  };
  visit(file);
}

function moduleExports(program: ts.Program, entry: string): ts.Symbol[] {
  const checker = program.getTypeChecker();
  const file = program.getSourceFile(resolve(ROOT, entry));
  const module = file === undefined ? undefined : checker.getSymbolAtLocation(file);
  return module === undefined ? [] : checker.getExportsOfModule(module);
}

/** What is passed on from another file, as that file has it. */
function follow(program: ts.Program, symbol: ts.Symbol): ts.Symbol {
  return program.getTypeChecker().getAliasedSymbol(symbol);
}

/** The functions of these exports, each with the types that it takes and the one that it gives. */
function faceSignatures(program: ts.Program, entry: string, names: string[]): ts.Signature[] {
  const checker = program.getTypeChecker();
  const exports = moduleExports(program, entry);
  return names.flatMap((name) => {
    const symbol = exports.find((other) => other.name === name);
    if (symbol === undefined) throw new Error(`${entry} exports no ${name}, which the build should give`);
    return [...checker.getTypeOfSymbol(symbol).getCallSignatures()];
  });
}

/** The members of everything that goes in or out by these functions, however deep. */
function faceNames(signatures: ts.Signature[], checker: ts.TypeChecker, names: Set<string>): void {
  const taken = signatures.flatMap((one) => one.parameters.map((value) => checker.getTypeOfSymbol(value)));
  const given = signatures.map((one) => one.getReturnType());
  // What one function gives and another takes back is a handle, and its inside is nobody's business.
  const seen = new Set(given.filter((type) => taken.includes(type)));
  const visit = (type: ts.Type): void => {
    if (seen.has(type)) return;
    seen.add(type);
    if (type.isUnionOrIntersection()) type.types.forEach(visit);
    for (const call of type.getCallSignatures()) {
      call.parameters.forEach((value) => visit(checker.getTypeOfSymbol(value)));
      visit(call.getReturnType());
    }
    if (checker.isArrayType(type)) checker.getTypeArguments(type as ts.TypeReference).forEach(visit);
    if ((type.flags & ts.TypeFlags.Object) === 0 || isForeign(type.symbol)) return;
    for (const member of type.getProperties()) {
      names.add(member.name);
      visit(checker.getTypeOfSymbol(member));
    }
  };
  [...taken, ...given].forEach(visit);
}

/** What the entry gives, other than types. */
export function exportNames(program: ts.Program, entry: string): string[] {
  return moduleExports(program, entry)
    .filter(
      (symbol) =>
        (symbol.flags & ts.SymbolFlags.Alias ? follow(program, symbol) : symbol).flags & ts.SymbolFlags.Value,
    )
    .map((symbol) => symbol.name);
}

/**
 * @param program       holds the entry and the declarations
 * @param entry         relative to the package
 * @param names         what of the entry is used; without any it is a whole program, whose records nobody else reads
 * @param declarations  the declaration file of the runtime, relative to the package
 */
export function reservedNames(
  program: ts.Program,
  entry: string,
  names: string[],
  declarations: string,
): ReservedNames {
  const checker = program.getTypeChecker();
  const properties = new Set<string>();
  for (const file of program.getSourceFiles())
    if (!file.isDeclarationFile) usedNames(file, checker, properties);
  const declared = program.getSourceFile(resolve(ROOT, declarations));
  if (declared === undefined) throw new Error(`${declarations} is not there`);
  memberNames(declared, properties);
  faceNames(faceSignatures(program, entry, names), checker, properties);
  for (const name of names) properties.add(name);
  const globals = declared.statements.flatMap((node) => {
    if (ts.isFunctionDeclaration(node)) return node.name?.text ?? [];
    return ts.isVariableStatement(node)
      ? node.declarationList.declarations.map((one) => one.name.getText())
      : [];
  });
  return { properties: [...properties].sort(), globals: globals.sort() };
}
