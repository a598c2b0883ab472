/*
 * A program of a library user for every JavaScript engine, typed into its console: a client on the public face that
 * prints what its handlers are told. The bytes and texts in a line are words of the board, the first and the last.
 */
globalThis.flag = function (isSet) {
  return isSet ? 1 : 0;
};

globalThis.begin = function (isClean, rxBytes) {
  globalThis.mqtt = catnap.connect({
    host: "10.0.0.1",
    clientId: "peer1",
    cleanSession: isClean,
    txBytes: 128,
    rxBytes: rxBytes,
    outboxBytes: 512,
    outboxEntries: 8,
    subscriptions: 4,
    pubacks: 20,
    isPipelined: false,
    seed: 7,
    onConnect: function (isSessionPresent) {
      console.log("connect " + flag(isSessionPresent));
    },
    onMessage: function (topic, piece, qos, retain, dup, offset, totalBytes) {
      const flags = qos + " " + flag(retain) + " " + flag(dup);
      const place = offset + "+" + piece.length + "/" + totalBytes;
      const line = "message " + board.wordOfText(topic) + " " + flags + " " + place;
      console.log(line + " " + board.wordOf(piece));
    },
    onAck: function (number) {
      console.log("ack " + number);
    },
    onSubscribed: function (filter, granted) {
      console.log("subscribed " + filter + " " + granted);
    },
    onClose: function (reason, code) {
      console.log("close " + reason + " " + code);
    },
    onNotice: function (notice, detail) {
      console.log("notice " + notice + " " + detail);
    },
    onSafe: function () {
      console.log("safe " + catnap.undelivered(mqtt));
    },
  });
};

globalThis.publish = function (topic, payload, qos) {
  console.log("number " + catnap.publish(mqtt, topic, payload, qos, false));
};

globalThis.subscribe = function (filter, qos) {
  console.log("status " + catnap.subscribe(mqtt, filter, qos));
};

globalThis.unsubscribe = function (filter) {
  console.log("status " + catnap.unsubscribe(mqtt, filter));
};

globalThis.disconnect = function () {
  catnap.disconnect(mqtt);
};

globalThis.look = function () {
  console.log("state " + catnap.state(mqtt) + " " + catnap.maySleep(mqtt));
  // The small client has none.
  if (catnap.undelivered !== undefined) console.log("undelivered " + catnap.undelivered(mqtt));
};
