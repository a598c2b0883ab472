/*
 * require("Wifi") as a station, as the firmware of the ESP32 and that of the ESP8266 have it, each with its own
 * habits: the ESP32 takes neither channel nor BSSID, tries three times before it says that it failed and then gives
 * up, tells "Failure" of a setIP that worked, and calls back twice from disconnect; the ESP8266 goes on trying until
 * it is told to stop, except with a wrong password. Not here: access points, scan.
 * Source: Espruino 2v29, libs/network/esp32/jswrap_esp32_network.c, libs/network/esp8266/jswrap_esp8266_network.c.
 */
board.wifi = {
  told: {},
  ssid: undefined,
  password: "",
  hint: {},
  address: undefined,
  hostname: "espruino",
  powersave: "none",
  /** As ESP8266 names them: off, connecting, bad_password, no_ap_found, connect_failed, connected. */
  status: "off",
  /** Such as "NO_AP_FOUND", and its number. */
  reason: ["", 0],
  /** While joined. */
  facts: undefined,
  triesLeft: 0,
  /** Counts what was asked of the radio. */
  turn: 0,
  connected: undefined,
};

/** In the order of wire.ts: reason, its number, and the state of an ESP8266 that it leaves. */
board.WIFI_FAILURES = [
  ["BEACON_TIMEOUT", 200, "connecting"],
  ["NO_AP_FOUND", 201, "no_ap_found"],
  ["4WAY_HANDSHAKE_TIMEOUT", 15, "bad_password"],
  ["", 0, "connecting"],
  ["ASSOC_TOOMANY", 5, "connect_failed"],
];
board.WIFI_LEFT = ["ASSOC_LEAVE", 8, "off"];
board.WIFI_FILE = ".wificfg";

board.wifiTell = function (event, detail) {
  const calls = board.wifi.told[event];
  (calls === undefined ? [] : calls).forEach(function (call) {
    board.guard(call, detail);
  });
};

/** Call back as soon as the caller has come to an end, when there is a callback. */
board.wifiAnswer = function (callback, first, second) {
  if (callback === undefined || callback === null) return;
  if (typeof callback !== "function") throw new Error("Expecting callback function but got " + callback);
  board.post(function () {
    callback(first, second);
  });
};

board.wifiJoin = function () {
  const wifi = board.wifi;
  wifi.status = "connecting";
  wifi.facts = undefined;
  wifi.turn += 1;
  board.join(wifi.ssid, wifi.password, wifi.hint.channel, wifi.hint.bssid, wifi.address);
};

board.wifiDone = function (error) {
  const callback = board.wifi.connected;
  board.wifi.connected = undefined;
  if (callback !== undefined) board.guard(callback, error);
};

board.wifiAddresses = function () {
  const facts = board.wifi.facts;
  if (facts === undefined) return { ip: "0.0.0.0", netmask: "0.0.0.0", gw: "0.0.0.0" };
  const gateway = facts.address.split(".").slice(0, 3).concat("1").join(".");
  return { ip: facts.address, netmask: "255.255.255.0", gw: gateway };
};

board.joined = function (channel, bssid, address) {
  const wifi = board.wifi;
  if (wifi.status !== "connecting") return;
  wifi.facts = { channel: channel, bssid: bssid, address: address };
  wifi.status = "connected";
  // A text on the ESP32.
  board.wifiTell("associated", {
    ssid: wifi.ssid,
    mac: bssid,
    channel: board.isEsp8266 ? channel : String(channel),
  });
  board.wifiDone(null);
  board.wifiTell("connected", board.wifiAddresses());
};

