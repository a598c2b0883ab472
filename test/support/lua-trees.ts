/*
 * Lua text to a tree with numbered names and back, for tests of what is done to trees; and what a program prints.
 */
import { Lua } from "wasmoon-lua5.1";
import { bindNames, plainNames } from "../../src/toolchain/lua-names.ts";
import { printBlock } from "../../src/toolchain/lua-print.ts";
import { parseLua } from "../../src/toolchain/lua-tree.ts";
import type { Block } from "../../src/toolchain/lua-tree.ts";

export function treeOf(text: string): Block {
  const block = parseLua(text);
  bindNames(block);
  return block;
}

/** One line, for line ends only separate. */
export function textOf(block: Block): string {
  plainNames(block);
  return printBlock(block).trimEnd().replaceAll("\n", " ");
}

/** What a program gives to `print`, a line for each call. */
export async function printedBy(program: string): Promise<string[]> {
  const lua = await Lua.create();
  const lines: string[] = [];
  lua.ctx["print"] = (...values: unknown[]) => lines.push(values.map(String).join(" "));
  try {
    lua.doStringSync(program);
  } finally {
    lua.global.close();
  }
  return lines;
}
