/*
 * Messages to and from a process, without waiting in the event loop.
 */
import { expect, test } from "vitest";
import { Channel } from "../../../src/simulator/engines/channel.ts";

const ECHO = `
const { readSync, writeSync } = require("node:fs");
const space = Buffer.alloc(2 ** 16);
for (let count = readSync(0, space); count > 0; count = readSync(0, space)) writeSync(1, space, 0, count);`;

function node(script: string): Channel {
  return new Channel({
    command: process.execPath,
    args: ["script.cjs"],
    files: { "script.cjs": script },
    stdio: (input, output) => [input, output, "inherit"],
  });
}

test("messages come back whole and in order, also empty ones and those larger than a FIFO holds", () => {
  const channel = node(ECHO);
  // A FIFO holds 64 KB in each direction.
  const messages = ["", "5:hello,", "ä", "x".repeat(100_000)];
  for (const message of messages) channel.send(message);
  expect(messages.map(() => channel.receive().toString())).toEqual(messages);
  channel.end();
  channel.end();
});

test("a process that ends is an error of the next receive", () => {
  const channel = node("process.exit(3);");
  expect(() => channel.receive()).toThrow(/has ended, or took more than 20 s/);
  channel.end();
});

test("so is a command that does not exist", () => {
  const channel = new Channel({
    command: "no-such-command-anywhere",
    args: [],
    files: {},
    stdio: (input, output) => [input, output, "inherit"],
  });
  expect(() => channel.receive()).toThrow(/no-such-command-anywhere has ended/);
  channel.end();
});
