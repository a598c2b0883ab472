/*
 * Every number that may be shown to a person has words.
 */
import { describe, expect, test } from "vitest";
import * as links from "../../src/client/link.ts";
import * as statuses from "../../src/client/status.ts";
import { Cause, Reason, Status } from "../../src/client/status.ts";
import { closeWords, linkWord, statusWords } from "../../src/simulator/words.ts";
import { namesOf } from "../support/client.ts";

/** Names and numbers of a const enum, which in tests is a real object with both ways round. */
function membersOf(file: object, enumName: string): [string, number][] {
  const members = Object.entries(namesOf(file, enumName)).filter(([, value]) => typeof value === "number");
  expect(members.length).toBeGreaterThan(0);
  return members as unknown as [string, number][];
}

// The enum, its members, and the words of each.
const WORDS: [string, [string, number][], (member: number) => string][] = [
  ["Link", membersOf(links, "Link"), linkWord],
  ["Status", membersOf(statuses, "Status"), statusWords],
  // Of a loss the cause is told instead.
  [
    "Reason",
    membersOf(statuses, "Reason").filter(([name]) => name !== "Lost"),
    (reason) => closeWords(reason, 1),
  ],
  ["Cause", membersOf(statuses, "Cause"), (cause) => closeWords(Reason.Lost, cause)],
  [
    "CONNACK code",
    [1, 2, 3, 4, 5].map((code): [string, number] => [String(code), code]),
    (code) => closeWords(Reason.Refused, code),
  ],
];

for (const [enumName, members, wordsOf] of WORDS)
  describe(enumName, () => {
    for (const [name, member] of members) {
      test(`${name} has words`, () => {
        expect(wordsOf(member)).toMatch(/^\w.*\w$/);
        expect(wordsOf(member)).not.toContain("undefined");
      });
    }

    test("no two are told in the same words", () => {
      const all = members.map(([, member]) => wordsOf(member));
      expect(new Set(all).size).toBe(all.length);
    });
  });

const CLOSES: [Reason, number, string][] = [
  [Reason.Refused, 4, "the broker refused the connection: bad user name or password"],
  [Reason.Refused, 5, "the broker refused the connection: not authorised"],
  [Reason.Refused, 200, "the broker refused the connection: code 200"],
  [Reason.BadOptions, Status.TooLarge, "the options cannot work: larger than the limits"],
  [
    Reason.Lost,
    Cause.Unreachable,
    "nobody listens at the broker's address, or the network does not reach it",
  ],
  [Reason.NoConnack, 0, "no CONNACK in time"],
];

for (const [reason, code, words] of CLOSES) {
  test(`reason ${reason} with code ${code} is "${words}"`, () => {
    expect(closeWords(reason, code)).toBe(words);
  });
}
