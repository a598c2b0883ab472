/*
 * What the library needs in real Lua 5.1: wasmoon's, whose pointers have 32 bits as on a board. The board is a
 * stand-in that holds nothing, so that what grows or is left behind is the library's own.
 * Not here: real sockets.
 */
import type { Lua } from "wasmoon-lua5.1";
import { CONNACK, OPTIONS, PACKET_ID_AT, PAYLOAD, TOPIC } from "./packet.ts";

/** One socket and timers that never ring; `settle` tells that everything was sent, as the firmware would. */
const BOARD = `
local socket, handlers, isSending, sent, none = {}, {}, false, "", function() end
writes = 0
function socket:on(name, handler) handlers[name] = handler end
function socket:connect() end
function socket:send(bytes) isSending, sent, writes = true, bytes, writes + 1 end
function socket:close() end
net = { TCP = 1, createConnection = function() return socket end }
tmr = { ALARM_SINGLE = 0, ALARM_SEMI = 2, ALARM_AUTO = 1, now = function() return 1000 end, create = function()
  return { register = none, interval = none, start = none, stop = none, alarm = none, unregister = none }
end }
node = { chipid = function() return 1 end }
function settle()
  while isSending do isSending = false handlers.sent(socket) end
end
function open(bytes)
  handlers.connection(socket)
  settle()
  handlers.receive(socket, bytes)
  settle()
end
function go(count, qos)
  for _ = 1, count do
    if catnap.publish(mqtt, "${TOPIC}", "${PAYLOAD}", qos, false) < 0 then error("publish was refused") end
    settle()
    if qos == 1 then
      handlers.receive(socket, "\\64\\2" .. sent:sub(${PACKET_ID_AT + 1}, ${PACKET_ID_AT + 2}))
      settle()
    end
  end
end
function held()
  collectgarbage() collectgarbage()
  return collectgarbage("count") * 1024
end
`;

/** ("\x1bL") becomes "\\27\\076": wasmoon would take a text with such bytes for UTF-8. */
export function luaLiteral(bytes: Uint8Array): string {
  return `"${Array.from(bytes, (byte) => `\\${String(byte).padStart(3, "0")}`).join("")}"`;
}

const OPTION_LINES = Object.entries(OPTIONS)
  .map(([name, value]) => `${name} = ${JSON.stringify(value)}`)
  .join(", ");

/** A Lua with the board, and the module as the text `chunk`. */
export interface LuaBoard {
  lua: Lua;
  /** Run a program that returns a number. */
  number: (program: string) => number;
}

/** @throws  Error where wasmoon-lua5.1 is not installed */
export async function startLua(module: Uint8Array): Promise<LuaBoard> {
  // A development dependency: not to be asked for by who only builds.
  const wasmoon = await import("wasmoon-lua5.1");
  const lua = await wasmoon.Lua.create({ traceAllocations: true });
  lua.doStringSync(BOARD);
  lua.doStringSync(`chunk = ${luaLiteral(module)}`);
  return { lua, number: (program) => Number(lua.doStringSync(program)) };
}

/** Load the chunk as `catnap`, under the name of a file, which is short: its own text would be held as its name. */
export const LOAD = 'catnap = assert(loadstring(chunk, "@catnap.lua"))()';
/** Then connect, as `mqtt`. */
export const CONNECT = `mqtt = catnap.connect({ host = "broker", ${OPTION_LINES} }) open(${luaLiteral(Uint8Array.from(CONNACK))})`;

/** Bytecode of a source, with its debug information. */
export async function luaBytecode(source: Uint8Array): Promise<Buffer> {
  const board = await startLua(source);
  const hex = String(
    board.lua.doStringSync(
      'return (string.dump(loadstring(chunk)):gsub(".", function(c) return ("%02x"):format(c:byte()) end))',
    ),
  );
  board.lua.global.close();
  return Buffer.from(hex, "hex");
}

/** Bytes that a loaded module holds beyond the empty state. */
export async function luaLoadedBytes(module: Uint8Array): Promise<number> {
  const board = await startLua(module);
  const bytes = board.number(`local before = held() ${LOAD} return held() - before`);
  board.lua.global.close();
  return bytes;
}

const SEARCH_BYTES = 512;

/** Whether a module loads, connects and publishes with so many bytes beyond the empty state and its own text. */
async function isEnough(module: Uint8Array, bytes: number): Promise<boolean> {
  const { lua, number } = await startLua(module);
  // The firmware collects before it gives up, Lua 5.1 itself does not: so it has to collect all the time.
  lua.doStringSync('collectgarbage("setpause", 100) collectgarbage("setstepmul", 10000)');
  lua.global.setMemoryMax(number("return held()") + bytes);
  try {
    lua.doStringSync(`${LOAD} ${CONNECT} go(100, 0)`);
    return true;
  } catch (error) {
    if (!String(error).includes("not enough memory")) throw error;
    return false;
  } finally {
    lua.global.close();
  }
}

/** The least memory in which a module can do its work, rounded up to half a KB; its text is as if in flash. */
export async function luaNeededBytes(module: Uint8Array): Promise<number> {
  let tooFew = 0;
  let enough = SEARCH_BYTES;
  while (!(await isEnough(module, enough))) {
    tooFew = enough;
    enough *= 2;
  }
  while (enough - tooFew > SEARCH_BYTES) {
    const bytes = Math.floor((enough + tooFew) / 2);
    if (await isEnough(module, bytes)) enough = bytes;
    else tooFew = bytes;
  }
  return enough;
}

export interface LuaPublish {
  /** Of one publish, with its writing. */
  garbageBytes: number;
  writes: number;
}

/** What one publish of a connected client costs, the mean of a thousand. */
export async function luaPublish(module: Uint8Array): Promise<LuaPublish> {
  const board = await startLua(module);
  board.lua.doStringSync(`${LOAD} ${CONNECT} go(10, 0) held() writes = 0 collectgarbage("stop")`);
  const bytes = board.number(
    'local before = collectgarbage("count") go(1000, 0) return (collectgarbage("count") - before) * 1024',
  );
  const writes = board.number("return writes");
  board.lua.global.close();
  return { garbageBytes: bytes / 1000, writes: writes / 1000 };
}
