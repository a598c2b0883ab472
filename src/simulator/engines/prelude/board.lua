-- The board around an artefact, in Lua: sockets and timers by number, and the lines of wire.ts. What comes behind it
-- presents them as NodeMCU does. Global `ask` is the engine's, and answers a question with a word, "!" for no.

-- Half a second before tmr.now wraps, so that every run passes the wrap.
board = { nowUs = 2146983648, said = {}, sockets = {}, socketCount = 0, timers = {}, timerCount = 0 }

-- By verb, what happens to a socket.
board.happen = {}

-- What the runtime does before an artefact is loaded, between two events, before it ends, when Wi-Fi is there.
function board.begin() end
function board.idle() end
function board.settle() end
function board.joined() end
function board.unjoined() end
-- Tells what pins did since it was asked last.
function board.pollPins() end

function board.wordOf(bytes)
  if bytes == "" then return "-" end
  return (bytes:gsub(".", function(char) return ("%02x"):format(char:byte()) end))
end

function board.bytesOf(word)
  if word == "-" then return "" end
  return (word:gsub("%x%x", function(digits) return string.char(tonumber(digits, 16)) end))
end

function board.say(line)
  if not board.hasEnded then board.said[#board.said + 1] = line end
end

function board.ask(question) return board.hasEnded and "!" or ask(question) end

-- Deep sleep and restart. Nothing runs behind it, and what an artefact does that catches the error has no effect: how
-- much of it a board would still do is not known.
function board.stop(line)
  board.settle()
  board.say(line)
  board.hasEnded = true
  error("the board has ended", 0)
end

function board.guard(call, ...)
  if board.hasEnded then return end
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
    if timer.everyMs then timer.leftMs = timer.leftMs + timer.everyMs
    else board.timers[timer.id] = nil end
    board.guard(timer.handler, timer)
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
  local verb, first, second, third = line:match("^(%S+) ?(%S*) ?(%S*) ?(%S*)$")
  if board.hasEnded then return end
  if verb == "pass" then return pass(tonumber(first)) end
  -- What happens to pins has happened before whatever comes now.
  board.guard(board.pollPins)
  if verb == "timer" then ring()
  elseif verb == "typed" then board.guard(typed, board.bytesOf(first))
  elseif verb == "joined" then board.joined(tonumber(first), board.bytesOf(second), board.bytesOf(third))
  elseif verb == "unjoined" then board.unjoined(tonumber(first))
  else
    local socket = board.sockets[tonumber(first)]
    if socket then board.happen[verb](socket, second) end
  end
end

-- A call of the runtime's own, as soon as the artefact has come to an end.
function board.post(handler)
  board.timerCount = board.timerCount + 1
  board.timers[board.timerCount] = { id = board.timerCount, leftMs = 0, handler = handler }
end

-- Take lines, one after the other; answer what was said since the last time, and when the next timer is due.
function board.hear(lines)
  for line in lines:gmatch("[^\n]+") do
    take(line)
    board.idle()
  end
  local timer = not board.hasEnded and nextTimer()
  board.said[#board.said + 1] = ("due %d"):format(timer and math.max(timer.leftMs, 0) or -1)
  local answer = table.concat(board.said, "\n")
  board.said = {}
  return answer
end

-- A module that an artefact loads by name, its text given as a word.
function board.add(name, word) package.preload[name] = assert(compile(board.bytesOf(word))) end

-- Load an artefact, given as a word, as `catnap`. Raises what it raises, unless it has put the board to sleep.
function board.load(word)
  board.begin()
  local program = assert(compile(board.bytesOf(word)))
  local isDone, answer = pcall(program)
  if not isDone and not board.hasEnded then error(answer, 0) end
  catnap = isDone and answer or nil
  board.idle()
end
