/*
 * The contract of an engine, on every engine that is present: one event, what the artefact asked for, and when it
 * is due. The artefacts are a few lines in each runtime's own words.
 */
import { afterEach, describe, expect, test } from "vitest";
import type { BoardEvent } from "../../../src/simulator/engines/engine.ts";
import { GuestEngine } from "../../../src/simulator/engines/guest.ts";
import { OPEN_OUTSIDE } from "../../../src/simulator/engines/outside.ts";
import { callLine, presentKinds } from "../../support/engines.ts";
import type { Language } from "../../support/engines.ts";

/** Connects, prints what it is told with its time, writes "hi" when it may, and closes when that was taken. */
const TALK: Record<Language, string> = {
  node: `const socket = require("node:net").connect({ host: "10.0.0.1", port: 1883 });
    socket.on("connect", () => socket.write(Buffer.from("hi"), () => socket.end()));
    socket.on("data", (bytes) => console.log("data " + bytes.toString("latin1")));
    socket.on("error", (error) => console.log("error"));`,
  espruino: `var isAsked = false;
    var socket = require("net").connect({ host: "10.0.0.1", port: 1883 }, function () { socket.write("hi"); });
    socket.on("drain", function () { socket.end(); });
    socket.on("data", function (bytes) { console.log("data " + bytes); });
    socket.on("error", function () { console.log("error"); });`,
  moddable: `import TCP from "embedded:io/socket/tcp";
    let isAsked = false;
    const socket = new TCP({ address: "10.0.0.1", port: 1883,
      onWritable: () => { if (isAsked) socket.close(); else socket.write(new Uint8Array([104, 105])); isAsked = true; },
      onReadable: (count) => trace("data " + String.fromArrayBuffer(socket.read(count))),
      onError: () => trace("error") });`,
  nodemcu: `local socket = net.createConnection(net.TCP, 0)
    socket:on("connection", function() socket:send("hi") end)
    socket:on("sent", function() socket:close() end)
    socket:on("receive", function(_, bytes) print("data " .. bytes) end)
    socket:on("reconnection", function() print("error") end)
    socket:connect(1883, "10.0.0.1")`,
};

/** Rings once after 250 ms, and again 100 ms later, where a first timer that was stopped rings never. */
const RING: Record<Language, string> = {
  node: `clearTimeout(setTimeout(() => console.log("never"), 50));
    setTimeout(() => { console.log("one"); setTimeout(() => console.log("two"), 100); }, 250);`,
  espruino: `clearTimeout(setTimeout(function () { console.log("never"); }, 50));
    setTimeout(function (name) { console.log(name); setTimeout(function () { console.log("two"); }, 100); }, 250, "one");`,
  moddable: `import Timer from "timer"; Timer.clear(Timer.set(() => trace("never"), 50));
    Timer.set(() => { trace("one"); Timer.set(() => trace("two"), 100); }, 250);`,
  nodemcu: `local never, timer = tmr.create(), tmr.create()
    never:register(50, tmr.ALARM_SEMI, function() print("never") end)
    never:start()
    never:stop()
    local isAgain = false
    timer:register(250, tmr.ALARM_SEMI, function()
      print(isAgain and "two" or "one")
      if not isAgain then timer:interval(100) timer:start() end
      isAgain = true
    end)
    timer:start()`,
};

/** Prints milliseconds that passed since it was loaded, when "tell()" is typed. */
const CLOCK: Record<Language, string> = {
  node: `const first = performance.now(); globalThis.tell = () => console.log(performance.now() - first);`,
  espruino: `var first = getTime(); globalThis.tell = function () { console.log(Math.round((getTime() - first) * 1000)); };`,
  moddable: `import Time from "time"; const first = Time.ticks; export const tell = () => trace(Time.ticks - first);`,
  nodemcu: `local first = tmr.now()
    function tell()
      local passed = tmr.now() - first
      if passed < 0 then passed = passed + 2147483647 + 1 end
      print(("%d"):format(math.floor(passed / 1000)))
    end
    return { tell = tell }`,
};

/** What is typed there. */
const TELL: Record<Language, string> = {
  node: "tell()",
  espruino: "tell()",
  moddable: "catnap.tell()",
  nodemcu: "tell()",
};

