/*
 * What the README says of commands and reports is what a station says.
 */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { begin, take, textAt } from "#bytes";
import { makeOrder, takeCommand } from "#commands";
import { makeFacts, putReport, reportBytes } from "#status";
import { makeClient } from "../../src/client/state.ts";
import { Reason } from "../../src/client/status.ts";
import { WakeCause } from "../../src/runtimes/board.ts";
import { talkProblems } from "../../src/station/check-talk.ts";
import { office } from "../../boards/office.ts";
import { START_MS, testOptions } from "../support/client.ts";

const README = readFileSync(new URL("../../README.md", import.meta.url), "utf8");

const commands = [...README.matchAll(/^ {4}(office\/cmd\/\w+) {2,}(?:(\S.*?) {2,})?(\S.*)$/gm)];

test("the README has commands", () => {
  expect(commands.length).toBeGreaterThan(5);
  expect(talkProblems(office)).toEqual([]);
});

for (const [line, topic = "", payload = "", answer] of commands)
  test(`README: ${line.trim()}`, () => {
    const piece = new TextEncoder().encode(payload);
    expect(takeCommand(makeOrder(), office, topic, piece, piece.length, false, false)).toBe(answer);
  });

test("README: a report", () => {
  const { counters } = makeClient(testOptions(), "board", START_MS);
  const facts = {
    ...makeFacts(WakeCause.Timer, "0.1.0"),
    ...{ uptimeS: 86_400, boots: 2, rssiDbm: -61, supplyMv: 3291, freeBytes: 20_480, reason: Reason.Silent },
  };
  const frame = begin(reportBytes("0.1.0"));
  putReport(frame, facts, { ...counters, connects: 2 });
  const chunk = take(frame);
  expect(README).toContain(`    ${textAt(chunk, 0, chunk.length)}\n`);
});
