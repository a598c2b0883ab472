/*
 * A script without its labels does the same: each runs in node:vm, with and without them, for every argument.
 */
import vm from "node:vm";
import { describe, expect, test } from "vitest";
import { checkGrammar } from "../../src/toolchain/espruino-grammar.ts";
import { withoutLabels } from "../../src/toolchain/espruino-labels.ts";

/** The body of f(n), which tells what it passes with `say`. */
const BODIES: [string, string][] = [
  ["a block", "a: { say(1); if (n > 1) break a; say(2); } say(3);"],
  ["a block in a block", "a: { b: { if (n === 1) break a; if (n === 2) break b; say(1); } say(2); } say(3);"],
  [
    "out of a loop",
    "a: { for (let i = 0; i < 3; i++) { if (i === n) break a; say(i); } say('none'); } say('end');",
  ],
  [
    "out of two loops",
    "a: { while (true) { for (;;) { if (n > 0) break a; break; } say(1); break; } say(2); }",
  ],
  [
    "out of a switch",
    "a: { switch (n) { case 1: break a; case 2: say(2); break; default: say('other'); } say('end'); }",
  ],
  [
    "a loop's own label",
    "a: for (let i = 0; i < 3; i++) { for (;;) { if (i === n) break a; break; } say(i); }",
  ],
  ["a loop that ends by its label", "a: for (let i = 0; i < 3; i++) { if (i === n) break a; say(i); }"],
  ["on with a loop by its label", "a: for (let i = 0; i < 3; i++) { if (i === n) continue a; say(i); }"],
  ["without braces", "a: if (n > 1) { for (;;) { say(1); break a; } } else say(2); say(3);"],
  ["twice", "for (let k = 0; k < 2; k++) a: { for (;;) { if (k < n) break a; break; } say(k); }"],
  ["a break that needs none", "a: { for (let i = 0; i < 9; i++) { if (i > n) break; say(i); } say('end'); }"],
  [
    "a loop around it",
    "for (let i = 0; i < 3; i++) { a: { if (i === n) break a; say(i); } switch (i) { case 1: continue; } say('x'); }",
  ],
  [
    "in a function inside",
    "const g = () => { a: { if (n > 1) break a; say(1); } }; b: { g(); if (n === 1) break b; say(2); }",
  ],
];

function said(code: string, n: number): unknown[] {
  const words: unknown[] = [];
  vm.runInNewContext(`${code}\nf(${n});`, { say: (word: unknown) => words.push(word) }, { timeout: 1000 });
  return words;
}

describe.each(BODIES)("%s", (_title, body) => {
  const code = `function f(n) { ${body} }`;
  const plain = withoutLabels(code);

  test("has no label any more", () => {
    expect(() => checkGrammar(plain)).not.toThrow();
  });

  test.each([0, 1, 2, 3])("does the same for %i", (n) => {
    expect(said(plain, n)).toEqual(said(code, n));
  });
});

test("a continue that a block would catch is refused", () => {
  const code = "for (;;) { a: { if (b) continue; if (c) break a; f(); } }";
  expect(() => withoutLabels(code)).toThrow("cannot be taken out: continue;");
});