/** A module that is loaded by its name, and what it exports is printed. */
const HELPER: Record<Language, string> = {
  node: `exports.text = "helped";`,
  espruino: `exports.text = "helped";`,
  moddable: `export const text = "helped";`,
  nodemcu: `return { text = "helped" }`,
};
const HELPED: Record<Language, string> = {
  node: `console.log(require("helper").text);`,
  espruino: `console.log(require("helper").text);`,
  moddable: `import { text } from "helper"; trace(text);`,
  nodemcu: `print(require("helper").text)`,
};

const LANGUAGES = Object.keys(TALK) as Language[];
const kinds = (await Promise.all(LANGUAGES.map(async (language) => presentKinds(language)))).flatMap(
  (present, at) => present.map((kind) => ({ name: kind.name, kind, language: LANGUAGES[at] as Language })),
);

describe.each(kinds)("$name", ({ kind, language }) => {
  const engine = new GuestEngine(kind, OPEN_OUTSIDE);
  afterEach(() => void engine.stop());

  const begin = (texts: Record<Language, string>): string[] =>
    engine.start({ text: texts[language], program: "" }, 5000, {}).calls.map(callLine);
  const step = (nowMs: number, ...events: BoardEvent[]): string[] =>
    engine.step(nowMs, ...events).calls.map(callLine);

  test("a socket connects, writes, reads and closes, an event at a time", () => {
    expect(begin(TALK)).toEqual(["connect 1 10.0.0.1:1883"]);
    expect(step(5001, { event: "opened", socket: 1 })).toEqual(["write 1 6869"]);
    expect(step(5002, { event: "received", socket: 1, bytes: Buffer.from("yo") })).toEqual(["print data yo"]);
    expect(step(5003, { event: "sent", socket: 1 })).toEqual(["close 1"]);
    expect(step(5004, { event: "received", socket: 1, bytes: Buffer.from("late") })).toEqual([]);
  });

  test("a connection that breaks is told once, and what follows is nobody's", () => {
    begin(TALK);
    step(5001, { event: "opened", socket: 1 });
    const reset: BoardEvent = { event: "closed", socket: 1, ending: "reset" };
    expect(step(5002, reset, reset, { event: "sent", socket: 1 })).toEqual(["print error"]);
  });

  test("timers ring when they are due and not before, and dueMs says when that is", () => {
    begin(RING);
    expect(engine.step(5100, { event: "timer" })).toEqual({ calls: [], dueMs: 5250 });
    expect(engine.step(5250)).toEqual({ calls: [], dueMs: 5250 });
    expect(engine.step(5260, { event: "timer" })).toEqual({
      calls: [{ call: "print", text: "one" }],
      dueMs: 5360,
    });
    expect(engine.step(9000, { event: "timer" })).toEqual({
      calls: [{ call: "print", text: "two" }],
      dueMs: undefined,
    });
  });

  test("the board's clock goes with the caller's", () => {
    begin(CLOCK);
    const told: BoardEvent = { event: "typed", text: TELL[language] };
    expect(step(5000, told)).toEqual(["print 0"]);
    expect(step(6234, told)).toEqual(["print 1234"]);
    // More than tmr.now counts before it wraps, but asked for at least once in that time.
    expect([step(1_506_234, told), step(1_506_234, told)]).toEqual([["print 1501234"], ["print 1501234"]]);
  });

  test("an error that nobody catches is said, and the board goes on", () => {
    begin(CLOCK);
    const [fault] = step(5000, { event: "typed", text: "nothingLikeThis()" });
    expect(fault).toMatch(/^fault .*nothingLikeThis/s);
    expect(step(5007, { event: "typed", text: TELL[language] })).toEqual(["print 7"]);
  });

  test("modules of an artefact load each other by name", () => {
    const artefact = { text: HELPED[language], modules: { helper: HELPER[language] }, program: "" };
    expect(engine.start(artefact, 0, {}).calls.map(callLine)).toEqual(["print helped"]);
  });

  test("stop and start begin anew", () => {
    begin(TALK);
    step(5001, { event: "opened", socket: 1 });
    expect(engine.stop()).toEqual({});
    expect(begin(TALK)).toEqual(["connect 1 10.0.0.1:1883"]);
    expect(engine.step(5001)).toEqual({ calls: [], dueMs: undefined });
  });

  test("what cannot be loaded, a step without a start and a step back in time are refused", () => {
    expect(() => engine.step(1)).toThrow(/not started/);
    expect(() => engine.start({ text: "this is (no program", program: "" }, 0, {})).toThrow();
    begin(CLOCK);
    expect(() => engine.step(4999)).toThrow(/back in time/);
  });
});
