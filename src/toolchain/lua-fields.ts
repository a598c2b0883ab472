/*
 * Short names for the fields of our own records: each function that uses a field has its name among its constants.
 */
import { isOwn, walk } from "./lua-tree.ts";
import type { Block, Identifier } from "./lua-tree.ts";

const WORDS = new Set(
  "and break do else elseif end false for function goto if in local nil not or repeat return then true until while".split(
    " ",
  ),
);
const LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_";

/** Every name of a field in these statements, but for those of the board's and Lua's own tables. */
function fieldNames(block: Block): Identifier[] {
  const fields: Identifier[] = [];
  walk(block, (node) => {
    if (node.type === "TableKeyString") fields.push(node.key);
    if (node.type !== "MemberExpression") return;
    const isForeign = node.base.type === "Identifier" && !isOwn(node.base.name);
    if (!isForeign) fields.push(node.identifier);
  });
  return fields;
}

/** "a" to "_", then "aa" and on. */
function* shortNames(): Generator<string> {
  for (let length = 1; ; length += 1)
    for (let number = 0; number < LETTERS.length ** length; number += 1) {
      let name = "";
      for (let rest = number; name.length < length; rest = Math.floor(rest / LETTERS.length))
        name = `${LETTERS[rest % LETTERS.length] as string}${name}`;
      yield name;
    }
}

/** Rename them, the most frequent first; those with equal counts in the order of the text. */
export function shortFields(block: Block, reserved: Set<string>): void {
  const fields = fieldNames(block).filter((field) => !reserved.has(field.name));
  const counts = new Map<string, number>();
  for (const { name } of fields) counts.set(name, (counts.get(name) ?? 0) + 1);
  const names = [...counts].sort(([, one], [, other]) => other - one).map(([name]) => name);
  const short = new Map<string, string>();
  for (const name of shortNames()) {
    const wanted = names[short.size];
    if (wanted === undefined) break;
    if (!reserved.has(name) && !WORDS.has(name)) short.set(wanted, name);
  }
  for (const field of fields) field.name = short.get(field.name) as string;
}
