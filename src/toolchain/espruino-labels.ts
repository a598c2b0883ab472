/*
 * Takes the labels out of a script, which Espruino does not know: Closure writes them where it joins a function that
 * returns early. `a: { ... break a; ... }` becomes `do { ... break; ... } while (0)`; a break from inside of a loop or
 * switch sets a flag first, which is asked behind each of them.
 */
import ts from "typescript";

const { factory } = ts;

/** A statement that a break can end. */
interface Breakable {
  label: string | undefined;
  isLoop: boolean;
  /** Set on the way out of something inside to this one; undefined as long as nothing is. */
  flag: string | undefined;
  /** Flags of further outside that leave this one, too. */
  passing: Set<string>;
}

function isLoop(node: ts.Node): node is ts.IterationStatement {
  return ts.isIterationStatement(node, false);
}

function lastIndex(stack: Breakable[], isIt: (one: Breakable) => boolean): number {
  return stack.map(isIt).lastIndexOf(true);
}

const setFlag = (flag: string, value: number): ts.Statement =>
  factory.createExpressionStatement(
    factory.createAssignment(factory.createIdentifier(flag), factory.createNumericLiteral(value)),
  );

const breakIf = (flag: string): ts.Statement =>
  factory.createIfStatement(factory.createIdentifier(flag), factory.createBreakStatement());

class Unlabeler {
  private stack: Breakable[] = [];
  private flags = 0;

  constructor(private readonly context: ts.TransformationContext) {}

  readonly visit = (node: ts.Node): ts.VisitResult<ts.Node> => {
    if (ts.isFunctionLike(node)) return this.fresh(node);
    if (ts.isLabeledStatement(node)) return this.labeled(node);
    if (isLoop(node)) return this.inside(node, { label: undefined, isLoop: true });
    if (ts.isSwitchStatement(node)) return this.inside(node, { label: undefined, isLoop: false });
    if (ts.isBreakStatement(node)) return this.jump(node);
    if (ts.isContinueStatement(node)) return this.again(node);
    return ts.visitEachChild(node, this.visit, this.context);
  };

  /** No jump leaves a function. */
  private fresh(node: ts.Node): ts.Node {
    const outside = this.stack;
    this.stack = [];
    const inside = ts.visitEachChild(node, this.visit, this.context);
    this.stack = outside;
    return inside;
  }

  private labeled(node: ts.LabeledStatement): ts.VisitResult<ts.Node> {
    const label = node.label.text;
    if (isLoop(node.statement)) return this.inside(node.statement, { label, isLoop: true });
    return this.inside(node.statement, { label, isLoop: false });
  }

  private inside(node: ts.Statement, kind: Pick<Breakable, "label" | "isLoop">): ts.VisitResult<ts.Node> {
    const own: Breakable = { ...kind, flag: undefined, passing: new Set() };
    this.stack.push(own);
    const body = ts.visitEachChild(node, this.visit, this.context);
    this.stack.pop();
    const isBlock = own.label !== undefined && !own.isLoop;
    const whole = isBlock ? factory.createDoStatement(body, factory.createNumericLiteral(0)) : body;
    const before = own.flag === undefined ? [] : [setFlag(own.flag, 0)];
    const statements = [...before, whole, ...[...own.passing].map(breakIf)];
    return statements.length === 1 ? whole : statements;
  }

  /** Where a break goes: to its label, or the next loop or switch. */
  private target(node: ts.BreakOrContinueStatement): number {
    const label = node.label?.text;
    return lastIndex(this.stack, (one) =>
      label === undefined ? one.isLoop || one.label === undefined : one.label === label,
    );
  }

  private jump(node: ts.BreakStatement): ts.VisitResult<ts.Node> {
    const at = this.target(node);
    const target = this.stack[at] as Breakable;
    if (at === this.stack.length - 1) return factory.createBreakStatement();
    if (target.flag === undefined) {
      this.flags += 1;
      target.flag = `$left${this.flags}`;
    }
    for (const one of this.stack.slice(at + 1)) one.passing.add(target.flag);
    return [setFlag(target.flag, 1), factory.createBreakStatement()];
  }

  private again(node: ts.ContinueStatement): ts.Node {
    const label = node.label?.text;
    const at = lastIndex(this.stack, (one) => one.isLoop && (label === undefined || one.label === label));
    const isCaught = this.stack.slice(at + 1).some((one) => one.isLoop || one.label !== undefined);
    if (isCaught)
      throw new Error(`Espruino has no label, and this one cannot be taken out: ${node.getText()}`);
    return factory.createContinueStatement();
  }
}

/** The same script without labels; a flag is a global name until espruino-vars.ts makes it one of its function. */
export function withoutLabels(code: string): string {
  const file = ts.createSourceFile("catnap.js", code, ts.ScriptTarget.ES2022, true, ts.ScriptKind.JS);
  const done = ts.transform(file, [
    (context) => (root) => ts.visitEachChild(root, new Unlabeler(context).visit, context),
  ]);
  return ts.createPrinter().printFile(done.transformed[0] as ts.SourceFile);
}
