import { expect, test } from "vitest";
import { shortFields } from "../../src/toolchain/lua-fields.ts";
import { textOf, treeOf } from "../support/lua-trees.ts";

function shortened(text: string, ...reserved: string[]): string {
  const block = treeOf(text);
  shortFields(block, new Set(reserved));
  return textOf(block);
}

test("fields are renamed where they are made, read and written, the most frequent first", () => {
  const text = "local r = {once = 1, often = 2} r.often = r.often + 1";
  expect(shortened(text)).toBe("local r = {b = 1, a = 2} r.a = r.a + 1");
});

test("reserved names stay, and are given to nothing else", () => {
  expect(shortened("local r = {topic = 1, b = 2, long = 3}", "topic", "a")).toBe(
    "local r = {topic = 1, b = 2, c = 3}",
  );
});

test("what belongs to Lua or the board stays, and what it answers does not", () => {
  expect(shortened("local r = tmr.create() r.mine = string.sub(net.name.first, 1)")).toBe(
    "local r = tmr.create() r.a = string.sub(net.name.b, 1)",
  );
});

test("no name is a word of Lua's, however many there are", () => {
  const names = Array.from({ length: 3000 }, (_, at) => `field${at}`);
  const short = shortened(`local r = {${names.map((name) => `${name} = 1`).join(", ")}}`);
  const given = Array.from(short.matchAll(/(\w+) = 1/g), ([, name]) => name as string);
  expect(new Set(given).size).toBe(3000);
  expect(given).toContain("aa");
  for (const word of ["do", "if", "in", "or"]) expect(given).not.toContain(word);
});
