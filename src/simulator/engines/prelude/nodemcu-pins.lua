-- NodeMCU's gpio, adc and dht. Stricter than the firmware: a pin has the mode of an input before it is read, and that of
-- an interrupt before its edges are told. Not here: outputs, serout, rising edges.
-- Source: NodeMCU 3.0, app/modules/gpio.c, adc.c, dht.c, app/dht/dht.c, its documentation's table of pins.
local bytesOf = board.bytesOf

-- Of pins D0 to D12.
local GPIO = { [0] = 16, 5, 4, 0, 2, 14, 12, 13, 15, 3, 1, 9, 10 }
-- What one call of a trigger can tell.
local MOST_EDGES = 32767
local modes, triggers = {}, {}

gpio = { LOW = 0, HIGH = 1, FLOAT = 0, PULLUP = 1, INPUT = 0, OUTPUT = 1, OPENDRAIN = 2, INT = 3 }
function gpio.mode(pin, mode, pull)
  if not GPIO[pin] or (mode == gpio.INT and pin == 0) then error("Invalid pin") end
  if mode ~= gpio.INPUT and mode ~= gpio.INT then error("only inputs are simulated") end
  if pull ~= nil and pull ~= gpio.FLOAT and pull ~= gpio.PULLUP then error("wrong arg type") end
  modes[pin] = mode
  if mode ~= gpio.INT then triggers[pin] = nil end
end
function gpio.read(pin)
  if not GPIO[pin] then error("gpio " .. tostring(pin) .. " does not exist") end
  if not modes[pin] then error("no mode of this pin") end
  return tonumber(board.ask("digital " .. GPIO[pin]))
end

local function pulsesOf(pin) return tonumber(board.ask("pulses " .. GPIO[pin])) end
function gpio.trig(pin, kind, call)
  if not GPIO[pin] or pin == 0 then error("Invalid interrupt pin") end
  if kind ~= "down" or type(call) ~= "function" then error("only falling edges are simulated") end
  if modes[pin] ~= gpio.INT then error("no interrupt mode of this pin") end
  triggers[pin] = { call = call, count = pulsesOf(pin) }
end
function board.pollPins()
  for pin, trigger in pairs(triggers) do
    local count = pulsesOf(pin)
    while trigger.count < count do
      local edges = math.min(count - trigger.count, MOST_EDGES)
      trigger.count = trigger.count + edges
      board.guard(trigger.call, gpio.LOW, board.nowUs, edges)
    end
  end
end

-- 1024 for full scale, one more than the chip can measure.
adc = {}
function adc.read(channel)
  if channel ~= 0 then error("adc " .. tostring(channel) .. " does not exist") end
  local word = board.ask("analog 0")
  return word == "!" and 0 or math.floor(tonumber(word) * 1024 / 1000000)
end

dht = { OK = 0, ERROR_CHECKSUM = -1, ERROR_TIMEOUT = -2 }
-- A firmware of integers cuts numbers before it hands them over; set by a test.
local INVALID = -999
local function answer(status, temperature, humidity)
  local function whole(number) return number < 0 and math.ceil(number) or math.floor(number) end
  local function thousandths(number) return whole((number - whole(number)) * 1000) end
  local decimals, humidDecimals = thousandths(temperature), thousandths(humidity)
  if board.hasIntegersOnly then temperature, humidity = whole(temperature), whole(humidity) end
  return status, temperature, humidity, decimals, humidDecimals
end
function dht.read(pin)
  if not GPIO[pin] or pin == 0 then error("dht " .. tostring(pin) .. " does not exist") end
  local word = board.ask("dht " .. GPIO[pin])
  local bytes = word == "!" and "" or bytesOf(word)
  if #bytes < 5 then return answer(dht.ERROR_TIMEOUT, INVALID, INVALID) end
  local first, second, third, fourth, sum = bytes:byte(1, 5)
  -- What may be a DHT11's is taken for one, also where it is not.
  local isDht11 = second == 0 and fourth == 0 and sum == (first + third) % 256
  if isDht11 then return answer(dht.OK, third, first) end
  local temperature = ((third % 128) * 256 + fourth) * 0.1
  if third >= 128 then temperature = -temperature end
  local isWhole = (first + second + third + fourth) % 256 == sum
  return answer(isWhole and dht.OK or dht.ERROR_CHECKSUM, temperature, (first * 256 + second) * 0.1)
end
