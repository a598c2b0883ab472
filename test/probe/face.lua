-- The same program as face.js, in Lua.
local function flag(isSet) return isSet and 1 or 0 end

function begin(isClean, rxBytes)
  mqtt = catnap.connect({
    host = "10.0.0.1",
    clientId = "peer1",
    cleanSession = isClean,
    txBytes = 128,
    rxBytes = rxBytes,
    outboxBytes = 512,
    outboxEntries = 8,
    subscriptions = 4,
    pubacks = 20,
    isPipelined = false,
    seed = 7,
    onConnect = function(isSessionPresent) print("connect " .. flag(isSessionPresent)) end,
    onMessage = function(topic, piece, qos, retain, dup, offset, totalBytes)
      local flags = qos .. " " .. flag(retain) .. " " .. flag(dup)
      local place = offset .. "+" .. #piece .. "/" .. totalBytes
      print("message " .. board.wordOf(topic) .. " " .. flags .. " " .. place .. " " .. board.wordOf(piece))
    end,
    onAck = function(number) print("ack " .. number) end,
    onSubscribed = function(filter, granted) print("subscribed " .. filter .. " " .. granted) end,
    onClose = function(reason, code) print("close " .. reason .. " " .. code) end,
    onNotice = function(notice, detail) print("notice " .. notice .. " " .. detail) end,
    onSafe = function() print("safe " .. catnap.undelivered(mqtt)) end,
  })
end

function publish(topic, payload, qos) print("number " .. catnap.publish(mqtt, topic, payload, qos, false)) end

function subscribe(filter, qos) print("status " .. catnap.subscribe(mqtt, filter, qos)) end

function unsubscribe(filter) print("status " .. catnap.unsubscribe(mqtt, filter)) end

function disconnect() catnap.disconnect(mqtt) end

function look()
  print("state " .. catnap.state(mqtt) .. " " .. catnap.maySleep(mqtt))
  -- The small client has none.
  if catnap.undelivered then print("undelivered " .. catnap.undelivered(mqtt)) end
end
