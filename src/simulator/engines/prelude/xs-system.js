/*
 * Modules "preference" and "sntp" of the Moddable SDK, and its globals System, for deep sleep, which only the ESP8266 has,
 * and restart, and Date.
 * Stricter than a board: deepSleep never returns. Not here: module "sleep", which is for other chips.
 * Source: Moddable SDK 8, modules/files/preference/esp/modPreference.c, modules/io/system/system.c.
 */
/** What a value is stored as: its type, then its bytes. */
const PREFERENCE_TYPES = {
  boolean: {
    mark: 1,
    pack: (value) => [value ? 1 : 0],
    unpack: (bytes) => bytes[0] === 1,
  },
  number: {
    mark: 2,
    pack: (value) => {
      if ((value | 0) !== value) throw new Error("float unsupported");
      return new Uint8Array(new Int32Array([value]).buffer);
    },
    unpack: (bytes) => new Int32Array(bytes.buffer)[0],
  },
  string: {
    mark: 3,
    pack: (value) => new TextEncoder().encode(value),
    unpack: (bytes) => String.fromArrayBuffer(bytes.buffer),
  },
  object: {
    mark: 4,
    pack: (value) => {
      if (Object.prototype.toString.call(value) !== "[object ArrayBuffer]")
        throw new Error("unsupported type");
      return new Uint8Array(value);
    },
    unpack: (bytes) => bytes.buffer,
  },
};

/** What the board keeps a value under: names with "rtc" in front are those of RTC memory. */
board.preferenceName = function (domain, key) {
  if (domain.length > 31 || key.length > 31) throw new Error("too long");
  return board.wordOfText("preference/" + domain + "/" + key);
};

const Preference = {
  set: (domain, key, value) => {
    const name = board.preferenceName(domain, key);
    const type = PREFERENCE_TYPES[typeof value];
    if (type === undefined || value === null) throw new Error("unsupported type");
    board.ask("keep " + name + " " + board.wordOf(new Uint8Array([type.mark, ...type.pack(value)])));
  },
  get: (domain, key) => {
    const word = board.ask("read " + board.preferenceName(domain, key));
    if (word === "!") return undefined;
    const [mark, ...bytes] = board.bytesOf(word);
    const type = Object.values(PREFERENCE_TYPES).find((each) => each.mark === mark);
    return type.unpack(new Uint8Array(bytes));
  },
  delete: (domain, key) => {
    board.ask("forget " + board.preferenceName(domain, key));
  },
  keys: (domain) => {
    const front = "preference/" + domain + "/";
    const names = board.textOf(board.ask("kept")).split("\n");
    return names.filter((name) => name.startsWith(front)).map((name) => name.slice(front.length));
  },
};

globalThis.System = {
  /** Microseconds in 32 bits; 0 sleeps until the pin RST is pulled down. Without effect on an ESP32. */
  deepSleep: (us = 0) => {
    if (board.isEsp8266) board.end("sleep " + Math.ceil((us >>> 0) / 1000));
  },
  restart: () => board.end("restart"),
};

/** The calendar that a program sees, which begins in 1970 at each start, until somebody sets it. */
board.dateMs = 0;
board.date = { now: () => board.dateMs + board.nowMs };
board.modules.time.set = (seconds) => {
  board.dateMs = seconds * 1000 - board.nowMs;
};

/** Asks once. */
class SNTP {
  static time = 1;
  static retry = 2;
  static error = -1;
  constructor({ host }, callback) {
    board.post(() => {
      const seconds = board.ask("epoch");
      if (seconds === "!") callback(SNTP.error, "no response from SNTP server " + host);
      else callback(SNTP.time, Number(seconds));
    });
  }
}

board.modules.sntp = SNTP;
board.modules.preference = Preference;
