/*
 * What makes Espruino different from other JavaScript, as the model has it and, where it is installed, the real
 * interpreter: its sockets, its timers, and in the model what its language lacks.
 */
import { afterEach, describe, expect, test } from "vitest";
import type { BoardEvent } from "../../../src/simulator/engines/engine.ts";
import { ESPRUINO_MODEL } from "../../../src/simulator/engines/espruino-model.ts";
import { GuestEngine } from "../../../src/simulator/engines/guest.ts";
import { OPEN_OUTSIDE } from "../../../src/simulator/engines/outside.ts";
import { callLine, presentKinds } from "../../support/engines.ts";

const SOCKET = `globalThis.socket = require("net").connect({ host: "h", port: 1 }, function () { console.log("connected"); });
  ["drain", "close"].forEach(function (event) { socket.on(event, function () { console.log(event); }); });
  socket.on("data", function (bytes) { console.log("data " + bytes.length); });
  socket.on("error", function (error) { console.log("error " + error.code); });`;

const typed = (text: string): BoardEvent => ({ event: "typed", text });
const opened: BoardEvent = { event: "opened", socket: 1 };
const sent: BoardEvent = { event: "sent", socket: 1 };

/** A program, events behind it, and the lines that come of them. */
const CASES: [string, string, BoardEvent[], string[]][] = [
  [
    "a drain follows the connection, and every time that all is sent",
    SOCKET,
    [opened, typed(`socket.write("ab"); socket.write("c");`), sent, sent],
    ["connect 1 h:1", "print connected", "print drain", "write 1 616263", "print drain"],
  ],
  [
    "what is written goes out 536 bytes at a time, and drain waits for the last of them",
    SOCKET,
    [opened, typed(`socket.write("x".repeat(600))`), sent, sent],
    ["connect 1 h:1", "print connected", "print drain"].concat([
      `write 1 ${"78".repeat(536)}`,
      `write 1 ${"78".repeat(64)}`,
      "print drain",
    ]),
  ],
  [
    "a typed array goes out as its text",
    SOCKET,
    [opened, typed(`socket.write(new Uint8Array([48, 255, 0]))`)],
    ["connect 1 h:1", "print connected", "print drain", `write 1 ${Buffer.from("48,255,0").toString("hex")}`],
  ],
  [
    "E.toString makes the bytes of a typed array, or of a view into one",
    SOCKET,
    [
      opened,
      typed(
        `var v = new Uint8Array([9, 48, 255, 0, 9]); socket.write(E.toString(new Uint8Array(v.buffer, 1, 3)))`,
      ),
    ],
    ["connect 1 h:1", "print connected", "print drain", "write 1 30ff00"],
  ],
  [
    "a socket that ends sends what was written, closes, and takes no more",
    SOCKET,
    [opened, typed(`socket.write("a"); socket.end();`), sent, typed(`socket.write("b")`)],
    [
      "connect 1 h:1",
      "print connected",
      "print drain",
      "write 1 61",
      "print drain",
      "close 1",
      "print close",
    ].concat("fault Error: This socket is closed"),
  ],
  [
    "what arrives comes 536 bytes at a time",
    SOCKET,
    [opened, { event: "received", socket: 1, bytes: new Uint8Array(1200) }],
    ["connect 1 h:1", "print connected", "print drain", "print data 536", "print data 536", "print data 128"],
  ],
  [
    "a reset is an error and a close, an end in order a close",
    SOCKET,
    [opened, { event: "closed", socket: 1, ending: "reset" }],
    ["connect 1 h:1", "print connected", "print drain", "print error -9", "print close"],
  ],
  [
    "clearTimeout of a timer that has ended is an error",
    `globalThis.timer = setTimeout(function () {}, 0);`,
    [{ event: "timer" }, typed("clearTimeout(timer)")],
    ["fault Error: Unknown Timeout"],
  ],
];

describe.each((await presentKinds("espruino")).map((kind) => ({ name: kind.name, kind })))(
  "$name",
  ({ kind }) => {
    const engine = new GuestEngine(kind, OPEN_OUTSIDE);
    afterEach(() => void engine.stop());

    for (const [title, program, events, lines] of CASES)
      test(title, () => {
        const { calls } = engine.start({ text: program, program: "" }, 0, {});
        const after = events.flatMap((event) => engine.step(0, event).calls);
        expect([...calls, ...after].map(callLine)).toEqual(lines);
      });

    test("what its grammar lacks is refused before it runs", () => {
      const text = "exports.last = function (list) { return list?.last; };";
      expect(() => engine.start({ text, program: "" }, 0, {})).toThrow(/Espruino has no \?\., line 1/);
    });
  },
);

describe("the model", () => {
  const engine = new GuestEngine(ESPRUINO_MODEL, OPEN_OUTSIDE);
  afterEach(() => void engine.stop());
  const lines = (text: string): string[] => engine.start({ text, program: "" }, 0, {}).calls.map(callLine);

  for (const name of [
    "Map",
    "Symbol",
    "Math.trunc",
    "Array.from",
    "[].flat",
    "Object.freeze",
    "Number.isInteger",
  ])
    test(`has no ${name}`, () => {
      expect(lines(`console.log(typeof ${name});`)).toEqual(["print undefined"]);
    });

  test("knows a function only once its definition was passed", () => {
    expect(lines("function one() { return 1; } console.log(one());")).toEqual(["print 1"]);
    expect(() => lines("one(); function one() {}")).toThrow(/one is not a function/);
    expect(() => lines("(function () { one(); function one() {} })();")).toThrow(/one is not a function/);
  });

  test("has byte strings", () => {
    expect(lines('console.log("\\u00e4".length + " " + "°".length + " " + E.isUTF8("°"));')).toEqual([
      "print 1 2 false",
    ]);
  });
});
