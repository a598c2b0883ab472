/*
 * Names of variables: a different one for each declaration while code is moved, and plain ones again at the end.
 */
import { baseName, declares, isOwn, newName, parts, walk } from "./lua-tree.ts";
import type { Block, Identifier, LuaFunction, Node, Statement } from "./lua-tree.ts";

type Scope = ReadonlyMap<string, string>;

/** Gives the names of one file their numbers. */
class Binder {
  private scope = new Map<string, string>();

  private declare(identifier: Identifier): void {
    const name = newName(identifier.name);
    this.scope.set(identifier.name, name);
    identifier.name = name;
  }

  /** What is declared inside is not known outside. */
  private within(work: () => void): void {
    const outside = this.scope;
    this.scope = new Map(outside);
    work();
    this.scope = outside;
  }

  block(block: Block): Scope {
    for (const statement of block) this.node(statement);
    return this.scope;
  }

  private node(node: Node): void {
    switch (node.type) {
      case "Identifier":
        node.name = this.scope.get(node.name) ?? node.name;
        break;
      case "LocalStatement":
        node.init.forEach((value) => this.node(value));
        node.variables.forEach((variable) => this.declare(variable));
        break;
      case "FunctionDeclaration":
        this.function(node);
        break;
      case "ForNumericStatement":
      case "ForGenericStatement":
        this.loop(node);
        break;
      case "DoStatement":
      case "WhileStatement":
      case "RepeatStatement":
      case "IfClause":
      case "ElseifClause":
      case "ElseClause":
        this.inner(node);
        break;
      default:
        for (const part of parts(node)) this.node(part);
    }
  }

  private function(node: LuaFunction): void {
    if (node.isLocal) this.declare(node.identifier as Identifier);
    else if (node.identifier !== null) this.node(node.identifier);
    this.within(() => {
      for (const parameter of node.parameters) if (parameter.type === "Identifier") this.declare(parameter);
      this.block(node.body);
    });
  }

  private loop(node: Extract<Statement, { type: "ForNumericStatement" | "ForGenericStatement" }>): void {
    const isNumeric = node.type === "ForNumericStatement";
    const range = isNumeric
      ? [node.start, node.end, ...(node.step === null ? [] : [node.step])]
      : node.iterators;
    range.forEach((value) => this.node(value));
    this.within(() => {
      (isNumeric ? [node.variable] : node.variables).forEach((variable) => this.declare(variable));
      this.block(node.body);
    });
  }

  /** The condition of repeat sees what its body declares, all others do not. */
  private inner(node: Extract<Node, { body: Block }>): void {
    if ("condition" in node && node.type !== "RepeatStatement") this.node(node.condition);
    this.within(() => {
      this.block(node.body);
      if (node.type === "RepeatStatement") this.node(node.condition);
    });
  }
}

/**
 * Give every name that this file declares a number.
 *
 * @returns  the names of the file's outermost block, with their numbers
 */
export function bindNames(block: Block): Scope {
  return new Binder().block(block);
}

/** ("status", taken by another) is "status_2". */
function freeName(wanted: string, taken: Set<string>): string {
  let name = wanted;
  for (let count = 2; taken.has(name); count += 1) name = `${wanted}_${count}`;
  return name;
}

/** Names of our own in these nodes, in the order of the text. */
function ownNames(nodes: Node | Node[]): Set<string> {
  const names = new Set<string>();
  walk(nodes, (node) => {
    if (node.type === "Identifier" && isOwn(node.name)) names.add(node.name);
  });
  return names;
}

/** Every name without its number, where two would meet with a number that people read: "status_2". */
export function plainNames(block: Block): void {
  const plain = new Map<string, string>();
  const taken = new Set<string>();
  walk(block, (node) => {
    if (node.type === "Identifier" && !isOwn(node.name)) taken.add(node.name);
  });
  const choose = (name: string, around: Set<string>): void => {
    const free = freeName(baseName(name), around);
    around.add(free);
    plain.set(name, free);
  };
  for (const name of block.flatMap(declares)) if (!plain.has(name)) choose(name, taken);
  for (const statement of block) {
    const around = new Set(taken);
    for (const name of ownNames(statement)) if (!plain.has(name)) choose(name, around);
  }
  walk(block, (node) => {
    if (node.type === "Identifier") node.name = plain.get(node.name) ?? node.name;
  });
}
