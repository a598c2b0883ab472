-- NodeMCU's node, rtcmem and sntp: deep sleep, restart, the reason of the last start, the memory that outlives the
-- first two, time, and tmr's watchdog. How much memory is free is not a board's. Stricter than the firmware: dsleep never returns, a sleep beyond dsleepMax never ends.
-- Source: NodeMCU 3.0, app/modules/node.c, rtcmem.c and their documentation.
local wordOf, bytesOf = board.wordOf, board.bytesOf

-- At room temperature; some 3.7 hours.
local DSLEEP_MAX_MS = 13315000
-- The raw code, and the extended reset cause.
local REASONS = { power = { 1, 0 }, restart = { 2, 4 }, timer = { 2, 5 }, pin = { 2, 6 } }

node = { chipid = function() return 0x00beef end, dsleepMax = function() return DSLEEP_MAX_MS * 1000.0 end }

-- Without a time only the option is set, which is about the radio's calibration; 0 sleeps until RST is pulled down.
function node.dsleep(us, option)
  local isKnown = option == nil or option == 0 or option == 1 or option == 2 or option == 4
  if not isKnown then error("wrong option value") end
  if us == nil then return end
  if type(us) ~= "number" or us < 0 or us >= 36000000000 then error("invalid time value") end
  local ms = math.ceil(us / 1000)
  board.stop(("sleep %.0f"):format(ms > DSLEEP_MAX_MS and 0 or ms))
end

function node.heap() return 30000 end

-- Restarts the board, unless it is called again before; a number below 0 switches it off.
function tmr.softwd(seconds) board.say(("watchdog %.0f"):format(seconds < 0 and 0 or seconds * 1000)) end

function node.restart() board.stop("restart") end

function node.bootreason()
  local reason = REASONS[board.ask("cause")]
  return reason[1], reason[2]
end

-- 128 words of 32 bits; each is kept under its number.
local WORDS = 128
rtcmem = {}
function rtcmem.write32(at, ...)
  local values = { ... }
  if at < 0 or at + #values > WORDS then error("RTC mem would overrun") end
  for place, value in ipairs(values) do
    board.ask(("keep %s %s"):format(wordOf("rtcmem" .. at + place - 1), wordOf(("%.0f"):format(value))))
  end
end
-- As many words as there are, from a number on; what was never written is 0.
function rtcmem.read32(at, count)
  local values = {}
  for place = at, math.min(at + (count or 1), WORDS) - 1 do
    local word = board.ask("read " .. wordOf("rtcmem" .. place))
    values[#values + 1] = word == "!" and 0 or tonumber(bytesOf(word))
  end
  return (table.unpack or unpack)(values)
end

-- Time from a server. Not in the firmware's default selection of modules.
sntp = {}
function sntp.sync(server, told, failed)
  board.post(function()
    local seconds = tonumber(board.ask("epoch"))
    if seconds and told then told(seconds, 0, server or "0.nodemcu.pool.ntp.org", {}) end
    if not seconds and failed then failed(4) end
  end)
end
