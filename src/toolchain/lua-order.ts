/*
 * In which order Lua evaluates a statement, as far as this says which call may be made before it.
 */
import { isPure } from "./lua-known.ts";
import { calledName, isOwn, nativeName } from "./lua-tree.ts";
import type { Call, Expression, Node } from "./lua-tree.ts";

/**
 * Whether a call is wanted.
 *
 * @param isBehindReads  fields are read before it, which the call must not change
 */
export type Wanted = (name: string, isBehindReads: boolean) => boolean;

export type Logical = Extract<Expression, { type: "LogicalExpression" }>;

/**
 * What a walk in the order of evaluation came upon: a call that is wanted, an `and` or `or` that decides whether such a
 * call is made, or something that must stay before it.
 */
type Met = Call | Logical | "other" | undefined;

class Walk {
  private hasRead = false;

  constructor(private readonly isWanted: Wanted) {}

  firstOf(nodes: Expression[]): Met {
    for (const node of nodes) {
      const met = this.first(node);
      if (met !== undefined) return met;
    }
    return undefined;
  }

  private first(node: Expression): Met {
    switch (node.type) {
      case "BinaryExpression":
        return this.firstOf([node.left, node.right]);
      case "LogicalExpression":
        return this.logical(node);
      case "UnaryExpression":
        return this.first(node.argument);
      case "MemberExpression":
        return nativeName(node) === undefined ? (this.first(node.base) ?? this.read(undefined)) : undefined;
      case "IndexExpression":
        return this.firstOf([node.base, node.index]) ?? this.read(undefined);
      case "CallExpression":
        return this.call(node);
      case "TableConstructorExpression":
        return this.firstOf(node.fields.flatMap((field) => ("value" in field ? [field.value] : [])));
      default:
        return undefined;
    }
  }

  /** What stands on the right may never be evaluated. */
  private logical(node: Logical): Met {
    const isBehindReads = this.hasRead;
    const left = this.first(node.left);
    if (left !== undefined) return left;
    this.hasRead = isBehindReads;
    const right = this.first(node.right);
    this.hasRead = true;
    if (right === undefined) return undefined;
    return right === "other" ? "other" : node;
  }

  private read(met: Met): Met {
    this.hasRead = true;
    return met;
  }

  /** The arguments of a wanted call go with it, in their order. */
  private call(node: Call): Met {
    const name = calledName(node);
    if (name !== undefined && this.isWanted(name, this.hasRead)) return node;
    return this.firstOf([node.base, ...node.arguments]) ?? (isPure(node) ? undefined : "other");
  }
}

const isName = (node: Expression): boolean => node.type === "Identifier" && isOwn(node.name);

/** The expressions that a statement evaluates before all others, once. */
function heads(node: Node): Expression[] {
  switch (node.type) {
    case "ReturnStatement":
      return node.arguments.slice(0, 1);
    case "LocalStatement":
      return node.init.slice(0, 1);
    case "CallStatement":
      return [node.expression];
    case "IfStatement": {
      const [clause] = node.clauses;
      return clause !== undefined && "condition" in clause ? [clause.condition] : [];
    }
    case "AssignmentStatement": {
      const [target] = node.variables;
      const isPlain =
        target?.type === "Identifier" || (target?.type === "MemberExpression" && isName(target.base));
      return isPlain && node.variables.length === 1 ? node.init.slice(0, 1) : [];
    }
    default:
      return [];
  }
}

/** The first call of a statement that is wanted and that nothing has to come before, or what decides about it. */
export function firstCall(node: Node, isWanted: Wanted): Call | Logical | undefined {
  const met = new Walk(isWanted).firstOf(heads(node));
  return met === "other" ? undefined : met;
}
