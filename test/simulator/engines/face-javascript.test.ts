/*
 * The library in every JavaScript engine does what it does on Node: every sequence of test/vectors, cut in two at
 * every byte and byte by byte, in events of the engine interface. That Node itself does the same however the network
 * cuts, with every size of rx, is held by test/client/cuts.test.ts; here each cut has one of the three sizes.
 *
 * Every engine takes every sequence whole; XS and the minified build in the model take every script. The real
 * Espruino needs some 20 ms for each: it takes one in 11, a prime, so that every way of cutting has its turn. The
 * plain build in the model differs from the minified one in names only, and takes one in 7; so does the model of XS,
 * which is there for computers without XS.
 */
import { expect, test } from "vitest";
import { Reason } from "../../../src/client/status.ts";
import { loadedEngines } from "../../support/engines.ts";
import { FACE_TIMEOUT_MS, onNode, sameAsNode, SCRIPTS } from "../../support/face-suite.ts";

const EVERY: Record<string, number> = {
  "Espruino (model), plain": 7,
  "XS (model)": 7,
  "Espruino, plain": 11,
  "Espruino, minified": 11,
};

const expected = await onNode();

test("on Node every script ends for the reason that its sequence names", { timeout: FACE_TIMEOUT_MS }, () => {
  const wrong = SCRIPTS.flatMap(({ title, sequence }, at) => {
    const first = /^print close (\d+)/m.exec(expected[at] as string)?.[1];
    // The last event of a script is that the program asks to disconnect.
    const reason = sequence.reason === Reason.None ? Reason.Asked : sequence.reason;
    return Number(first) === reason ? [] : [`${title}: ${first}`];
  });
  expect(wrong).toEqual([]);
});

test("nothing on Node goes wrong", () => {
  expect(expected.filter((outcome) => outcome.includes("fault"))).toEqual([]);
});

for (const loaded of [
  ...(await loadedEngines("espruino", "face")),
  ...(await loadedEngines("moddable", "face")),
])
  sameAsNode(loaded, expected, EVERY[loaded.title] ?? 1);
