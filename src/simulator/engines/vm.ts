/*
 * Engines inside of this process: a node:vm context with a prelude in it. Not here: what each context offers
 * (node.ts, espruino-model.ts).
 */
import { createContext, Script } from "node:vm";
import type { Context } from "node:vm";
import type { Guest } from "./guest.ts";
import { remembering } from "./remember.ts";

const scriptOf = remembering((text) => new Script(text));

interface Board {
  answer: (question: string) => string;
  add: (name: string, text: string) => void;
  boot: (text: string) => void;
  hear: (lines: string) => string;
}

export class VmGuest implements Guest {
  private readonly context: Context;
  private readonly board: Board;

  /**
   * @param globals  beside the language's own
   * @param before   makes the context what it has to be, before the prelude runs
   */
  constructor(globals: Record<string, unknown>, before: string, prelude: string, answer: Board["answer"]) {
    this.context = createContext({ ...globals });
    scriptOf(before).runInContext(this.context);
    // In a function: a name that is global in a context costs node:vm a microsecond each time it is read.
    const board = scriptOf(`(function () {${prelude}\nreturn board;\n})()`).runInContext(
      this.context,
    ) as Board;
    board.answer = answer;
    this.context["board"] = board;
    this.board = board;
  }

  add(name: string, text: string): void {
    this.board.add(name, text);
  }

  load(text: string): void {
    this.board.boot(text);
  }

  hear(lines: string): string {
    return this.board.hear(lines);
  }

  end(): void {
    this.context["board"] = undefined;
  }
}
