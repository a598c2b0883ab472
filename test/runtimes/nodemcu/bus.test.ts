/* Steps on NodeMCU's i2c in real Lua 5.1: what the bus does, and what is told of it. */
import { beforeAll, expect, test } from "vitest";
import { Lua } from "wasmoon-lua5.1";
import { Status } from "../../../src/client/status.ts";
import { buildLua } from "../../../src/toolchain/nodemcu.ts";
import { BUILD_LIMIT_MS } from "../../support/engine-client.ts";

/** A bus with one chip at 0x44, which acknowledges `taken` bytes and answers with `bytes`. */
const BUS = `
calls, taken, bytes = {}, 99, "\\1\\2"
i2c = { TRANSMITTER = 0, RECEIVER = 1,
  start = function() if taken < 0 then error("i2c 0 is not configured") end calls[#calls + 1] = "start" end,
  stop = function() calls[#calls + 1] = "stop" end,
  address = function(_, at, way) calls[#calls + 1] = (way == 0 and "write " or "read ") .. at return at == 0x44 end,
  write = function(_, all) return math.min(#all, taken) end,
  read = function(_, count) return bytes:sub(1, count) end }
memory = { bytes = "\\9\\9\\9" }
function step(address, out, count)
  return bus.transfer(nil, { bus = "i2c", address = address }, { write = out, waitMs = 0, readBytes = count, at = 1 }, memory)
end
function kept() return memory.bytes:byte(1) .. " " .. memory.bytes:byte(2) .. " " .. memory.bytes:byte(3) end
`;

let script = "";
beforeAll(() => {
  script = buildLua("src/runtimes/nodemcu/bus.ts");
}, BUILD_LIMIT_MS);

// What is done, on which bus, and then the status, the memory and the calls.
const CASES: [string, string, string, Status, string, string][] = [
  ["writes, then reads", "", "step(0x44, { 1 }, 2)", Status.Ok, "9 1 2", "start write 68 start read 68 stop"],
  ["only writes", "", "step(0x44, { 1 }, 0)", Status.Ok, "9 9 9", "start write 68 stop"],
  ["nobody is there", "", "step(0x45, { 1 }, 2)", Status.Absent, "9 9 9", "start write 69 stop"],
  [
    "a byte is refused",
    "taken = 1",
    "step(0x44, { 1, 2 }, 2)",
    Status.Absent,
    "9 9 9",
    "start write 68 stop",
  ],
  [
    "fewer bytes come than were asked for",
    `bytes = "\\1"`,
    "step(0x44, { 1 }, 2)",
    Status.Absent,
    "9 9 9",
    "start write 68 start read 68 stop",
  ],
  ["the bus was never set up", "taken = -1", "step(0x44, { 1 }, 2)", Status.Unsupported, "9 9 9", ""],
  ["the firmware has no i2c", "i2c = nil", "step(0x44, { 1 }, 2)", Status.Unsupported, "9 9 9", ""],
];

for (const [title, before, step, status, memory, calls] of CASES)
  test(`${title}: ${status}`, async () => {
    const lua = await Lua.create();
    try {
      lua.doStringSync(`bus = (function()\n${script}end)()\n${BUS}\n${before}`);
      expect(lua.doStringSync(`return ${step}`)).toBe(status);
      expect(lua.doStringSync("return kept()")).toBe(memory);
      expect(lua.doStringSync(`return table.concat(calls, " ")`)).toBe(calls);
    } finally {
      lua.global.close();
    }
  });
