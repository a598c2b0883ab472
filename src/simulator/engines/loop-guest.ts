/*
 * A guest that is a program of its own with a loop of ours in it: "load " and an artefact as a word, "name " and
 * "text " of a module, or lines, go in; "." and lines, "?" and a question, or "!" and an error come out.
 */
import { Channel } from "./channel.ts";
import type { Program } from "./channel.ts";
import type { Guest } from "./guest.ts";
import { wordOf } from "./wire.ts";
import type { Encoding } from "./wire.ts";

export class LoopGuest implements Guest {
  private readonly channel: Channel;

  constructor(
    private readonly program: Program,
    private readonly encoding: Encoding,
    private readonly answer: (question: string) => string,
  ) {
    this.channel = new Channel(program);
  }

  add(name: string, text: string): void {
    this.hear(`name ${name}`);
    this.hear(`text ${wordOf(text, this.encoding)}`);
  }

  load(text: string): void {
    this.hear(`load ${wordOf(text, this.encoding)}`);
  }

  hear(lines: string): string {
    this.channel.send(lines);
    for (;;) {
      const reply = this.channel.receive().toString("latin1");
      const body = reply.slice(1);
      if (reply.startsWith("?")) this.channel.send(this.answer(body));
      else if (reply.startsWith(".")) return body;
      else throw new Error(`${this.program.command}: ${body}`);
    }
  }

  end(): void {
    this.channel.end();
  }
}
