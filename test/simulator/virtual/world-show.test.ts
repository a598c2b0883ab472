/*
 * What a run prints on a terminal, where it also says how far it is.
 */
import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import type { Output } from "../../../src/simulator/show.ts";
import { WorldShow } from "../../../src/simulator/virtual/world-show.ts";

const HOUR_MS = 3_600_000;

function showOn(isTTY: boolean, limitMs: number | undefined) {
  const out: Output = Object.assign(new PassThrough(), { isTTY });
  let text = "";
  out.on("data", (piece: Buffer) => (text += piece.toString()));
  const show = new WorldShow({ out, limitMs, isSummed: true, isTraced: false });
  return { show, text: () => text };
}

test("on a terminal the status says how far the world is, and how long the rest will take", () => {
  const { show, text } = showOn(true, 100 * HOUR_MS);
  show.reading(25 * HOUR_MS, "a", "1");
  expect(text()).toMatch(/1d 01:00:00\.000 {3}1 reading {3}25 %, about [\d,]+ s left/);
  show.end();
});

test("without an end in sight it says where it is", () => {
  const { show, text } = showOn(true, undefined);
  show.reading(25 * HOUR_MS, "a", "1");
  expect(text()).toMatch(/1d 01:00:00\.000 {3}1 reading$/);
  show.end();
});

test("elsewhere there is no status, also not at the end", () => {
  const { show, text } = showOn(false, 100 * HOUR_MS);
  show.reading(1000, "a", "1");
  show.trace({ atMs: 1000, place: "broker", text: "one of many" });
  show.trace({ atMs: 2000, place: "wifi", text: "is lost" });
  show.end();
  expect(text()).toBe("   00:00:01.000  a  1\n   00:00:02.000  wifi     is lost\n");
});
