/*
 * Makes one small Lua module of what lua-flat.ts has put into one scope. What counts is what Lua's compiler makes of it:
 * each function has a head and constants of its own, text that is used again is an upvalue more and a constant less.
 * Nothing of it is for people to guess at: names of variables stay, and those of the records' fields get short.
 */
import { withoutEmptyCalls } from "./lua-empty.ts";
import { fold } from "./lua-fold.ts";
import type { Flat } from "./lua-flat.ts";
import { inline } from "./lua-inline.ts";
import { isPure } from "./lua-known.ts";
import { plainNames } from "./lua-names.ts";
import { printBlock } from "./lua-print.ts";
import { shortFields } from "./lua-fields.ts";
import {
  assigned,
  declares,
  local,
  mentions,
  named,
  nativeName,
  newName,
  rewriteAll,
  walk,
} from "./lua-tree.ts";
import type { Block, Expression, Node, Statement } from "./lua-tree.ts";

/** What Lua 5.1 takes in one function, less some that it needs itself. */
const MOST_LOCALS = 190;
const MOST_UPVALUES = 60;
/** A client takes about ten. */
const MOST_ROUNDS = 100;
/** Lua's own, which every board has. */
const SHARED = /^(?:string|table|math)\./;

/** Functions are declared where they are defined, and those held by a name are functions of that name. */
function declaredOnce(block: Block): Block {
  const defined = new Set<string>();
  const changed = assigned(block);
  const functions = block.map((node): Statement => {
    const [value] = node.type === "LocalStatement" && node.variables.length === 1 ? node.init : [];
    const isFunction = value?.type === "FunctionDeclaration" && !changed.has(declares(node)[0] as string);
    const held = isFunction ? { ...value, identifier: named(declares(node)[0] as string) } : node;
    if (held.type !== "FunctionDeclaration") return node;
    defined.add(declares(held)[0] as string);
    return { ...held, isLocal: true };
  });
  return functions.flatMap((node): Block => {
    if (node.type !== "LocalStatement" || node.init.length > 0) return [node];
    const variables = node.variables.filter((variable) => !defined.has(variable.name));
    return variables.length === 0 ? [] : [{ ...node, variables }];
  });
}

/** Whether loading it does nothing but make what it declares. */
function isQuiet(node: Statement): boolean {
  if (node.type === "FunctionDeclaration") return true;
  return node.type === "LocalStatement" && node.init.every((value) => isPure(value));
}

/** Every statement that is needed, each behind those whose names it uses, as far as they do not use each other. */
class Order {
  private readonly byName = new Map<string, Statement>();
  private readonly begun = new Set<Statement>();
  private readonly done = new Set<Statement>();
  readonly block: Block = [];
  /** Names that are used before they are there. */
  readonly early = new Set<string>();

  constructor(block: Block, exports: Iterable<string>) {
    for (const node of block) for (const name of declares(node)) this.byName.set(name, node);
    for (const node of block) if (!isQuiet(node)) this.add(node);
    for (const name of exports) this.need(name);
  }

  private need(name: string): void {
    const node = this.byName.get(name);
    if (node === undefined) return;
    if (this.begun.has(node) && !this.done.has(node)) this.early.add(name);
    else this.add(node);
  }

  private add(node: Statement): void {
    if (this.begun.has(node)) return;
    this.begun.add(node);
    const own = new Set(declares(node));
    for (const name of mentions(node).keys()) if (!own.has(name)) this.need(name);
    this.done.add(node);
    this.block.push(node);
  }
}

/** Without what nobody needs. */
function withoutUnused(block: Block, exports: Set<string>): Block {
  const needed = new Set(new Order(block, exports).block);
  return block.filter((node) => needed.has(node));
}

/** Those that are used early are declared at the top. */
function ordered(block: Block, exports: Set<string>): Block {
  const order = new Order(block, exports);
  if (order.early.size === 0) return order.block;
  const top: Statement = { type: "LocalStatement", variables: [...order.early].map(named), init: [] };
  const others = order.block.flatMap((node): Block => {
    if (!declares(node).some((name) => order.early.has(name))) return [node];
    if (node.type === "FunctionDeclaration") return [{ ...node, isLocal: false }];
    const { variables, init } = node as Extract<Statement, { type: "LocalStatement" }>;
    return init.length === 0 ? [] : [{ type: "AssignmentStatement", variables, init }];
  });
  return [top, ...others];
}

/** Lua's own functions that several functions call, each read once while loading. */
function withShared(block: Block): Block {
  const users = new Map<string, number>();
  const count = (nodes: Node | Node[]): void => {
    const used = new Set<string>();
    walk(nodes, (node) => {
      const name = nativeName(node);
      if (name !== undefined && SHARED.test(name)) used.add(name);
    });
    for (const name of used) users.set(name, (users.get(name) ?? 0) + 1);
  };
  walk(block, (node) => {
    if (node.type === "FunctionDeclaration") count(node.body);
  });
  const shared = new Map<string, [string, Expression]>();
  const changed = rewriteAll(block, (node) => {
    const name = nativeName(node);
    if (name === undefined || (users.get(name) ?? 0) < 2) return node;
    const [own] = shared.get(name) ?? [newName(name.replace(".", "_"))];
    shared.set(name, [own, node as Expression]);
    return named(own);
  });
  return [...[...shared.values()].map(([name, value]) => local(name, value)), ...changed];
}

/** @throws  Error for what is beyond Lua's limits */
function checkLimits(block: Block): void {
  const outermost = new Set(block.flatMap(declares));
  if (outermost.size > MOST_LOCALS)
    throw new Error(`Lua takes 200 locals in one scope: ${outermost.size} functions and values are too many`);
  walk(block, (node) => {
    if (node.type !== "FunctionDeclaration") return;
    const used = [...mentions(node.body).keys()].filter((name) => outermost.has(name));
    if (used.length > MOST_UPVALUES)
      throw new Error(`Lua takes 60 upvalues: ${node.identifier?.type ?? "a function"} has ${used.length}`);
  });
}

function joined(flat: Flat, exports: Set<string>): Block {
  const tidy = (each: Block): Block => withoutUnused(fold(withoutEmptyCalls(each)), exports);
  let block = tidy(declaredOnce(flat.block));
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const next = inline(block, exports, "expressions") ?? inline(block, exports, "bodies");
    if (next === undefined) return block;
    block = tidy(next);
  }
  throw new Error(
    "the functions of this build could be joined for ever: some only call each other in a circle",
  );
}

/** Without exports that are nil: a build has left out what they would be. */
function present({ block, exports }: Flat): Map<string, string> {
  const absent = new Set(
    block.flatMap((node) =>
      node.type === "LocalStatement" && node.init[0]?.type === "NilLiteral" ? declares(node) : [],
    ),
  );
  return new Map([...exports].filter(([, own]) => !absent.has(own)));
}

/**
 * The text of a Lua module that returns the exports.
 *
 * @param reserved  names of fields that stay as they are
 */
export function shrink(flat: Flat, reserved: Set<string>): string {
  const given = present(flat);
  const exports = new Set(given.values());
  const block = ordered(withShared(joined(flat, exports)), exports);
  const fields = [...given].map(([name, own]) => ({
    type: "TableKeyString" as const,
    key: named(name),
    value: named(own),
  }));
  block.push({ type: "ReturnStatement", arguments: [{ type: "TableConstructorExpression", fields }] });
  checkLimits(block);
  shortFields(block, new Set([...reserved, ...flat.exports.keys()]));
  plainNames(block);
  return printBlock(block);
}
