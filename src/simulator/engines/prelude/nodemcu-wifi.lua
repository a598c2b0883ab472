-- NodeMCU's wifi as a station. What is saved is there after every start, and is joined before the program begins. The
-- firmware goes on trying until it is told to stop, except with a wrong password. Stricter than the firmware: without
-- a mode that has a station, nothing of one can be used, and a new board has none. Not here: access points, scan,
-- suspend, a status that is asked for by polling.
-- Source: NodeMCU 3.0, app/modules/wifi.c, wifi_eventmon.c and their documentation.
local wordOf, bytesOf = board.wordOf, board.bytesOf
local IDLE, CONNECTING, WRONG_PASSWORD, GOT_IP = 0, 1, 2, 5
-- In the order of wire.ts, counted from 0: the reason of a disconnection, and the status behind it.
local FAILURES = {
  [0] = { 200, CONNECTING }, { 201, 3 }, { 15, WRONG_PASSWORD }, { nil, CONNECTING }, { 5, 4 },
}
local NO_BSSID = "00:00:00:00:00:00"

wifi = {
  NULLMODE = 0, STATION = 1, SOFTAP = 2, STATIONAP = 3, NONE_SLEEP = 0, LIGHT_SLEEP = 1, MODEM_SLEEP = 2,
  STA_IDLE = 0, STA_CONNECTING = 1, STA_WRONGPWD = 2, STA_APNOTFOUND = 3, STA_FAIL = 4, STA_GOTIP = 5,
  sta = {},
  eventmon = {
    STA_CONNECTED = 0, STA_DISCONNECTED = 1, STA_AUTHMODE_CHANGE = 2, STA_GOT_IP = 3, STA_DHCP_TIMEOUT = 4,
    reason = { ASSOC_TOOMANY = 5, ASSOC_LEAVE = 8, ["4WAY_HANDSHAKE_TIMEOUT"] = 15, BEACON_TIMEOUT = 200,
      NO_AP_FOUND = 201 },
  },
}

-- `turn` counts what was asked of the radio.
local station = {
  mode = 0, sleepType = 2, isNullSleeping = true, hostname = "NODE-BEEF", status = IDLE, isAuto = true, turn = 0,
}
local handlers = {}

local function tell(event, details)
  if handlers[event] then board.guard(handlers[event], details) end
end

local function save(name, ...)
  local words = {}
  for place, text in ipairs({ ... }) do words[place] = wordOf(text) end
  board.ask(("keep %s %s"):format(wordOf("wifi/" .. name), wordOf(table.concat(words, " "))))
end
local function saved(name)
  local word = board.ask("read " .. wordOf("wifi/" .. name))
  if word == "!" then return {} end
  local texts = {}
  for each in bytesOf(word):gmatch("%S+") do texts[#texts + 1] = bytesOf(each) end
  return texts
end

local function needStation()
  if station.mode ~= 1 and station.mode ~= 3 then error("no station in this mode: call wifi.setmode") end
end

local function join()
  station.turn, station.status, station.facts = station.turn + 1, CONNECTING, nil
  local config = station.config
  local words = { config.ssid, config.pwd or "", config.bssid or "", station.address or "" }
  for place, text in ipairs(words) do words[place] = wordOf(text) end
  table.insert(words, 3, "-1")
  board.say("join " .. table.concat(words, " "))
end

local function gone(reason, status)
  local bssid = station.facts and station.facts.bssid or NO_BSSID
  station.facts, station.status = nil, status
  tell(1, { SSID = station.config.ssid, BSSID = bssid, reason = reason })
end

local function leave()
  if station.status == IDLE then return end
  local wasJoined = station.facts ~= nil
  board.say("leave")
  station.turn = station.turn + 1
  local turn = station.turn
  station.status = IDLE
  if wasJoined then
    board.post(function()
      if station.turn == turn then gone(8, IDLE) end
    end)
  end
end

local function netmask(address) return "255.255.255.0", (address:gsub("%d+$", "1")) end

function board.joined(channel, bssid, address)
  if station.status ~= CONNECTING then return end
  station.facts = { channel = channel, bssid = bssid, address = address }
  station.status = GOT_IP
  tell(0, { SSID = station.config.ssid, BSSID = bssid, channel = channel })
  local mask, gateway = netmask(address)
  -- From DHCP.
  if not station.address then net.dns.setdnsserver(gateway, 0) end
  tell(3, { IP = address, netmask = mask, gateway = gateway })
end

function board.unjoined(failure)
  if station.status == IDLE then return end
  local turn, reason, status = station.turn, FAILURES[failure][1], FAILURES[failure][2]
  -- Without an address the firmware keeps its association, and asks on.
  if reason then gone(reason, status) else tell(4, {}) end
  if status ~= WRONG_PASSWORD and station.turn == turn then join() end
end

-- At every start.
function board.begin()
  station.mode = tonumber(saved("mode")[1] or "0")
  station.isAuto = saved("auto")[1] ~= "0"
  local ssid, pwd, bssid = (table.unpack or unpack)(saved("station"))
  if not ssid then return end
  station.config = { ssid = ssid, pwd = pwd, bssid = bssid ~= "" and bssid or nil }
  if station.isAuto and (station.mode == 1 or station.mode == 3) then join() end
end

-- Saved, unless told not to.
function wifi.setmode(mode, isSaved)
  if mode ~= 0 and mode ~= 1 and mode ~= 2 and mode ~= 3 then error("Invalid mode") end
  if mode == 0 or mode == 2 then leave() end
  station.mode = mode
  if isSaved ~= false then save("mode", ("%d"):format(mode)) end
  return mode
end
function wifi.getmode() return station.mode end
function wifi.getchannel() return station.facts and station.facts.channel or 1 end
function wifi.nullmodesleep(isOn)
  if isOn ~= nil then station.isNullSleeping = isOn end
  return station.isNullSleeping
end
function wifi.sleeptype(kind)
  if kind ~= nil and kind ~= 0 and kind ~= 1 and kind ~= 2 then error("range:0-2") end
  station.sleepType = kind or station.sleepType
  return station.sleepType
end

function wifi.eventmon.register(event, handler)
  if event < 0 or event > 8 then error("valid wifi events:0-8") end
  handlers[event] = handler
end
function wifi.eventmon.unregister(event) handlers[event] = nil end

board.wifi = { station = station, handlers = handlers, needStation = needStation, join = join, leave = leave,
  save = save, netmask = netmask }
