-- Watches every local of every function of the artefact, at every line, and every number that its records hold: an
-- integer build would go on with a wrong number where one is no integer within 2^31, and this says so.
local isWrong = false
local function wrong(what, value)
  if not isWrong then print(("%s is %s"):format(what, tostring(value))) end
  isWrong = true
end

local function isSound(value)
  if math.type and math.type(value) ~= "integer" then return false end
  return value == math.floor(value) and value < 2147483648 and value > -2147483648
end

local function watch(_, line)
  local place = 1
  local name, value = debug.getlocal(2, place)
  while name do
    -- What has no name is half of an expression, such as a quotient before math.floor.
    local isNamed = name:sub(1, 1) ~= "("
    if isNamed and type(value) == "number" and not isSound(value) then wrong(name .. " in line " .. line, value) end
    place = place + 1
    name, value = debug.getlocal(2, place)
  end
end

local function walk(value, path, seen)
  if type(value) == "number" and not isSound(value) then wrong(path, value) end
  if type(value) ~= "table" or seen[value] then return end
  seen[value] = true
  for key, part in pairs(value) do walk(part, path .. "." .. tostring(key), seen) end
end

function watchLocals() debug.sethook(watch, "l") end
function walkClient() walk(mqtt, "mqtt", {}) end
