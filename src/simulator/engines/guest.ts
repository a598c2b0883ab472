/*
 * The one implementation of an engine: it keeps the caller's clock and the storage, and puts lines into a guest,
 * which is an interpreter with a prelude in it. Not here: interpreters (vm.ts, lua.ts, xs.ts, espruino.ts).
 */
import type { Artefact, BoardCall, BoardEvent, Engine, Kept, Outcome, Outside } from "./engine.ts";
import { answerOf, bytesOf, callOf, eventWords, messageOf, wordOf } from "./wire.ts";
import type { Encoding } from "./wire.ts";

/** An interpreter with a prelude in it. */
export interface Guest {
  /** Make a module known that an artefact loads by name. */
  add(name: string, text: string): void;
  /** Load an artefact as `catnap`; what it does while loading is said by the next hear. */
  load(text: string): void;
  /** Hand lines to the prelude as one message, and answer the lines that it said. */
  hear(message: string): string;
  end(): void;
}

export interface Kind {
  name: string;
  encoding: Encoding;
  /** @param answer  answers a question of the prelude, at once */
  begin: (answer: (question: string) => string) => Guest;
}

export class GuestEngine implements Engine {
  private guest: Guest | undefined;
  private kept: Kept = {};
  private nowMs = 0;

  constructor(
    private readonly kind: Kind,
    private readonly outside: Outside,
  ) {}

  get name(): string {
    return this.kind.name;
  }

  start(artefact: Artefact, nowMs: number, kept: Kept): Outcome {
    this.guest?.end();
    this.kept = { ...kept };
    this.nowMs = nowMs;
    this.guest = this.kind.begin((question) => this.answer(question));
    const { text, modules = {}, program } = artefact;
    for (const [name, module] of Object.entries(modules)) this.guest.add(name, module);
    this.guest.load(text);
    return this.tell(
      program === "" ? [] : [eventWords({ event: "typed", text: program }, this.kind.encoding)],
    );
  }

  step(nowMs: number, ...events: BoardEvent[]): Outcome {
    const passedMs = nowMs - this.nowMs;
    if (this.guest !== undefined && passedMs < 0)
      throw new Error(`${this.name}: a step back in time, from ${this.nowMs} to ${nowMs} ms`);
    this.nowMs = nowMs;
    const lines = events.map((event) => eventWords(event, this.kind.encoding));
    return this.tell(passedMs === 0 ? lines : [["pass", `${passedMs}`], ...lines]);
  }

  stop(): Kept {
    this.guest?.end();
    this.guest = undefined;
    return this.kept;
  }

  private tell(lines: string[][]): Outcome {
    if (this.guest === undefined) throw new Error(`${this.name} is not started: call start first`);
    const said = this.guest.hear(messageOf(lines, this.kind.encoding)).split("\n");
    const [word, left] = (said.pop() ?? "").split(" ");
    if (word !== "due")
      throw new Error(`${this.name}: the prelude ended with "${word}" instead of when it is due`);
    const calls: BoardCall[] = said.map((line) => callOf(line, this.kind.encoding));
    return { calls, dueMs: left === "-1" ? undefined : this.nowMs + Number(left) };
  }

  /** What is about the storage is answered here, everything else by the outside. */
  private answer(question: string): string {
    const { encoding } = this.kind;
    const words = question.split(" ");
    const [verb, word = "", bytes = ""] = words;
    const name = bytesOf(word, encoding).toString();
    const kept = this.kept[name];
    switch (verb) {
      case "read":
        return kept === undefined ? "!" : wordOf(kept, encoding);
      case "keep":
        this.kept[name] = bytesOf(bytes, encoding);
        return "1";
      case "forget":
        delete this.kept[name];
        return kept === undefined ? "!" : "1";
      case "kept":
        return wordOf(Object.keys(this.kept).join("\n"), encoding);
      default:
        return answerOf(words, encoding, this.outside);
    }
  }
}
