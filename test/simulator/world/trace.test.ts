import { expect, test } from "vitest";
import { timeText, Trace, traceText } from "../../../src/simulator/world/trace.ts";
import { World } from "../../../src/simulator/world/world.ts";

test("a trace keeps the last lines, in columns, and tells all of them", () => {
  const heard: string[] = [];
  const world = new World({ seed: 1, traceCapacity: 2, hear: (line) => heard.push(line.text) });
  for (const text of ["one", "two", "three"]) world.say("wifi", text);
  expect(heard).toEqual(["one", "two", "three"]);
  expect(world.trace.last().map((line) => line.text)).toEqual(["two", "three"]);
  expect(traceText({ atMs: 93_784_567, place: "tcp", text: "open" })).toBe("1d 02:03:04.567  tcp      open");
  expect(timeText(61_001)).toBe("00:01:01.001");
  expect(new Trace(0).last()).toEqual([]);
});
