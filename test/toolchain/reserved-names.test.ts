import { describe, expect, test } from "vitest";
import { exportNames, reservedNames, typedProgram } from "../../src/toolchain/reserved-names.ts";

const ENTRY = "./test/toolchain/fixtures/face.ts";
const DECLARATIONS = "src/runtimes/espruino/espruino.d.ts";
const program = typedProgram(ENTRY, DECLARATIONS, ["espruino"]);
const reserved = (names: string[]) => reservedNames(program, ENTRY, names, DECLARATIONS);
const FACE = ["open", "tell", "report"];

const RESERVED: [string, string][] = [
  ["an option", "hostName"],
  ["an option of an option", "deepOption"],
  ["a handler", "onTold"],
  ["what a handler is given", "pieceLength"],
  ["what is given back to be read", "toldCount"],
  ["an export", "report"],
  ["a key that is looked up by a text", "wideColumn"],
  ["a method of the language that is used", "charCodeAt"],
  ["a member that the runtime declares", "isUTF8"],
];

describe("of a library", () => {
  const { properties, globals } = reserved(FACE);
  test.each(RESERVED)("%s stays: %s", (_what, name) => {
    expect(properties).toContain(name);
  });

  test.each(["hiddenCount", "options", "letterCount"])("%s is ours alone", (name) => {
    expect(properties).not.toContain(name);
  });

  test("a method of the language that nobody uses is free", () => {
    expect(properties).not.toContain("localeCompare");
  });

  test("what the runtime declares for everybody stays", () => {
    expect(globals).toContain("E");
    expect(globals).toContain("setTimeout");
  });
});

test("without the function that gives it, a record is nobody's to read", () => {
  expect(reserved(["open", "tell"]).properties).not.toContain("toldCount");
});

test("a whole program has no user: only language and runtime are left", () => {
  const { properties } = reserved([]);
  for (const name of ["hostName", "onTold", "pieceLength"]) expect(properties).not.toContain(name);
  expect(properties).toContain("charCodeAt");
});

test("types are no exports", () => {
  expect(exportNames(program, ENTRY).sort()).toEqual([...FACE].sort());
});

test("an export that is not there is named", () => {
  expect(() => reserved(["shut"])).toThrow("exports no shut");
});
