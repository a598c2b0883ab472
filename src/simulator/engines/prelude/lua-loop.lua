-- In a Lua of this computer: netstrings over standard input and output, for ever. Questions begin with "?".
local function send(message)
  io.write(("%d:%s,"):format(#message, message))
  io.flush()
end

local function receive()
  local digits, char = "", io.read(1)
  while char ~= ":" do
    if not char then os.exit() end
    digits, char = digits .. char, io.read(1)
  end
  return io.read(tonumber(digits) + 1):sub(1, -2)
end

function ask(question)
  send("?" .. question)
  return receive()
end

while true do
  local message = receive()
  local verb, first = message:match("^(%S+) (%S+)$")
  local isDone, answer
  if verb == "name" then isDone, board.name = true, first
  elseif verb == "text" then isDone, answer = pcall(board.add, board.name, first)
  elseif verb == "load" then isDone, answer = pcall(board.load, first)
  else isDone, answer = pcall(board.hear, message) end
  send(isDone and "." .. (answer or "") or "!" .. tostring(answer))
end
