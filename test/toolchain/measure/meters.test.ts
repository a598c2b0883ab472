/*
 * The meters themselves, on small clients whose needs are known: what is held, what is left behind, what is written.
 */
import { describe, expect, test } from "vitest";
import { aboutEspruino, espruinoFigures } from "../../../src/toolchain/measure/espruino.ts";
import { espruinoWrites } from "../../../src/toolchain/measure/espruino-writes.ts";
import { luaLoadedBytes, luaNeededBytes, luaPublish } from "../../../src/toolchain/measure/lua.ts";
import { findXs } from "../../../src/simulator/engines/xs.ts";
import { xsFigures } from "../../../src/toolchain/measure/xs.ts";
import { notRun } from "../../support/not-run.ts";

const TIMEOUT_MS = 60_000;

/** Holds a chain of so many tables of one item, and sends what it is given, so many times. */
const luaClient = (held: number, pieces: number): Buffer =>
  Buffer.from(`
local held = false
for _ = 1, ${held} do held = { held } end
local socket = net.createConnection(net.TCP, 0)
local none, count = function() end, 0
for _, name in ipairs { "connection", "receive", "sent" } do socket:on(name, none) end
return {
  connect = function() return {} end,
  publish = function(_, topic, payload)
    count = count + 1
    local packet = topic .. payload .. ("%08d"):format(count)
    for _ = 1, ${pieces} do socket:send(packet) end
    return 0
  end,
  held = function() return held end,
}`);

describe("Lua's", () => {
  test("loaded bytes grow by what a module holds, and bytes to run as much", async () => {
    const [none, thousand] = [luaClient(0, 1), luaClient(1000, 1)];
    const grown = (await luaLoadedBytes(thousand)) - (await luaLoadedBytes(none));
    // A table has 32 bytes and an item 16, where pointers have four.
    expect(Math.abs(grown - 48_000)).toBeLessThan(100);
    const needed = (await luaNeededBytes(thousand)) - (await luaNeededBytes(none));
    expect(Math.abs(needed - grown)).toBeLessThan(grown / 20);
  });

  test("garbage is two new texts a publish, and writes are counted", async () => {
    const { garbageBytes, writes } = await luaPublish(luaClient(0, 3));
    // 8 and 48 bytes, each with a zero byte and 16 of header.
    expect(garbageBytes).toBeGreaterThanOrEqual(8 + 48 + 2 * 17);
    expect(garbageBytes).toBeLessThan(150);
    expect(writes).toBe(3);
  });
});

/** Holds so many empty objects while connected, and drops so many at each publish. */
const xsClient = (held: number, dropped: number): string => `
import TCP from "embedded:io/socket/tcp";
export function connect(options) {
  const none = () => {};
  const socket = new TCP({ address: "127.0.0.1", host: "127.0.0.1", port: 1883, nodelay: true,
    onReadable: none, onWritable: none, onError: none });
  const objects = [];
  for (let at = 0; at < ${held}; at += 1) objects.push({});
  return { socket, objects };
}
export function publish(client, topic, payload) {
  for (let at = 0; at < ${dropped}; at += 1) ({}).toString();
  client.socket.write(payload);
  return 0;
}`;

const worker = findXs();
if (worker === undefined) notRun("xsnap worker not built");
else
  test("XS's slots grow by what is held, garbage by what is dropped", async () => {
    const few = await xsFigures(worker, xsClient(0, 0));
    const many = await xsFigures(worker, xsClient(100, 7));
    // An object is one slot; an array keeps its items in a chunk.
    expect(many.connectedSlots - few.connectedSlots).toBe(100);
    expect(Math.round(many.garbageSlots - few.garbageSlots)).toBe(7);
    expect(many.writes).toBe(1);
  });

/** A client that is hardly more than a socket, with a text of so many characters in it. */
const espruinoClient = (chars: number): string => `
exports.text = function () { return ${JSON.stringify("x".repeat(chars))}; };
exports.connect = function (options) {
  function none() {}
  var socket = require("net").connect(options, function () { setTimeout(options.onConnect, 20); });
  socket.on("data", none); socket.on("drain", none); socket.on("close", none);
  return socket;
};`;

/** Connects, and calls `write` so many times for a publish, in the turn of the event loop in which it is asked. */
const espruinoWriter = (pieces: number, answer = 0): string => `
exports.connect = function (options) { return require("net").connect(options); };
exports.publish = function (socket, topic, payload) {
  for (var at = 0; at < ${pieces}; at++) socket.write(payload);
  return ${answer};
};`;

describe("Espruino's socket writes", () => {
  test.each([0, 1, 3])("are counted when a publish makes %i", (pieces) => {
    expect(espruinoWrites(espruinoWriter(pieces))).toBe(pieces);
  });

  test("are none of a publish that is refused, and that is said", () => {
    expect(() => espruinoWrites(espruinoWriter(1, -2))).toThrow(/publish was refused/);
  });
});

const small = process.env["ESPRUINO_SMALL"];
if (small === undefined) notRun("ESPRUINO_SMALL names no interpreter of 1,700 variables");
else
  describe("Espruino's variables", () => {
    const figures = async (chars: number) => {
      const { totalCount } = await aboutEspruino(small);
      return espruinoFigures(small, espruinoClient(chars), totalCount);
    };

    test(
      "grow by the text of a module from RAM, twelve characters each, and hardly from flash",
      { timeout: TIMEOUT_MS },
      async () => {
        const short = await figures(0);
        const long = await figures(1200);
        expect((long.RAM.loaded ?? 0) - (short.RAM.loaded ?? 0)).toBeGreaterThan(95);
        expect((long.flash.loaded ?? 0) - (short.flash.loaded ?? 0)).toBeLessThan(5);
        expect((short.flash.connected ?? Infinity) - (short.flash.loaded ?? 0)).toBeLessThan(25);
      },
    );

    test("of a module that is too large are none", { timeout: TIMEOUT_MS }, async () => {
      const { RAM } = await figures(12_000);
      expect(RAM).toEqual({ loaded: undefined, connected: undefined, peak: undefined });
    });
  });
