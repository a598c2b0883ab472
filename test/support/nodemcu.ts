/*
 * A NodeMCU as far as the port can see it: net, tmr and node as globals of real Lua 5.1, stricter than the
 * firmware. A second send before "sent" raises an error, so does any call on a closed socket, and tmr.now wraps.
 * Sockets are the host's own TCP; bytes cross as hexadecimal digits, because wasmoon takes texts for UTF-8.
 */
import net from "node:net";
import { Lua } from "wasmoon-lua5.1";
import { LIBRARY_ABSENCES } from "../../src/toolchain/features.ts";
import { luaLibrary } from "./builds.ts";

/** Half a second before tmr.now wraps, so that every test over TCP passes the wrap. */
const START_US = 2 ** 31 - 500_000;

/** What the board has; `transmit`, `call`, `hangUp`, `alarm`, `calm`, `nowUs` are the host's. */
export const BOARD = `
local sockets, timers, count = {}, {}, 0
local function hex(s) return (s:gsub(".", function(c) return ("%02x"):format(c:byte()) end)) end
local function bytes(h) return (h:gsub("..", function(d) return string.char(tonumber(d, 16)) end)) end
local function id() count = count + 1 return count end
local function create()
  local sk = { handlers = {} }
  function sk:on(name, handler) self.handlers[name] = handler end
  function sk:connect(port, host)
    if self.id then error("already connected") end
    self.id = id()
    sockets[self.id] = self
    call(self.id, port, host)
  end
  function sk:send(s)
    if not self.isOpen then error("not connected") end
    if self.isSending then error("send before sent") end
    if type(s) ~= "string" or #s == 0 then error("nothing to send") end
    if #s > 2920 then error("more than two segments") end
    self.isSending = true
    writes = (writes or 0) + 1
    transmit(self.id, s)
  end
  function sk:close()
    if not sockets[self.id] then error("not connected") end
    sockets[self.id] = nil
    self.isOpen = false
    hangUp(self.id)
  end
  return sk
end
net = { TCP = 1, createConnection = function(kind, secure)
  if kind ~= 1 then error("not modelled") end
  if secure ~= nil then error("takes a wish for security without a word, and connects without") end
  return create()
end }
function deliver(at, name, detail)
  local sk = sockets[at]
  if not sk then return end
  if name == "connection" then sk.isOpen = true end
  if name == "sent" then sk.isSending = false end
  if name == "disconnection" then sockets[at] = nil sk.isOpen = false end
  local handler = sk.handlers[name]
  if handler then handler(sk, detail) end
end
function deliverHex(at, h) deliver(at, "receive", bytes(h)) end
function hexOf(s) return hex(s) end
tmr = { ALARM_SEMI = 2, now = function() return nowUs() end, create = function()
  local timer = { id = id() }
  timers[timer.id] = timer
  function timer:register(ms, mode, handler)
    if mode ~= 2 then error("not modelled") end
    self.ms, self.handler = ms, handler
    return true
  end
  function timer:interval(ms)
    if ms < 1 or ms > 6870947 or ms ~= math.floor(ms) then error("bad interval") end
    self.ms = ms
  end
  function timer:start() self.isOn = true alarm(self.id, self.ms) return true end
  function timer:stop() self.isOn = false calm(self.id) return true end
  return timer
end }
function timersOn()
  local on = 0
  for _, timer in pairs(timers) do if timer.isOn then on = on + 1 end end
  return on
end
function ring(at)
  local timer = timers[at]
  if timer.isOn then timer.isOn = false timer.handler() end
end
node = { chipid = function() return 0x00beef end }
`;

/** Handlers that note what they are told. */
const HANDLERS = `
function handlers(options)
  options.onConnect = function(isPresent) note("connect " .. (isPresent and "present" or "absent")) end
  options.onMessage = options.onMessage or function(topic, piece, qos, retain, dup, offset, total)
    note(("message %s q%d %d+%d/%d %s"):format(hexOf(topic), qos, offset, #piece, total, hexOf(piece)))
  end
  options.onAck = function(number) note("ack " .. number) end
  options.onSubscribed = function(filter, granted) note("subscribed " .. filter .. " " .. granted) end
  options.onClose = function(reason, code) note("close " .. reason .. " " .. code) end
  options.onNotice = function(notice, detail) note("notice " .. notice .. " " .. detail) end
  return options
end
`;

/** A board with the library loaded as `catnap`, on the host's network. */
export class Board {
  readonly log: string[] = [];
  private readonly sockets = new Map<number, net.Socket>();
  private readonly timers = new Map<number, NodeJS.Timeout>();
  private isOver = false;

  private constructor(readonly lua: Lua) {
    const { ctx } = lua;
    const startedMs = performance.now();
    ctx["note"] = (line: string) => void this.log.push(line);
    ctx["nowUs"] = () => (START_US + Math.floor((performance.now() - startedMs) * 1000)) % 2 ** 31;
    ctx["alarm"] = (id: number, ms: number) => {
      clearTimeout(this.timers.get(id));
      this.timers.set(
        id,
        setTimeout(() => this.call("ring", id), ms),
      );
    };
    ctx["calm"] = (id: number) => clearTimeout(this.timers.get(id));
    ctx["call"] = (id: number, port: number, host: string) => this.dial(id, port, host);
    ctx["transmitHex"] = (id: number, hex: string) => {
      this.sockets.get(id)?.write(Buffer.from(hex, "hex"), () => this.call("deliver", id, "sent"));
    };
    ctx["hangUp"] = (id: number) => void this.sockets.get(id)?.end();
  }

  static async start(conditions: string[] = []): Promise<Board> {
    const board = new Board(await Lua.create());
    board.run(BOARD);
    board.run("function transmit(id, s) transmitHex(id, hexOf(s)) end");
    board.run(HANDLERS);
    board.run(`catnap = (function()\n${await luaLibrary([...LIBRARY_ABSENCES, ...conditions])}end)()`);
    return board;
  }

  /** Run Lua, from the top of the event loop. */
  run(program: string): unknown {
    return this.lua.doStringSync(program);
  }

  private call(name: string, ...values: unknown[]): void {
    if (!this.isOver) this.lua.global.call(name, ...values);
  }

  private dial(id: number, port: number, host: string): void {
    const socket = net.connect({ port, host });
    let code = 0;
    this.sockets.set(id, socket);
    socket.setNoDelay(true);
    socket.on("connect", () => this.call("deliver", id, "connection"));
    socket.on("data", (bytes) => this.call("deliverHex", id, bytes.toString("hex")));
    // ERR_RST of lwIP, also when nobody listens.
    socket.on("error", () => (code = -9));
    socket.on("close", () => this.call("deliver", id, code === 0 ? "disconnection" : "reconnection", code));
  }

  stop(): void {
    this.isOver = true;
    for (const timer of this.timers.values()) clearTimeout(timer);
    for (const socket of this.sockets.values()) socket.destroy();
    this.lua.global.close();
  }
}
