/*
 * What require("Wifi") answers: the functions over espruino-wifi.js, what they tell of the state, and what save
 * keeps for the next start.
 * Source: Espruino 2v29, libs/network/jswrap_wifi.c and the files named there.
 */
board.wifiDetails = function () {
  const wifi = board.wifi;
  const isJoined = wifi.facts !== undefined;
  const rssi = Number(board.ask("rssi"));
  if (board.isEsp8266)
    return { status: wifi.status, ssid: wifi.ssid, password: wifi.password, rssi: rssi, savedSsid: null };
  if (!isJoined) return { status: wifi.reason[0] };
  return { status: "connected", ssid: wifi.ssid, password: wifi.password, authMode: "wpa2" };
};

board.wifiStatus = function () {
  const wifi = board.wifi;
  const facts = wifi.facts;
  const isOn = board.isEsp8266 ? wifi.status !== "off" : facts !== undefined;
  const status = { mode: isOn ? "sta" : "off", powersave: wifi.powersave };
  if (board.isEsp8266) return Object.assign(status, { station: wifi.status, ap: "disabled" });
  if (facts === undefined) return Object.assign(status, { station: wifi.reason[0] });
  const joined = { station: "connected", ssid: wifi.ssid, bssid: facts.bssid, channel: facts.channel };
  joined.rssi = Number(board.ask("rssi"));
  return Object.assign(status, joined);
};

board.wifiIp = function () {
  const info = board.wifiAddresses();
  info.mac = "a4:cf:12:00:be:ef";
  return info;
};

/** The address that the board has without asking for one. */
board.wifiSetIp = function (settings, callback) {
  ["ip", "gw", "netmask"].forEach(function (name) {
    if (!/^\d+\.\d+\.\d+\.\d+$/.test(settings[name])) throw new Error("Not a valid " + name);
  });
  board.wifi.address = settings.ip;
  if (typeof callback !== "function") throw new Error("Callback is not a function");
  board.wifiAnswer(callback, board.isEsp8266 ? null : "Failure");
};

/** The clock is set as soon as a server has answered. Its zone is a name on the ESP32, and hours on the ESP8266. */
board.wifiSetSntp = function (server, zone) {
  const kind = board.isEsp8266 ? "number" : "string";
  if (typeof zone !== kind) throw new Error("Zone is not a " + kind);
  if (typeof server !== "string") throw new Error("Server is not a string");
  board.post(function () {
    const seconds = board.ask("epoch");
    if (seconds !== "!") setTime(Number(seconds));
  });
};

board.wifiSave = function (what) {
  const wifi = board.wifi;
  const storage = board.modules.Storage;
  if (what === "clear") storage.erase(board.WIFI_FILE);
  else
    storage.write(board.WIFI_FILE, {
      ssid: wifi.ssid,
      password: wifi.password,
      mode: wifi.status === "off" ? 0 : 1,
      hostname: wifi.hostname,
    });
};

/** At every start: what was saved is joined before the program begins. */
board.wifiRestore = function () {
  const saved = board.modules.Storage.readJSON(board.WIFI_FILE, true);
  if (saved === undefined) return;
  board.wifi.hostname = saved.hostname;
  if (saved.mode === 1) board.wifiConnect(saved.ssid, { password: saved.password });
};
board.begin = board.wifiRestore;

board.modules.Wifi = {
  on: function (event, call) {
    const told = board.wifi.told;
    told[event] = (told[event] === undefined ? [] : told[event]).concat([call]);
  },
  removeAllListeners: function (event) {
    board.wifi.told[event] = [];
  },
  connect: board.wifiConnect,
  disconnect: board.wifiDisconnect,
  getIP: function (callback) {
    const info = board.wifiIp();
    board.wifiAnswer(callback, null, info);
    return info;
  },
  getDetails: function (callback) {
    const details = board.wifiDetails();
    board.wifiAnswer(callback, details);
    return details;
  },
  /** The ESP32's has no callback. */
  getStatus: function (callback) {
    const status = board.wifiStatus();
    if (board.isEsp8266) board.wifiAnswer(callback, status);
    return status;
  },
  getHostname: function () {
    return board.wifi.hostname;
  },
  setHostname: function (name, callback) {
    board.wifi.hostname = name;
    board.wifiAnswer(callback);
  },
  setIP: board.wifiSetIp,
  setConfig: function (settings) {
    const powersave = settings.powersave;
    const isKnown = ["none", "ps-poll", "min", "max"].indexOf(powersave) >= 0;
    if (powersave !== undefined && !isKnown) throw new Error("Unknown powersave mode");
    if (isKnown) board.wifi.powersave = powersave;
  },
  setSNTP: board.wifiSetSntp,
  save: board.wifiSave,
  restore: board.wifiRestore,
};
