/*
 * Module "wifi" of the Moddable SDK as a station, and what module "net" knows of it. The ESP32 tries six times before
 * it tells "disconnect" and then gives up; the ESP8266 tells every time, and goes on trying until it is told to stop.
 * Not here: access points, scan; the `ssid` of mcconfig, which joins before the program begins.
 * Source: Moddable SDK 8, modules/network/wifi/wifi.js, esp/modwifi.c, esp32/xs6wifi.c, modules/network/net/esp/modNet.c.
 */
/** In the order of wire.ts; -1 is what "disconnect" tells of a password that is wrong. */
board.WIFI_REASONS = [0, 0, -1, 0, 0];
board.WIFI_RETRIES = 5;
board.wifi = { request: undefined, facts: undefined, triesLeft: 0, turn: 0, mode: 0, listeners: [] };

board.wifiTell = function (message, detail) {
  // One that is told may close itself.
  for (const listener of board.wifi.listeners.slice())
    board.guard(() => listener.callback?.(message, detail));
};

board.wifiJoin = function () {
  const { request } = board.wifi;
  board.wifi.turn += 1;
  board.join(request.ssid, request.password, request.channel, request.bssid, undefined);
};

board.joined = function (channel, bssid, address) {
  if (board.wifi.request === undefined) return;
  board.wifi.facts = { channel, bssid, address };
  board.wifi.triesLeft = 0;
  board.wifiTell("connect");
  board.wifiTell("gotIP");
};

board.unjoined = function (failure) {
  const wifi = board.wifi;
  const { turn } = wifi;
  const hasTries = wifi.triesLeft > 0;
  wifi.facts = undefined;
  if (wifi.request === undefined) return;
  wifi.triesLeft -= 1;
  if (failure === 3 && board.isEsp8266) board.wifiTell("lostIP");
  else if (failure !== 3 && (board.isEsp8266 || !hasTries))
    board.wifiTell("disconnect", board.WIFI_REASONS[failure]);
  // Without an address the firmware keeps its association, and asks on.
  if ((board.isEsp8266 || hasTries || failure === 3) && wifi.turn === turn) board.wifiJoin();
};

/** "a4:cf:12:00:be:ef" from six bytes. */
board.textOfMac = function (buffer) {
  if (buffer.byteLength !== 6) throw new Error("bssid must be 6 bytes");
  return Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, "0")).join(":");
};

board.wifiRequest = function ({ ssid, password = "", bssid, channel }) {
  if (!ssid) throw new Error("ssid required");
  if (ssid.length > 32) throw new Error("ssid too long - 32 bytes max");
  if (password.length > 64) throw new Error("password too long - 64 bytes max");
  if (channel !== undefined && !(channel >= 1 && channel <= 13)) throw new Error("invalid channel");
  return { ssid, password, channel, bssid: bssid === undefined ? undefined : board.textOfMac(bssid) };
};

class WiFi {
  static gotIP = "gotIP";
  static lostIP = "lostIP";
  static connected = "connect";
  static disconnected = "disconnect";
  static Mode = Object.freeze(
    board.isEsp8266
      ? { none: 0, station: 1, accessPoint: 2 }
      : { off: -5, none: 0, station: 1, accessPoint: 2 },
  );
  constructor(dictionary, onNotify) {
    if (dictionary) WiFi.connect(dictionary);
    if (onNotify) this.onNotify = onNotify;
  }
  set onNotify(call) {
    this.close();
    this.callback = call ? call.bind(this) : undefined;
    if (call) board.wifi.listeners.push(this);
  }
  /** The connection stays: only nothing is told any more. */
  close() {
    board.wifi.listeners = board.wifi.listeners.filter((listener) => listener !== this);
  }
  static connect(dictionary) {
    const { wifi } = board;
    const wasJoined = wifi.facts !== undefined;
    if (wifi.request !== undefined) board.say("leave");
    Object.assign(wifi, { request: undefined, facts: undefined, turn: wifi.turn + 1 });
    if (wasJoined) board.post(() => board.wifiTell("disconnect", 0));
    if (dictionary === undefined) return;
    wifi.request = board.wifiRequest(dictionary);
    wifi.triesLeft = board.WIFI_RETRIES;
    wifi.mode = WiFi.Mode.station;
    board.wifiJoin();
  }
  static disconnect() {
    WiFi.connect();
  }
  static close() {
    throw new Error("use WiFi.disconnect()");
  }
  static get mode() {
    return board.wifi.mode;
  }
  /** A radio that is off, or neither station nor access point, is in no network. */
  static set mode(mode) {
    if (!Object.values(WiFi.Mode).includes(mode)) throw new Error("invalid mode");
    if (mode !== WiFi.Mode.station) WiFi.connect();
    board.wifi.mode = mode;
  }
}

const Net = {
  get: (what) => {
    const { facts, request } = board.wifi;
    if (what === "MAC") return "A4:CF:12:00:BE:EF";
    if (facts === undefined) return undefined;
    if (what === "RSSI") return Number(board.ask("rssi"));
    const { address, bssid, channel } = facts;
    return { IP: address, SSID: request?.ssid, BSSID: bssid.toUpperCase(), CHANNEL: channel }[what];
  },
  resolve: (name, told) => {
    const address = board.ask("resolve " + board.wordOfText(name));
    board.setTimer(() => told(name, address === "!" ? undefined : address), 0);
  },
};

board.modules.wifi = WiFi;
board.modules.net = Net;
