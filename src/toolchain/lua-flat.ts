/*
 * Puts the Lua files of typescript-to-lua into one scope. Its own bundle gives every file a table of exports and
 * every import a lookup while loading, which took more of a board's memory than the code itself. Here an export is a
 * local of the whole module.
 */
import { bindNames } from "./lua-names.ts";
import { assign, local, named, newName, parseLua, rewriteAll, walk } from "./lua-tree.ts";
import type { Block, Expression, Identifier, Node, Statement } from "./lua-tree.ts";

export interface LuaFile {
  /** As `require` names it: "src.client.topic". */
  name: string;
  text: string;
}

/** One scope, and under which name of it each export of the entry stands. */
export interface Flat {
  block: Block;
  exports: Map<string, string>;
}

/**
 * What typescript-to-lua expects of its library. Its own functions also serve negative indices, which device code
 * has none of, and answer 0 / 0 behind the end, which stops a board with integers only.
 */
const HELPERS: Record<string, string> = {
  __TS__StringSlice: "function(text, from, to) return string.sub(text, from + 1, to) end",
  __TS__StringCharAt: "function(text, at) return string.sub(text, at + 1, at + 1) end",
  __TS__StringCharCodeAt: "function(text, at) return string.byte(text, at + 1) end",
};

/** A file on its way: where its exports stand, and which names stand for something of another file. */
interface Unit {
  name: string;
  block: Block;
  exports: Map<string, string | Import>;
  imports: Map<string, string>;
  aliases: Map<string, Import>;
}

interface Import {
  from: string;
  name: string;
}

/** The file that `require("...")` asks for. */
function required(node: Expression | undefined): string | undefined {
  if (node?.type !== "CallExpression" || node.base.type !== "Identifier" || node.base.name !== "require")
    return undefined;
  const [path] = node.arguments;
  return path?.type === "StringLiteral" ? path.raw.slice(1, -1) : undefined;
}

/** What `____module.name` stands for, where ____module is an import. */
function imported(node: Expression | undefined, unit: Unit): Import | undefined {
  if (node?.type !== "MemberExpression" || node.base.type !== "Identifier") return undefined;
  const from = unit.imports.get(node.base.name);
  return from === undefined ? undefined : { from, name: node.identifier.name };
}

/** "clock" for `____exports.clock`. */
function exported(node: Node | null | undefined): string | undefined {
  if (node?.type !== "MemberExpression" || node.base.type !== "Identifier") return undefined;
  return /^____exports(?:#|$)/.test(node.base.name) ? node.identifier.name : undefined;
}

/** typescript-to-lua writes what a file passes on into a block of its own. */
function isPassedOn(node: Statement): node is Extract<Statement, { type: "DoStatement" }> {
  const [first] = node.type === "DoStatement" ? node.body : [];
  return first?.type === "LocalStatement" && required(first.init[0]) !== undefined;
}

/** Take a statement of the outermost block: its imports and exports are noted, and the rest is left. */
function take(node: Statement, unit: Unit): Block {
  if (isPassedOn(node)) return node.body.flatMap((inner) => take(inner, unit));
  if (node.type === "ReturnStatement") return [];
  if (node.type === "CallStatement" && required(node.expression) !== undefined) return [];
  if (node.type === "LocalStatement" && node.variables.length === 1) {
    const { name } = node.variables[0] as Identifier;
    if (/^____exports#/.test(name)) return [];
    const [value] = node.init;
    const path = required(value);
    const alias = imported(value, unit);
    if (path !== undefined) unit.imports.set(name, path);
    else if (alias !== undefined) unit.aliases.set(name, alias);
    else return [node];
    return [];
  }
  if (node.type === "AssignmentStatement") return takeExport(node, unit);
  if (node.type === "FunctionDeclaration") {
    const name = exported(node.identifier);
    if (name === undefined) return [node];
    return [{ ...node, identifier: named(exportAs(name, unit)), isLocal: true }];
  }
  return [node];
}

function exportAs(name: string, unit: Unit): string {
  const own = unit.exports.get(name);
  if (typeof own === "string") return own;
  const fresh = newName(name);
  unit.exports.set(name, fresh);
  return fresh;
}

function takeExport(node: Extract<Statement, { type: "AssignmentStatement" }>, unit: Unit): Block {
  const name = exported(node.variables[0]);
  const [value] = node.init;
  if (name === undefined || value === undefined) return [node];
  const passed = imported(value, unit);
  if (passed === undefined) {
    const isSet = unit.exports.has(name);
    const own = exportAs(name, unit);
    return [isSet ? assign(own, value) : local(own, value)];
  }
  unit.exports.set(name, passed);
  return [];
}

/** The name, in the one scope, of what a file exports. */
function resolve(from: string, name: string, units: Map<string, Unit>): string {
  const own = units.get(from)?.exports.get(name);
  if (own === undefined) throw new Error(`${from} does not export ${name}, which another file imports`);
  return typeof own === "string" ? own : resolve(own.from, own.name, units);
}

/** Put the names of the one scope in place of imports and exports. */
function link(unit: Unit, units: Map<string, Unit>): Block {
  return rewriteAll(unit.block, (node) => {
    if (node.type === "Identifier") {
      const alias = unit.aliases.get(node.name);
      return alias === undefined ? node : named(resolve(alias.from, alias.name, units));
    }
    if (node.type !== "MemberExpression") return node;
    const origin = imported(node, unit);
    if (origin !== undefined) return named(resolve(origin.from, origin.name, units));
    const name = exported(node);
    return name === undefined ? node : named(resolve(unit.name, name, units));
  });
}

function readUnit({ name, text }: LuaFile): Unit {
  const block = parseLua(text);
  bindNames(block);
  const unit: Unit = { name, block: [], exports: new Map(), imports: new Map(), aliases: new Map() };
  unit.block = block.flatMap((statement) => take(statement, unit));
  return unit;
}

/** The library functions that this block calls, as functions of its own. */
function withHelpers(block: Block): Block {
  const helpers = new Map<string, string>();
  walk(block, (node) => {
    if (node.type !== "Identifier" || !node.name.startsWith("__TS__")) return;
    const { name } = node;
    if (HELPERS[name] === undefined)
      throw new Error(`the device code needs ${name}: write it in another way`);
    if (!helpers.has(name)) helpers.set(name, newName(name));
    node.name = helpers.get(name) as string;
  });
  const declared = [...helpers].flatMap(([name, own]) => {
    const [helper] = parseLua(`local function ${name}${(HELPERS[name] as string).slice("function".length)}`);
    bindNames([helper as Statement]);
    return [{ ...(helper as Extract<Statement, { type: "FunctionDeclaration" }>), identifier: named(own) }];
  });
  return [...declared, ...block];
}

/**
 * @param files  of typescript-to-lua, those that are needed while loading first
 * @throws       Error for an import or export that is written in a way not known here
 */
export function flatten(files: LuaFile[], entry: string): Flat {
  const units = new Map(files.map((file) => [file.name, readUnit(file)]));
  const unit = units.get(entry);
  if (unit === undefined) throw new Error(`${entry} is not among the files`);
  const exports = new Map([...unit.exports.keys()].map((name) => [name, resolve(entry, name, units)]));
  const block = [...units.values()].flatMap((one) => link(one, units));
  walk(block, (node) => {
    const isForeign = node.type === "Identifier" && /^(?:____exports|require)\b/.test(node.name);
    if (isForeign) throw new Error(`an import or export was not understood: ${JSON.stringify(node)}`);
  });
  return { block: withHelpers(block), exports };
}
