-- NodeMCU's wifi.sta, over nodemcu-wifi.lua.
-- Source: NodeMCU 3.0, app/modules/wifi.c and its documentation.
local radio = board.wifi
local station = radio.station
-- An option of config, and the event that it is called at.
local CALLBACKS = { connect_cb = 0, disconnect_cb = 1, got_ip_cb = 3, dhcp_timeout_cb = 4 }

local function checkText(config, name, limit)
  local text = config[name]
  if text ~= nil and type(text) ~= "string" then error(name .. ":not string") end
  if text and #text > limit then error(("%s: length:0-%d"):format(name, limit)) end
end
local function checkConfig(config)
  if type(config) ~= "table" then error("config table not found!") end
  if config.ssid == nil then error("ssid required") end
  checkText(config, "ssid", 32)
  checkText(config, "pwd", 64)
  checkText(config, "bssid", 17)
  if config.bssid and #config.bssid ~= 17 then error("bssid: FF:FF:FF:FF:FF:FF") end
  for _, name in ipairs({ "auto", "save" }) do
    if config[name] ~= nil and type(config[name]) ~= "boolean" then error(name .. ":not boolean") end
  end
end

-- Saved and joined, unless told not to.
function wifi.sta.config(config)
  radio.needStation()
  checkConfig(config)
  for name, event in pairs(CALLBACKS) do
    if config[name] then radio.handlers[event] = config[name] end
  end
  radio.leave()
  station.config = { ssid = config.ssid, pwd = config.pwd, bssid = config.bssid }
  station.isAuto = config.auto ~= false
  if config.save ~= false then
    radio.save("station", config.ssid, config.pwd or "", config.bssid or "")
    wifi.sta.autoconnect(station.isAuto and 1 or 0)
  end
  if station.isAuto and config.ssid ~= "" then radio.join() end
  return true
end

function wifi.sta.getconfig()
  local config = station.config or { ssid = "" }
  return config.ssid, config.pwd or "", config.bssid and 1 or 0, config.bssid or "ff:ff:ff:ff:ff:ff"
end

-- Whether the station that is saved is joined at a start.
function wifi.sta.autoconnect(isOn)
  if isOn ~= 0 and isOn ~= 1 then error("0 or 1") end
  radio.save("auto", ("%d"):format(isOn))
end

function wifi.sta.connect(handler)
  radio.needStation()
  if not station.config then error("no station is configured") end
  if handler then radio.handlers[0] = handler end
  if station.status ~= wifi.STA_GOTIP and station.status ~= wifi.STA_CONNECTING then radio.join() end
end
function wifi.sta.disconnect(handler)
  if handler then radio.handlers[1] = handler end
  radio.leave()
end

function wifi.sta.status() return station.status end
function wifi.sta.getip()
  if not station.facts then return nil end
  return station.facts.address, radio.netmask(station.facts.address)
end
-- The address that the board has without asking for one.
function wifi.sta.setip(settings)
  if type(settings) ~= "table" then error("wrong arg type") end
  for _, name in ipairs({ "ip", "netmask", "gateway" }) do
    if type(settings[name]) ~= "string" or not settings[name]:match("^%d+%.%d+%.%d+%.%d+$") then
      error(name .. " is no address")
    end
  end
  station.address = settings.ip
  return true
end
function wifi.sta.getrssi() return station.facts and tonumber(board.ask("rssi")) or nil end
function wifi.sta.getmac() return "5c:cf:7f:00:be:ef" end
function wifi.sta.gethostname() return station.hostname end
function wifi.sta.sethostname(name)
  if type(name) ~= "string" or not name:match("^%w[%w-]*$") or #name > 32 then error("Invalid hostname") end
  station.hostname = name
  return true
end
function wifi.sta.sleeptype(kind) return wifi.sleeptype(kind) end
