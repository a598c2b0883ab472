-- NodeMCU's own API over a simulated board, on any Lua: net, tmr, print. Stricter than the firmware: a second send
-- before "sent" raises an error, so does any call on a closed socket. Not here: the parts that stand in files of their
-- own; rtctime and adc, which a firmware may not have either.
-- Source: NodeMCU 3.0, app/modules/net.c, tmr.c.
local wordOf, bytesOf, say, happen = board.wordOf, board.bytesOf, board.say, board.happen

-- What one frame of lwIP carries at most.
local FRAME_BYTES = 1460
-- In the order of wire.ts: ended, reset, unreachable, unknown host; ERR_RST of lwIP, also when nobody listens.
local ERRORS = { 0, -9, -9, 0 }
local function createSocket()
  local socket = { handlers = {}, isOpen = false, isSending = false }
  function socket:on(name, handler) self.handlers[name] = handler end
  function socket:connect(port, host)
    if self.id then error("already connected") end
    board.socketCount = board.socketCount + 1
    self.id = board.socketCount
    board.sockets[self.id] = self
    say(("connect %d %s %d 0"):format(self.id, wordOf(host), port))
  end
  function socket:send(bytes)
    if not self.isOpen then error("not connected") end
    if self.isSending then error("send before sent") end
    if type(bytes) ~= "string" or #bytes == 0 then error("nothing to send") end
    self.isSending = true
    say(("write %d %s"):format(self.id, wordOf(bytes)))
  end
  function socket:close()
    if not board.sockets[self.id] then error("not connected") end
    board.sockets[self.id] = nil
    self.isOpen = false
    say(("close %d"):format(self.id))
  end
  function socket:tell(name, ...)
    local handler = self.handlers[name]
    if handler then board.guard(handler, self, ...) end
  end
  return socket
end

function happen.opened(socket)
  socket.isOpen = true
  socket:tell("connection")
end

function happen.received(socket, word)
  local bytes = bytesOf(word)
  for at = 1, #bytes, FRAME_BYTES do socket:tell("receive", bytes:sub(at, at + FRAME_BYTES - 1)) end
end

function happen.sent(socket)
  if not socket.isSending then return end
  socket.isSending = false
  socket:tell("sent")
end

function happen.closed(socket, word)
  local ending = tonumber(word)
  board.sockets[socket.id] = nil
  socket.isOpen = false
  if ending == 3 then socket:tell("dns", nil)
  elseif ending == 0 then socket:tell("disconnection", 0)
  else socket:tell("reconnection", ERRORS[ending + 1]) end
end

net = { TCP = 1, dns = {}, createConnection = function(kind)
  if kind ~= 1 then error("only TCP") end
  return createSocket()
end }
-- OpenDNS, unless somebody has set another or a router has given one.
local servers = { [0] = "208.67.222.222" }
function net.dns.getdnsserver(at) return servers[at] end
function net.dns.setdnsserver(address, at) servers[at] = address end

tmr = { ALARM_SINGLE = 0, ALARM_AUTO = 1, ALARM_SEMI = 2, now = function() return board.nowUs end }

local function checkInterval(ms)
  if type(ms) ~= "number" or ms < 1 or ms > 6870947 or ms ~= math.floor(ms) then error("Range: 1-6870947") end
end

local Timer = {}
Timer.__index = Timer
function Timer:register(ms, mode, handler)
  checkInterval(ms)
  if mode ~= 0 and mode ~= 1 and mode ~= 2 then error("Invalid mode") end
  if type(handler) ~= "function" then error("Must be function") end
  board.timers[self.id] = nil
  self.ms, self.mode, self.call = ms, mode, handler
end
function Timer:interval(ms)
  checkInterval(ms)
  self.ms = ms
  if board.timers[self.id] then self:start(true) end
end
function Timer:start(isRestart)
  if not self.mode then error("not registered") end
  if board.timers[self.id] and not isRestart then return false end
  self.leftMs = self.ms
  self.everyMs = self.mode == tmr.ALARM_AUTO and self.ms or nil
  board.timers[self.id] = self
  return true
end
function Timer:alarm(ms, mode, handler)
  self:register(ms, mode, handler)
  return self:start()
end
-- What rings once is registered no more when it has.
function Timer:handler()
  local call = self.call
  if self.mode == tmr.ALARM_SINGLE then self:unregister() end
  call(self)
end
function Timer:stop()
  local isRunning = board.timers[self.id] ~= nil
  board.timers[self.id] = nil
  return isRunning
end
function Timer:unregister()
  board.timers[self.id] = nil
  self.mode, self.call = nil, nil
end
-- Whether it runs, and its mode.
function Timer:state()
  if not self.mode then return nil end
  return board.timers[self.id] ~= nil, self.mode
end

function tmr.create()
  board.timerCount = board.timerCount + 1
  return setmetatable({ id = board.timerCount }, Timer)
end

function print(...)
  local words = {}
  for place = 1, select("#", ...) do words[place] = tostring((select(place, ...))) end
  say("print " .. wordOf(table.concat(words, "\t")))
end
