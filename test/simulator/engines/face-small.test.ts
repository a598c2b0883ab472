/*
 * The small client on the sequences of test/vectors. On Node it tells what the whole client tells, but for what it
 * does not take and for what it lets pass; every engine does what Node does, on a sample of the scripts. A topic that is
 * not UTF-8 it does not check, and its text is each engine's own.
 */
import { describe, expect, test } from "vitest";
import { Reason } from "../../../src/client/status.ts";
import { loadedEngines } from "../../support/engines.ts";
import type { Entry, Language } from "../../support/engines.ts";
import { FACE_TIMEOUT_MS, onNode, sameAsNode, SCRIPTS } from "../../support/face-suite.ts";

const NAMES = [
  ...["connect", "disconnect", "maySleep", "publish", "state", "subscribe", "undelivered", "unsubscribe"],
];
const SMALL: Entry = { path: "src/runtimes/small/face.ts", names: NAMES };
/** A prime, so that every way of cutting has its turn; what is slow takes fewer. */
const [EVERY, SLOW] = [7, 41];

/** A topic whose text is each engine's own. */
const NOT_UTF8 = [
  "topic above U+10FFFF",
  "topic that ends inside a character",
  "topic with a surrogate",
  "topic with an over-long form",
];
/** What the whole client closes for and the small one lets pass: it harms nobody, or a broker does not do it. */
const PASSED = [
  "CONNACK, session present after a clean start",
  "PUBACK with id 0",
  "PUBLISH to +",
  "PUBLISH to a#",
  "PUBLISH with DUP and QoS 0",
  "remaining length 0 in four bytes",
  "remaining length 0 in two bytes",
  "remaining length 2 in two bytes",
  "topic with U+0000",
  ...NOT_UTF8,
];
const CLOSES: number[] = [Reason.Malformed, Reason.TooLong, Reason.Overrun, Reason.Refused];

/** The whole client tells its pieces as they come; the small one waits for the end. */
const ENDLESS = "a claim of 268,435,455 bytes";

/** Whether a message was larger than rxBytes, so that only its first piece was told. */
function isCut(outcome: string): boolean {
  const places = [...outcome.matchAll(/(?<offset>\d+)\+(?<bytes>\d+)\/(?<total>\d+)/g)];
  return places.some(({ groups }) => groups?.["offset"] === "0" && groups["bytes"] !== groups["total"]);
}

const whole = await onNode();
const expected = await onNode(SMALL);
/** Each script but those about subscriptions, where the small client has ids of its own (test/runtimes/small). */
const compared = [...SCRIPTS.entries()].filter(([, { sequence }]) => !/^(UN)?SUBACK/.test(sequence.name));

const closeOf = (outcome: string): number => Number(/^print close (\d+)/m.exec(outcome)?.[1]);
const toldOf = (outcome: string): string[] => outcome.match(/^print (message|ack|connect) .*/gm) ?? [];

describe("on Node", { timeout: FACE_TIMEOUT_MS }, () => {
  test("nothing goes wrong, and each script closes once and for a reason that small clients have", () => {
    expect(expected.filter((outcome) => outcome.includes("fault"))).toEqual([]);
    const reasons = new Set(expected.map(closeOf));
    expect([...reasons].filter((reason) => reason !== Reason.Asked && !CLOSES.includes(reason))).toEqual([]);
  });

  test("it closes where the whole client does, but for what it lets pass", () => {
    const passed = compared.filter(
      ([at, { sequence }]) =>
        sequence.reason !== Reason.None && closeOf(expected[at] as string) === Reason.Asked,
    );
    expect([...new Set(passed.map(([, { sequence }]) => sequence.name))].sort()).toEqual(PASSED.sort());
  });

  test("it tells what the whole client tells, until something is larger than rxBytes", () => {
    const wrong = compared.flatMap(([at, { title, sequence }]) => {
      const outcome = expected[at] as string;
      const isExempt = PASSED.includes(sequence.name) || sequence.name === ENDLESS;
      if (isExempt || closeOf(outcome) === Reason.TooLong || isCut(outcome)) return [];
      return toldOf(outcome).join() === toldOf(whole[at] as string).join() ? [] : [title];
    });
    expect(wrong).toEqual([]);
  });
});

for (const language of ["espruino", "moddable", "nodemcu"] satisfies Language[])
  for (const loaded of await loadedEngines(language, "face", SMALL))
    sameAsNode(
      loaded,
      expected,
      /model|^XS$/.test(loaded.title) ? EVERY : SLOW,
      (name) => !NOT_UTF8.includes(name),
    );
