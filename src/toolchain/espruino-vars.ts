/*
 * Declares every variable of a function in one `var` at its beginning. Espruino makes a `var` where it passes it: a
 * name that is used before means the same name further outside; and what a block declares can hide names of the
 * module. Once names are short, both happen.
 */
import ts from "typescript";

const { factory } = ts;
const FILE = "catnap.js";

/** A file by itself, with the declaration of each of its names. */
function bind(code: string): { file: ts.SourceFile; checker: ts.TypeChecker } {
  const file = ts.createSourceFile(FILE, code, ts.ScriptTarget.ES2022, true, ts.ScriptKind.JS);
  const host: ts.CompilerHost = {
    getSourceFile: (name) => (name === FILE ? file : undefined),
    fileExists: (name) => name === FILE,
    readFile: () => undefined,
    writeFile: () => undefined,
    getDefaultLibFileName: () => "",
    getCurrentDirectory: () => "",
    getCanonicalFileName: (name) => name,
    useCaseSensitiveFileNames: () => true,
    getNewLine: () => "\n",
  };
  const program = ts.createProgram([FILE], { allowJs: true, noLib: true, noResolve: true, types: [] }, host);
  return { file, checker: program.getTypeChecker() };
}

/** The function in which a node stands, or the file. */
function ownerOf(node: ts.Node): ts.Node {
  return ts.findAncestor(node.parent, (one) => ts.isFunctionLike(one) || ts.isSourceFile(one)) as ts.Node;
}

function isInLoop(node: ts.Node): boolean {
  const owner = ownerOf(node);
  const loop = ts.findAncestor(node, (one) => one === owner || ts.isIterationStatement(one, false));
  return loop !== owner;
}

const isBlockScoped = (list: ts.Node): boolean => (list.flags & ts.NodeFlags.BlockScoped) !== 0;

/** A name that is read or written, not that of a property. */
function isVariable(node: ts.Node): node is ts.Identifier {
  if (!ts.isIdentifier(node)) return false;
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.name !== node;
  return !(ts.isPropertyAssignment(parent) && parent.name === node);
}

class Hoister {
  private readonly names = new Map<ts.Symbol, string>();
  private readonly owned = new Map<ts.Node, Set<string>>();

  constructor(
    file: ts.SourceFile,
    private readonly checker: ts.TypeChecker,
    private readonly context: ts.TransformationContext,
  ) {
    this.collect(file);
    this.refuseCaptures(file);
  }

  /** Find what is declared where; what belongs to a block gets a name that nobody else has. */
  private collect(node: ts.Node): void {
    if (ts.isVariableDeclaration(node) && ts.isVariableDeclarationList(node.parent)) {
      const name = node.name.getText();
      const symbol = this.checker.getSymbolAtLocation(node.name) as ts.Symbol;
      if (isBlockScoped(node.parent)) this.names.set(symbol, `${name}$${this.names.size}`);
      const isParameter = symbol.declarations?.some((one) => ts.isParameter(one)) === true;
      if (!isParameter) this.own(ownerOf(node), this.names.get(symbol) ?? name);
    }
    // A flag that withoutLabels has set.
    if (ts.isIdentifier(node) && /^\$left\d+$/.test(node.text)) this.own(ownerOf(node), node.text);
    ts.forEachChild(node, (child) => this.collect(child));
  }

  private own(owner: ts.Node, name: string): void {
    this.owned.set(owner, (this.owned.get(owner) ?? new Set()).add(name));
  }

  /** A variable of a loop's turn that a function holds would be one of all turns. */
  private refuseCaptures(node: ts.Node): void {
    if (isVariable(node)) {
      const symbol = this.checker.getSymbolAtLocation(node);
      const declared = symbol?.declarations?.[0];
      const isTurn =
        symbol !== undefined && this.names.has(symbol) && declared !== undefined && isInLoop(declared);
      if (isTurn && ownerOf(node) !== ownerOf(declared))
        throw new Error(
          `a function holds ${node.text} of a loop, which Espruino cannot: give it as an argument`,
        );
    }
    ts.forEachChild(node, (child) => this.refuseCaptures(child));
  }

  private nameOf(node: ts.Identifier, symbol = this.checker.getSymbolAtLocation(node)): ts.Identifier {
    const name = symbol === undefined ? undefined : this.names.get(symbol);
    return name === undefined ? node : factory.createIdentifier(name);
  }

  readonly visit = (node: ts.Node): ts.VisitResult<ts.Node | undefined> => {
    if (ts.isVariableStatement(node)) {
      const value = this.assignments(node.declarationList);
      return value === undefined ? factory.createEmptyStatement() : factory.createExpressionStatement(value);
    }
    if (ts.isVariableDeclarationList(node)) {
      const isEach = ts.isForInStatement(node.parent) || ts.isForOfStatement(node.parent);
      const [first] = node.declarations;
      return isEach && first !== undefined
        ? this.nameOf(first.name as ts.Identifier)
        : this.assignments(node);
    }
    if (ts.isShorthandPropertyAssignment(node)) {
      const value = this.nameOf(node.name, this.checker.getShorthandAssignmentValueSymbol(node));
      return factory.createPropertyAssignment(node.name, value);
    }
    if (isVariable(node)) return this.nameOf(node);
    return this.withDeclaration(node, ts.visitEachChild(node, this.visit, this.context));
  };

  /** What the declarations give their names; undefined for nothing. */
  private assignments(list: ts.VariableDeclarationList): ts.Expression | undefined {
    const values = list.declarations.flatMap((one) => {
      const name = this.nameOf(one.name as ts.Identifier);
      if (one.initializer !== undefined)
        return factory.createAssignment(name, ts.visitNode(one.initializer, this.visit) as ts.Expression);
      // It begins each turn of the loop without a value.
      if (isBlockScoped(list) && isInLoop(one))
        return factory.createAssignment(name, factory.createVoidZero());
      return [];
    });
    return values.reduceRight<ts.Expression | undefined>(
      (behind, value) => (behind === undefined ? value : factory.createComma(value, behind)),
      undefined,
    );
  }

  /** A body, with one `var` for all that its function owns. */
  private withDeclaration(before: ts.Node, after: ts.Node): ts.Node {
    const owner = ts.isSourceFile(before) ? before : before.parent;
    const names = this.owned.get(owner);
    if (names === undefined) return after;
    const declaration = factory.createVariableStatement(
      undefined,
      [...names].map((name) => factory.createVariableDeclaration(name)),
    );
    if (ts.isSourceFile(after)) return factory.updateSourceFile(after, [declaration, ...after.statements]);
    if (!ts.isBlock(after) || !ts.isFunctionLike(before.parent)) return after;
    return factory.updateBlock(after, [declaration, ...after.statements]);
  }
}

/**
 * The same script with `var` only, and each at the beginning of its function.
 *
 * @throws  Error for a variable of a loop's turn that a function holds
 */
export function hoistVars(code: string): string {
  const { file, checker } = bind(code);
  const done = ts.transform(file, [
    (context) => (root) => new Hoister(file, checker, context).visit(root) as ts.SourceFile,
  ]);
  return ts.createPrinter().printFile(done.transformed[0] as ts.SourceFile);
}
