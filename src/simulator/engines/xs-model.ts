/*
 * XS as a model, for where its worker was not built: node:vm with the modules of the prelude. The artefact's
 * imports and exports are rewritten for that, and nothing else of it.
 * It does not show memory, nor what is read-only once it is preloaded.
 */
import { transformSync } from "esbuild";
import type { Kind } from "./guest.ts";
import { CHIP, preludeText } from "./prelude.ts";
import type { Chip } from "./prelude.ts";
import { remembering } from "./remember.ts";
import { VmGuest } from "./vm.ts";

/** What XS has natively, and its worker as well. */
const BASE64 = {
  encode: (bytes: Uint8Array) => Buffer.from(bytes).toString("base64"),
  decode: (text: string) => Uint8Array.from(Buffer.from(text, "base64")).buffer,
};

const LOAD = `
board.artefacts = {};
board.require = (name) => {
  if (board.artefacts[name] !== undefined) return board.artefacts[name];
  if (board.modules[name] === undefined) throw new Error("no module " + name);
  return { __esModule: true, default: board.modules[name] };
};
board.add = (name, text) => {
  const module = { exports: {} };
  new Function("module", "exports", "require", text)(module, module.exports, board.require);
  board.artefacts[name] = module.exports;
};
globalThis.Date = board.date;
board.load = (text) => {
  board.add("catnap", text);
  globalThis.catnap = board.artefacts.catnap;
};`;

const asScript = remembering((module) => transformSync(module, { format: "cjs", target: "es2022" }).code);

class ModelGuest extends VmGuest {
  constructor(chip: Chip, answer: (question: string) => string) {
    const prelude = `${preludeText("moddable", chip)}\n${LOAD}`;
    super({ Base64: BASE64, TextDecoder, TextEncoder }, "", prelude, answer);
  }

  override add(name: string, text: string): void {
    super.add(name, asScript(text));
  }

  override load(text: string): void {
    super.load(asScript(text));
  }
}

export function xsModel(chip: Chip): Kind {
  return { name: "XS (model)", encoding: "base64", begin: (answer) => new ModelGuest(chip, answer) };
}

export const XS_MODEL = xsModel(CHIP);
