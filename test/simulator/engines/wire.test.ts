/*
 * The lines between an engine and its prelude, and what is refused. That both sides agree: engine.test.ts.
 */
import { expect, test } from "vitest";
import { answerOf, callOf, eventWords, messageOf } from "../../../src/simulator/engines/wire.ts";
import { OPEN_OUTSIDE } from "../../../src/simulator/engines/outside.ts";

test("bytes are base64 in JSON for JavaScript, and hexadecimal digits in lines for Lua", () => {
  const event = { event: "received" as const, socket: 7, bytes: new Uint8Array([0, 255]) };
  expect(messageOf([["pass", "5"], eventWords(event, "base64")], "base64")).toBe(
    '[["pass","5"],["received","7","AP8="]]',
  );
  expect(messageOf([["pass", "5"], eventWords(event, "hex")], "hex")).toBe("pass 5\nreceived 7 00ff");
});

test("nothing is a word as well", () => {
  expect(eventWords({ event: "typed", text: "" }, "hex")).toEqual(["typed", "-"]);
  expect(callOf("print -", "hex")).toEqual({ call: "print", text: "" });
});

test("a line or a question that no prelude writes is refused, with its text", () => {
  expect(() => callOf("reboot 1", "hex")).toThrow('said "reboot 1"');
  expect(() => answerOf(["weather", "here"], "hex", OPEN_OUTSIDE)).toThrow('asked "weather here"');
});
