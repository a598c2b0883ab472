-- NodeMCU's files, in SPIFFS on flash. Stricter than the firmware: what is written is there once it is flushed or
-- closed, and a deep sleep loses the rest. Not here: seek, stat, SD cards.
-- Source: NodeMCU 3.0, app/modules/file.c and its documentation.
local wordOf, bytesOf = board.wordOf, board.bytesOf
local CHUNK_BYTES, NAME_BYTES = 1024, 31
-- How a mode begins, and where it writes.
local MODES = {
  r = { isNew = false }, ["r+"] = { isNew = false, writes = "over" }, a = { writes = "end" }, ["a+"] = { writes = "end" },
  w = { isNew = true, writes = "over" }, ["w+"] = { isNew = true, writes = "over" },
}

-- What the board keeps a file under: names with "rtc" in front are those of RTC memory.
local function keptName(name)
  if type(name) ~= "string" or #name < 1 or #name > NAME_BYTES then error("filename invalid") end
  return wordOf((name:sub(1, 3) == "rtc" and "./" or "") .. name)
end
local function contentsOf(name)
  local word = board.ask("read " .. keptName(name))
  if word == "!" then return nil end
  return bytesOf(word)
end
local function keep(name, bytes) board.ask(("keep %s %s"):format(keptName(name), wordOf(bytes))) end

local File = {}
File.__index = File
local function check(fd)
  if not fd or not fd.isOpen then error("open a file first") end
end
-- Up to a number of bytes, or to a char; nil at the end.
function File:read(count)
  check(self)
  local limit = type(count) == "number" and count or CHUNK_BYTES
  local part = self.bytes:sub(self.at, self.at + limit - 1)
  if type(count) == "string" then part = part:sub(1, part:find(count, 1, true) or #part) end
  self.at = self.at + #part
  if part == "" then return nil end
  return part
end
function File:readline() return self:read("\n") end
function File:write(text)
  check(self)
  if not self.mode.writes then return nil end
  if self.mode.writes == "end" then self.at = #self.bytes + 1 end
  self.bytes = self.bytes:sub(1, self.at - 1) .. text .. self.bytes:sub(self.at + #text)
  self.at = self.at + #text
  self.isChanged = true
  return true
end
function File:writeline(text) return self:write(text .. "\n") end
function File:flush()
  check(self)
  if self.isChanged then keep(self.name, self.bytes) end
  self.isChanged = false
end
function File:close()
  self:flush()
  self.isOpen = false
end

file = {}
-- Of the basic model, where one file is open at a time.
local default
function file.open(name, modeName)
  local mode = MODES[modeName or "r"]
  local bytes = contentsOf(name)
  default = nil
  if not mode or (mode.isNew == false and not bytes) then return nil end
  local fd = setmetatable({ name = name, mode = mode, at = 1, isOpen = true }, File)
  fd.bytes = mode.isNew and "" or bytes or ""
  if mode.isNew or not bytes then keep(name, "") end
  default = fd
  return fd
end
for _, verb in ipairs({ "read", "readline", "write", "writeline", "flush" }) do
  file[verb] = function(...)
    check(default)
    return default[verb](default, ...)
  end
end
function file.close()
  if default then default:close() end
  default = nil
end

function file.exists(name) return contentsOf(name) ~= nil end
function file.remove(name) board.ask("forget " .. keptName(name)) end
function file.rename(name, other)
  local bytes = contentsOf(name)
  if not bytes or contentsOf(other) then return false end
  keep(other, bytes)
  file.remove(name)
  return true
end
-- Sizes by name.
function file.list()
  local sizes = {}
  for name in bytesOf(board.ask("kept")):gmatch("[^\n]+") do
    local isFile = name:sub(1, 3) ~= "rtc" and name:sub(1, 5) ~= "wifi/"
    local own = name:gsub("^%./rtc", "rtc")
    if isFile then sizes[own] = #contentsOf(own) end
  end
  return sizes
end
function file.getcontents(name) return contentsOf(name) end
function file.putcontents(name, contents)
  keep(name, contents)
  return true
end
