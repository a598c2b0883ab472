/*
 * Prints the state machine of the connection, all of it, for a person to judge: test/golden/link.txt.
 */
import { expect, test } from "vitest";
import * as linkFile from "../../src/client/link.ts";
import { nextLink } from "../../src/client/link.ts";
import type { Link, LinkEvent } from "../../src/client/link.ts";
import { Status } from "../../src/client/status.ts";
import { namesOf } from "../support/client.ts";

/** Every number of an enum with its name, in order. */
function numbersOf(enumName: string): [number, string][] {
  return Object.entries(namesOf(linkFile, enumName))
    .filter(([key]) => /^\d+$/.test(key))
    .map(([key, name]) => [Number(key), name]);
}

const STATES = numbersOf("Link");
const EVENTS = numbersOf("LinkEvent");
const NAMES = new Map([...STATES, [Status.Unexpected, "-"]]);

function row(head: string, cells: string[]): string {
  return [head, ...cells]
    .map((cell) => cell.padEnd(10))
    .join("")
    .trimEnd();
}

test("the machine is the one in test/golden/link.txt", async () => {
  const lines = [
    "test/golden/link.txt, printed by test/client/link.test.ts",
    row(
      "",
      EVENTS.map(([, name]) => name),
    ),
  ];
  for (const [state, name] of STATES) {
    const nexts = EVENTS.map(([event]) => nextLink(state as Link, event as LinkEvent));
    lines.push(
      row(
        name,
        nexts.map((next) => NAMES.get(next) ?? `? ${next}`),
      ),
    );
  }
  await expect(lines.join("\n") + "\n").toMatchFileSnapshot("../golden/link.txt");
});
