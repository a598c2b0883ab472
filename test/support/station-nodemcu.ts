/*
 * A NodeMCU on which a built station runs: the model of its firmware in real Lua 5.1, with a bus.
 */
import { Board } from "./nodemcu.ts";
import { nowMs } from "./station-board.ts";
import type { Chips, Pins } from "./station-board.ts";

/** Pins and bytes of module i2c; `write` and `read` of a chip are the host's, bytes as hexadecimal digits. */
const LUA_BUS = (sda: number, scl: number): string => `
local isSetUp, address, direction = false, nil, nil
i2c = { TRANSMITTER = 0, RECEIVER = 1, start = function() end, stop = function() address = nil end,
  setup = function(id, sda, scl, hz)
    isSetUp = id == 0 and sda == ${sda} and scl == ${scl} and hz >= 25000
    return hz
  end,
  address = function(id, at, to)
    address, direction = at, to
    return isSetUp and chipThere(at)
  end,
  write = function(id, bytes)
    if direction ~= 0 then error("not a transmitter") end
    local h = ""
    for _, byte in ipairs(bytes) do h = h .. ("%02x"):format(byte) end
    chipWrite(address, h)
    return #bytes
  end,
  read = function(id, count)
    if direction ~= 1 then error("not a receiver") end
    return (chipRead(address, count):gsub("..", function(d) return string.char(tonumber(d, 16)) end))
  end }`;

/** Run a file as NodeMCU's init.lua would. */
export async function bootNodemcu(lua: string, chips: Chips, pins: Pins): Promise<Board> {
  const board = await Board.start();
  const { ctx } = board.lua;
  ctx["chipThere"] = (address: number) => chips.has(address);
  ctx["chipWrite"] = (address: number, hex: string) =>
    void chips.get(address)?.write([...Buffer.from(hex, "hex")], nowMs());
  ctx["chipRead"] = (address: number, count: number) =>
    Buffer.from(chips.get(address)?.read(count, nowMs()) ?? []).toString("hex");
  board.run(LUA_BUS(pins.sda, pins.scl));
  board.run(lua);
  return board;
}
