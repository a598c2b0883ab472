/*
 * NodeMCU's tls module as a stand-in in real Lua 5.1, with the host's TLS behind it, on the board of nodemcu.ts. As in
 * the firmware, callbacks are held until the socket is collected, "disconnection" comes without its socket, a failed
 * handshake has no text, and neither send nor close ever complains.
 * Source: NodeMCU 3.0, app/modules/tls.c and app/mbedtls/app/espconn_mbedtls.c.
 */
import tls from "node:tls";
import type { Engine } from "./engine-client.ts";
import { LUA } from "./lua-machine.ts";
import type { Board } from "./nodemcu.ts";

const STAND_IN = `
local callbacks, open, count, authority = {}, {}, 0, ""
local alive = setmetatable({}, { __mode = "k" })
local EVENTS = { dns = 1, connection = 1, receive = 1, sent = 1, disconnection = 1, reconnection = 1 }
local function pem(text, kind)
  if type(text) ~= "string" or not text:find("-----BEGIN " .. kind, 1, true) then error("Wrong PEM type") end
end
tls = { cert = {
  verify = function(cert) pem(cert, "CERTIFICATE") authority = cert return true end,
  auth = function(cert, key) pem(cert, "CERTIFICATE") pem(key, "RSA PRIVATE KEY") return true end,
} }
local methods = {}
function methods:on(name, handler)
  if not EVENTS[name] then error("invalid method") end
  if handler ~= nil and type(handler) ~= "function" then error("invalid callback function") end
  callbacks[alive[self]][name] = handler
end
function methods:connect(port, host)
  local id = alive[self]
  if open[id] then error("already connected") end
  open[id] = self
  secureDial(id, port, host, authority)
end
function methods:send(bytes) if open[alive[self]] then secureSend(alive[self], hexOf(bytes)) end end
function methods:close() if open[alive[self]] then secureClose(alive[self]) end end
function tls.createConnection()
  count = count + 1
  local id, socket = count, newproxy(true)
  callbacks[id] = {}
  alive[socket] = id
  getmetatable(socket).__index = methods
  getmetatable(socket).__gc = function() callbacks[id] = nil end
  return socket
end
function secureEvent(id, name, detail)
  local socket, handler = open[id], callbacks[id] and callbacks[id][name]
  if not socket then return end
  if name == "disconnection" or name == "reconnection" then open[id] = nil end
  if name == "disconnection" then socket = nil end
  if handler then handler(socket, detail) end
end
function secureBytes(id, hex)
  secureEvent(id, "receive", (hex:gsub("..", function(digits) return string.char(tonumber(digits, 16)) end)))
end
function socketsHeld()
  collectgarbage() collectgarbage()
  local held = 0
  for _ in pairs(callbacks) do held = held + 1 end
  return held
end
`;

/** What the firmware says of a connection that did not come to be, as far as TCP is to blame. */
const REASONS: Record<string, string> = {
  ECONNREFUSED: "Connection reset",
  ECONNRESET: "Connection reset",
  ETIMEDOUT: "Timeout",
};

export class SecureBoard {
  readonly log: string[];
  private readonly sockets = new Map<number, tls.TLSSocket>();
  private isOver = false;

  private constructor(readonly board: Board) {
    this.log = board.log;
    const { ctx } = board.lua;
    ctx["secureDial"] = (id: number, port: number, host: string, ca: string) => this.dial(id, port, host, ca);
    ctx["secureSend"] = (id: number, hex: string) => {
      this.sockets.get(id)?.write(Buffer.from(hex, "hex"), () => this.call("secureEvent", id, "sent"));
    };
    ctx["secureClose"] = (id: number) => void this.sockets.get(id)?.end();
  }

  static async start(): Promise<SecureBoard> {
    const secure = new SecureBoard((await LUA.start()) as Board);
    secure.run(STAND_IN);
    return secure;
  }

  run(program: string): unknown {
    return this.board.run(program);
  }

  private call(name: string, ...values: unknown[]): void {
    if (!this.isOver) this.board.lua.global.call(name, ...values);
  }

  /** Without an authority the firmware takes any certificate. */
  private dial(id: number, port: number, host: string, ca: string): void {
    const socket = tls.connect({ port, host, ...(ca === "" ? { rejectUnauthorized: false } : { ca }) });
    let error: NodeJS.ErrnoException | undefined;
    this.sockets.set(id, socket);
    socket.on("secureConnect", () => this.call("secureEvent", id, "connection"));
    socket.on("data", (bytes) => this.call("secureBytes", id, bytes.toString("hex")));
    socket.on("error", (one) => (error = one));
    socket.on("close", () => {
      if (error === undefined) this.call("secureEvent", id, "disconnection");
      else this.call("secureEvent", id, "reconnection", REASONS[error.code ?? ""]);
    });
  }

  stop(): void {
    this.isOver = true;
    for (const socket of this.sockets.values()) socket.destroy();
    this.board.stop();
  }
}

export const LUA_TLS: Engine = { ...LUA, start: () => SecureBoard.start() };
