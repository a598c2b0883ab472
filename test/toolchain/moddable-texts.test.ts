/* Texts of a module for XS become its constants, and nothing else changes. */
import { expect, test } from "vitest";
import { hoistTexts } from "../../src/toolchain/moddable-texts.ts";

/** What it is about, a module, and what becomes of it. */
const CASES: [string, string, string][] = [
  [
    "a text inside of a function, once for all its places",
    'function f(x) { return typeof x === "number" || x === "number"; }\n',
    'const TEXT_0 = "number";\nfunction f(x) { return typeof x === TEXT_0 || x === TEXT_0; }\n',
  ],
  [
    "a default of a parameter, and an arrow function",
    'const f = (x = "a") => x + "b";\n',
    'const TEXT_0 = "a";\nconst TEXT_1 = "b";\nconst f = (x = TEXT_0) => x + TEXT_1;\n',
  ],
  ["a text of the module itself stays", 'const NEXT = "012";\n', 'const NEXT = "012";\n'],
  [
    "names of fields and of modules stay",
    'import TCP from "tcp";\nfunction f() { return { "a-b": 1 }; }\n',
    'import TCP from "tcp";\nfunction f() { return { "a-b": 1 }; }\n',
  ],
  [
    "an escape is written as it was",
    'function f(x) { return x.indexOf("\\0"); }\n',
    'const TEXT_0 = "\\0";\nfunction f(x) { return x.indexOf(TEXT_0); }\n',
  ],
];

for (const [title, module, expected] of CASES) test(title, () => expect(hoistTexts(module)).toBe(expected));

test("a module with such a name of its own is refused", () => {
  expect(() => hoistTexts("const TEXT_0 = 1;")).toThrow(/TEXT_ begins names of ours/);
});
