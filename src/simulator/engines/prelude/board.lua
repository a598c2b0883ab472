-- The board around an artefact, in Lua: sockets and timers by number, and the lines of wire.ts. What comes behind it
-- presents them as NodeMCU does. `ask` is the engine's.

-- Half a second before tmr.now wraps, so that every run passes the wrap.
board = { nowUs = 2146983648, said = {}, sockets = {}, socketCount = 0, timers = {}, timerCount = 0 }

-- By verb, what happens to a socket.
board.happen = {}

function board.wordOf(bytes)
  if bytes == "" then return "-" end
  return (bytes:gsub(".", function(char) return ("%02x"):format(char:byte()) end))
end

function board.bytesOf(word)
  if word == "-" then return "" end
  return (word:gsub("%x%x", function(digits) return string.char(tonumber(digits, 16)) end))
end

function board.say(line) board.said[#board.said + 1] = line end

function board.guard(call, ...)
  local isDone, fault = pcall(call, ...)
  if not isDone then board.say("fault " .. board.wordOf(tostring(fault))) end
end

local function nextTimer()
  local first
  for _, timer in pairs(board.timers) do
    local isEarlier = not first or timer.leftMs < first.leftMs
    if isEarlier or (timer.leftMs == first.leftMs and timer.id < first.id) then first = timer end
  end
  return first
end

local function ring()
  local timer = nextTimer()
  while timer and timer.leftMs <= 0 do
    board.timers[timer.id] = nil
    board.guard(timer.handler)
    timer = nextTimer()
  end
end

local function pass(ms)
  for _, timer in pairs(board.timers) do timer.leftMs = timer.leftMs - ms end
  while ms > 0 do
    -- In parts whose microseconds fit 32 bits; tmr.now has 31, and wraps.
    local part = math.min(ms, 1000000)
    local leftUs = 2147483647 - part * 1000
    if board.nowUs > leftUs then board.nowUs = board.nowUs - leftUs - 1
    else board.nowUs = board.nowUs + part * 1000 end
    ms = ms - part
  end
end

local compile = loadstring or load
local function typed(text) assert(compile(text))() end

local function take(line)
  local verb, first, second = line:match("^(%S+) ?(%S*) ?(%S*)$")
  if verb == "pass" then pass(tonumber(first))
  elseif verb == "timer" then ring()
  elseif verb == "typed" then board.guard(typed, board.bytesOf(first))
  else
    local socket = board.sockets[tonumber(first)]
    if socket then board.happen[verb](socket, second) end
  end
end

-- Take lines, one after the other; answer what was said since the last time, and when the next timer is due.
function board.hear(lines)
  for line in lines:gmatch("[^\n]+") do take(line) end
  local timer = nextTimer()
  board.say(("due %d"):format(timer and math.max(timer.leftMs, 0) or -1))
  local answer = table.concat(board.said, "\n")
  board.said = {}
  return answer
end

-- A module that an artefact loads by name, its text given as a word.
function board.add(name, word) package.preload[name] = assert(compile(board.bytesOf(word))) end

-- Load an artefact, given as a word, as `catnap`.
function board.load(word) catnap = assert(compile(board.bytesOf(word)))() end
