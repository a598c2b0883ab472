-- NodeMCU's own API over a simulated board: net, tmr, node, i2c, rtcmem, on any Lua. Stricter than the firmware: a
-- second send before "sent" raises an error, so does any call on a closed socket.
-- Source: NodeMCU 3.0, app/modules/net.c, tmr.c, i2c.c, rtcmem.c.
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

net = { TCP = 1, createConnection = function(kind)
  if kind ~= 1 then error("only TCP") end
  return createSocket()
end }

tmr = { ALARM_SEMI = 2, now = function() return board.nowUs end }

function tmr.create()
  board.timerCount = board.timerCount + 1
  local timer = { id = board.timerCount }
  function timer:register(ms, mode, handler)
    if mode ~= tmr.ALARM_SEMI then error("not modelled") end
    self:interval(ms)
    self.handler = handler
    return true
  end
  function timer:interval(ms)
    if ms < 1 or ms > 6870947 or ms ~= math.floor(ms) then error("bad interval") end
    self.ms = ms
  end
  function timer:start()
    self.leftMs = self.ms
    board.timers[self.id] = self
    return true
  end
  function timer:stop()
    board.timers[self.id] = nil
    return true
  end
  return timer
end

node = { chipid = function() return 0x00beef end }

-- One transfer at a time: what is written goes out with the read behind it, or with the stop.
i2c = { TRANSMITTER = 0, RECEIVER = 1, SLOW = 100000, setup = function() return i2c.SLOW end }
local pending = { address = 0, written = "" }
local function transfer(address, written, count)
  return ask(("i2c %d %s %d"):format(address, wordOf(written), count))
end
function i2c.start() end
function i2c.address(_, address)
  pending.address = address
  return transfer(address, "", 0) ~= "!"
end
function i2c.write(_, bytes)
  local before = #pending.written
  if type(bytes) == "table" then
    for _, byte in ipairs(bytes) do pending.written = pending.written .. string.char(byte) end
  else
    pending.written = pending.written .. (type(bytes) == "number" and string.char(bytes) or bytes)
  end
  return #pending.written - before
end
function i2c.read(_, count)
  local word = transfer(pending.address, pending.written, count)
  pending.written = ""
  return word == "!" and "" or bytesOf(word)
end
function i2c.stop()
  if pending.written ~= "" then transfer(pending.address, pending.written, 0) end
  pending.written = ""
end

-- 128 words of 32 bits; each is kept under its number.
rtcmem = {}
function rtcmem.write32(at, ...)
  for place, value in ipairs({ ... }) do
    ask(("keep %s %s"):format(wordOf("rtcmem" .. at + place - 1), wordOf(("%d"):format(value))))
  end
end
function rtcmem.read32(at)
  local word = ask("read " .. wordOf("rtcmem" .. at))
  return word == "!" and 0 or tonumber(bytesOf(word))
end

function print(...)
  local words = {}
  for place, value in ipairs({ ... }) do words[place] = tostring(value) end
  say("print " .. wordOf(table.concat(words, "\t")))
end

