/*
 * Reads a line that nobody should see: from the terminal without an echo, or from standard input.
 */
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { Writable } from "node:stream";

export interface Terminal extends Readable {
  isTTY?: boolean | undefined;
}

/** The first line, or undefined when there is none. */
async function firstLine(input: Readable, isTerminal: boolean): Promise<string | undefined> {
  // What a terminal would echo goes nowhere.
  const output = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input, output, terminal: isTerminal });
  for await (const line of lines) {
    lines.close();
    return line;
  }
  return undefined;
}

/**
 * @param isPiped  take standard input whatever it is, and ask nothing
 * @throws         Error without a terminal to ask at, and for an input without a line
 */
export async function readSecret(
  question: string,
  isPiped: boolean,
  input: Terminal = process.stdin,
  ask: (text: string) => unknown = (text) => process.stderr.write(text),
): Promise<string> {
  const isTerminal = !isPiped && input.isTTY === true;
  if (!isPiped && !isTerminal)
    throw new Error("there is no terminal to type a password at: pipe it in, with --password-stdin");
  if (isTerminal) ask(question);
  const line = await firstLine(input, isTerminal);
  if (isTerminal) ask("\n");
  if (line === undefined) throw new Error("there was no password to read: give it as one line");
  return line;
}