/** The association is gone or has failed, for a reason of WIFI_FAILURES. */
board.wifiGone = function (failure) {
  const wifi = board.wifi;
  const reason = board.isEsp8266 ? failure[0].toLowerCase() : String(failure[1]);
  const bssid = wifi.facts === undefined ? "00:00:00:00:00:00" : wifi.facts.bssid;
  wifi.facts = undefined;
  wifi.reason = failure;
  wifi.status = failure[2];
  const detail = { ssid: wifi.ssid, mac: bssid, reason: reason };
  if (!board.isEsp8266) detail.msg = failure[0];
  if (board.isEsp8266 && failure[1] !== 200) board.wifiDone(failure[2]);
  board.wifiTell("disconnected", detail);
  if (!board.isEsp8266) board.wifiDone(failure[0]);
};

board.unjoined = function (failure) {
  const wifi = board.wifi;
  const reason = board.WIFI_FAILURES[failure];
  const turn = wifi.turn;
  // Without an address the firmware keeps its association, and asks on.
  const hasNoAddress = reason[1] === 0;
  if (wifi.status === "off") return;
  if (!hasNoAddress) wifi.triesLeft -= 1;
  const isTold = board.isEsp8266 || wifi.triesLeft <= 0;
  const goesOn = board.isEsp8266 ? reason[2] !== "bad_password" : wifi.triesLeft > 0;
  if (isTold && !hasNoAddress) board.wifiGone(reason);
  if (hasNoAddress && board.isEsp8266) board.wifiTell("dhcp_timeout", null);
  // Unless one who was told has asked for something else.
  if (goesOn && wifi.turn === turn) board.wifiJoin();
};

// Espruino's expressions have no counts.
board.BSSID =
  /^[0-9a-f][0-9a-f]:[0-9a-f][0-9a-f]:[0-9a-f][0-9a-f]:[0-9a-f][0-9a-f]:[0-9a-f][0-9a-f]:[0-9a-f][0-9a-f]$/i;

/** What an ESP8266 takes of connect's options beside the password. */
board.wifiHint = function (options) {
  if (!board.isEsp8266) return {};
  const bssid = options.bssid;
  const channel = options.channel;
  if (bssid !== undefined && !board.BSSID.test(bssid))
    throw new Error('Expecting bssid as "aa:bb:cc:dd:cc:ff"');
  if (channel !== undefined && !(channel >= 0 && channel <= 14))
    throw new Error("Expecting options.channel to be a integer between 0 and  14");
  return { channel: channel > 0 ? channel : undefined, bssid: bssid };
};

board.wifiConnect = function (ssid, options, callback) {
  const wifi = board.wifi;
  const given = options === undefined ? {} : options;
  if (typeof ssid !== "string") throw new Error("No SSID provided");
  if (typeof given !== "object" || given === null) throw new Error("Expecting Object, got " + given);
  const password = given.password === undefined ? "" : given.password;
  if (typeof password !== "string") throw new Error("Expecting options.password to be a string");
  const hint = board.wifiHint(given);
  if (callback !== undefined && typeof callback !== "function")
    throw new Error("Expecting callback function but got " + callback);
  const isSame = wifi.facts !== undefined && wifi.ssid === ssid && wifi.password === password;
  if (isSame && board.isEsp8266) {
    board.wifiAnswer(callback, null);
    return;
  }
  if (wifi.status === "connected" || wifi.status === "connecting") board.say("leave");
  wifi.triesLeft = wifi.facts === undefined ? 3 : 2;
  wifi.ssid = ssid;
  wifi.password = password;
  wifi.hint = hint;
  wifi.connected = callback;
  board.wifiJoin();
};

board.wifiDisconnect = function (callback) {
  const wifi = board.wifi;
  const wasJoined = wifi.facts !== undefined;
  const isTold = wasJoined || (!board.isEsp8266 && wifi.status === "connecting");
  if (wasJoined || wifi.status === "connecting") board.say("leave");
  wifi.turn += 1;
  wifi.triesLeft = 0;
  wifi.status = "off";
  board.wifiAnswer(callback);
  if (!isTold) return;
  if (!board.isEsp8266) board.wifiAnswer(callback);
  const turn = wifi.turn;
  board.post(function () {
    if (wifi.turn === turn) board.wifiGone(board.WIFI_LEFT);
  });
};
