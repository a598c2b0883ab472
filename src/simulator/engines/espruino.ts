/*
 * The real Espruino interpreter, a Linux build of its public source: the one that ESPRUINO names, or `espruino` on
 * the PATH. How to get one is Espruino's own documentation. It must have files (E.openFile), as its stock build has.
 */
import type { StdioOptions } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { checkGrammar } from "../../toolchain/espruino-grammar.ts";
import type { Kind } from "./guest.ts";
import { LoopGuest } from "./loop-guest.ts";
import { CHIP, preludePart, preludeText } from "./prelude.ts";
import type { Chip } from "./prelude.ts";
import { remembering } from "./remember.ts";

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** The interpreter's path, or undefined when there is none. */
export function findEspruino(): string | undefined {
  const path = (process.env["PATH"] ?? "").split(delimiter);
  // npm puts the upload tool there, which has the same name.
  const folders = path.filter((folder) => !folder.includes("node_modules"));
  const places = [process.env["ESPRUINO"] ?? "", ...folders.map((folder) => join(folder, "espruino"))];
  return places.find((place) => place !== "" && isProgram(place));
}

/** @throws  Error for grammar that Espruino has not */
const checked = remembering((text) => {
  checkGrammar(text);
  return text;
});

class EspruinoGuest extends LoopGuest {
  constructor(command: string, chip: Chip, answer: (question: string) => string) {
    const program = {
      command,
      args: ["board.js"],
      files: { "board.js": `${preludeText("espruino", chip)}\n${preludePart("espruino-loop.js")}` },
      stdio: (input: number, output: number): StdioOptions => ["ignore", "ignore", "ignore", input, output],
    };
    super(program, "base64", answer);
  }

  override add(name: string, text: string): void {
    super.add(name, checked(text));
  }

  override load(text: string): void {
    super.load(checked(text));
  }
}

export function espruinoKind(command: string, chip: Chip = CHIP): Kind {
  return {
    name: "Espruino",
    encoding: "base64",
    begin: (answer) => new EspruinoGuest(command, chip, answer),
  };
}
