-- NodeMCU's buses: i2c and ow. Stricter than the firmware: what is written to a 1-Wire bus needs a setup and a reset
-- before it, and a transaction ends with the event in which it began. Not here: the search for several devices on one
-- 1-Wire bus, whose bits nobody simulates: search reads the ROM code of the only one.
-- Source: NodeMCU 3.0, app/modules/i2c.c, ow.c, its documentation's table of pins; Maxim DS18B20 data sheet.
local wordOf, bytesOf = board.wordOf, board.bytesOf

-- One transfer at a time: what is written goes out with the read behind it, or with the stop.
i2c = { TRANSMITTER = 0, RECEIVER = 1, SLOW = 100000, setup = function() return i2c.SLOW end }
local pending = { address = 0, written = "" }
local function transfer(address, written, count)
  return board.ask(("i2c %d %s %d"):format(address, wordOf(written), count))
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

-- Of pins D1 to D12.
local GPIO = { 5, 4, 0, 2, 14, 12, 13, 15, 3, 1, 9, 10 }
local buses = {}
ow = {}

-- The outside is told of whole transactions: reset, write, read.
local function exchange(bus, count)
  bus.isTold = true
  return board.ask(("onewire %d %s %d"):format(GPIO[bus.pin], wordOf(bus.written), count))
end

-- What was written without a read behind it.
local function flush()
  for _, bus in pairs(buses) do
    if bus.isReset and bus.written ~= "" and not bus.isTold then exchange(bus, 0) end
  end
end

local function busOf(pin, isReset)
  local bus = buses[pin]
  if not bus then error("no setup of this 1-Wire bus") end
  if isReset and not bus.isReset then error("a 1-Wire bus is used behind a reset, in the same event") end
  return bus
end

local function write(pin, bytes)
  local bus = busOf(pin, true)
  bus.written, bus.isTold = bus.written .. bytes, false
end

board.settle = flush
function board.idle()
  flush()
  for _, bus in pairs(buses) do bus.isReset = false end
end

function ow.setup(pin)
  if not GPIO[pin] then error(pin == 0 and "no 1-wire for D0" or "ow " .. tostring(pin) .. " does not exist") end
  flush()
  buses[pin] = { pin = pin, written = "", readBytes = 0, isReset = false }
end
function ow.reset(pin)
  local bus = busOf(pin)
  flush()
  bus.written, bus.readBytes, bus.isReset = "", 0, true
  return exchange(bus, 0) == "!" and 0 or 1
end
function ow.skip(pin) write(pin, "\204") end
-- Does no reset.
function ow.select(pin, rom)
  if type(rom) ~= "string" or #rom ~= 8 then error("wrong arg range") end
  write(pin, "\85" .. rom)
end
function ow.write(pin, byte)
  if byte > 255 then error("wrong arg range") end
  write(pin, string.char(byte))
end
function ow.write_bytes(pin, bytes) write(pin, bytes) end
function ow.read_bytes(pin, count)
  local bus = busOf(pin, true)
  local all = bus.readBytes + count
  local word = exchange(bus, all)
  -- A bus on which nobody answers is high.
  local bytes = word == "!" and ("\255"):rep(all) or bytesOf(word)
  bus.readBytes = all
  return bytes:sub(-count)
end
function ow.read(pin) return ow.read_bytes(pin, 1):byte() end
function ow.depower(pin) busOf(pin) end

function ow.crc8(bytes)
  local crc = 0
  for at = 1, #bytes do
    local byte = bytes:byte(at)
    for _ = 1, 8 do
      local isOdd = crc % 2 ~= byte % 2
      crc, byte = math.floor(crc / 2), math.floor(byte / 2)
      if isOdd then
        -- An exclusive or with 0x8c, bit by bit: Lua 5.1 has no such operator.
        for _, bit in ipairs({ 4, 8, 128 }) do
          crc = crc + (math.floor(crc / bit) % 2 == 1 and -bit or bit)
        end
      end
    end
  end
  return crc
end

function ow.reset_search(pin) busOf(pin).isFound = false end
-- The ROM code of the next device; nil behind the last one.
function ow.search(pin)
  local bus = busOf(pin)
  if bus.isFound or ow.reset(pin) == 0 then return nil end
  write(pin, "\51")
  local rom = ow.read_bytes(pin, 8)
  if ow.crc8(rom) ~= 0 then error("more than one device on the 1-Wire bus: search is not simulated") end
  bus.isFound, bus.isReset = true, false
  return rom
end
