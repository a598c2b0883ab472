/*
 * Espruino as a model, for where the interpreter is not installed: node:vm with the globals that Espruino has, byte
 * strings as on ESP8266 and ESP32, and functions that exist only once their definition was passed. Grammar is
 * checked by the toolchain; the network is that of the prelude, the same as in the real interpreter.
 * It does not show what only Espruino's parser does, such as one `let` for all turns of a loop.
 * Source: a feature test on Espruino 2v29.
 */
import ts from "typescript";
import { checkGrammar } from "../../toolchain/espruino-grammar.ts";
import type { Guest, Kind } from "./guest.ts";
import { CHIP, preludeText } from "./prelude.ts";
import type { Chip } from "./prelude.ts";
import { remembering } from "./remember.ts";
import { VmGuest } from "./vm.ts";

const MISSING: Record<string, string[]> = {
  globalThis: [
    ...["Symbol", "Map", "Set", "WeakMap", "WeakSet", "WeakRef", "Proxy", "BigInt", "Intl", "Atomics"],
    ...["BigInt64Array", "BigUint64Array", "FinalizationRegistry", "SharedArrayBuffer", "WebAssembly"],
    ...["encodeURI", "decodeURI", "escape", "unescape", "AggregateError", "Iterator"],
  ],
  Math: ["trunc", "imul", "clz32", "log2", "fround", "hypot", "cbrt", "expm1", "log1p"],
  Number: ["isInteger", "isSafeInteger", "isFinite", "EPSILON", "MAX_SAFE_INTEGER", "MIN_SAFE_INTEGER"],
  Object: ["freeze", "seal", "isFrozen", "isSealed", "is", "hasOwn"],
  Array: ["from", "of"],
  "Array.prototype": [
    "flat",
    "flatMap",
    "at",
    "copyWithin",
    "findLast",
    "findLastIndex",
    "entries",
    "values",
  ],
  "String.prototype": ["at", "codePointAt", "normalize", "matchAll", "localeCompare"],
  "Object.getPrototypeOf(Uint8Array.prototype)": ["at", "copyWithin", "findLast", "entries", "values"],
};

/** What Espruino has beyond the language: byte strings and modules, as strict as it is. */
const NATIVE = `
globalThis.E = {
  // A build with byte strings only: no string is ever a Unicode string.
  isUTF8: () => false,
  fromUTF8: (text) => text,
  asUTF8: () => { throw new Error("Unicode is not supported in this build"); },
  toString: (bytes) => {
    if (typeof bytes === "string") return bytes;
    const isView = Object.prototype.toString.call(bytes) !== "[object ArrayBuffer]";
    if (isView && bytes instanceof DataView) throw new Error("Unable to get a pointer to a DataView");
    const view = isView ? bytes : new Uint8Array(bytes);
    let text = "";
    for (const byte of view) text += String.fromCharCode(byte & 255);
    return text;
  },
  toUint8Array: (text) => Uint8Array.from(text, (char) => char.charCodeAt(0)),
  toArrayBuffer: (text) => Uint8Array.from(text, (char) => char.charCodeAt(0)).buffer,
};
globalThis.Modules = {
  cached: {},
  addCached: (name, text) => {
    Modules.cached[name] = () => {
      const exports = {};
      new Function("exports", text)(exports);
      return exports;
    };
  },
};
for (let pin = 0; pin < 40; pin += 1) globalThis["D" + pin] = "D" + pin;
globalThis.require = (name) => {
  if (Modules.cached[name] === undefined) throw new Error("Module " + name + " not found");
  return Modules.cached[name]();
};`;

function withoutMissing(): string {
  return Object.entries(MISSING)
    .flatMap(([owner, names]) => names.map((name) => `delete ${owner}.${name};`))
    .join("\n");
}

/** Definitions become assignments in their place: what calls a function above it finds undefined. */
function unhoisted(code: string): string {
  const file = ts.createSourceFile("artefact.js", code, ts.ScriptTarget.ES2022, true, ts.ScriptKind.JS);
  const edits: { at: number; text: string }[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionDeclaration(node) && node.name !== undefined) {
      edits.push({ at: node.getStart(), text: `var ${node.name.text} = ` }, { at: node.end, text: ";" });
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  // From the end on; where one definition ends and the next begins, the semicolon comes to stand in front.
  edits.sort((first, second) => second.at - first.at || (first.text === ";" ? 1 : -1));
  return edits.reduce((text, edit) => text.slice(0, edit.at) + edit.text + text.slice(edit.at), code);
}

/** A program's text as its bytes, one char each: so literals are byte strings. */
function byteText(text: string): string {
  return Buffer.from(text).toString("latin1");
}

/** @throws  Error for grammar that Espruino has not */
const programOf = remembering((text) => {
  checkGrammar(text);
  return unhoisted(byteText(text));
});

class ModelGuest extends VmGuest implements Guest {
  constructor(chip: Chip, answer: (question: string) => string) {
    const own = {
      atob: (text: string) => Buffer.from(text, "base64").toString("latin1"),
      btoa: (bytes: string) => Buffer.from(bytes, "latin1").toString("base64"),
    };
    super(own, `${NATIVE}\n${withoutMissing()}`, preludeText("espruino", chip), answer);
  }

  override add(name: string, text: string): void {
    super.add(name, programOf(text));
  }

  override load(text: string): void {
    super.load(programOf(text));
  }
}

export function espruinoModel(chip: Chip): Kind {
  return { name: "Espruino (model)", encoding: "base64", begin: (answer) => new ModelGuest(chip, answer) };
}

export const ESPRUINO_MODEL = espruinoModel(CHIP);
