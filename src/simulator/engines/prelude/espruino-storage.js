/*
 * require("Storage"): files in flash. Stricter than the firmware: a name that is too long is no name, and what is
 * neither text nor bytes nor an object is not written. Not here: StorageFile (open), garbage; there is none, as
 * behind every compact.
 * Source: Espruino 2v29, src/jswrap_storage.c, src/jsflash.c, boards/ESP32.py, boards/ESP8266_4MB.py.
 */
board.STORAGE_BYTES = board.isEsp8266 ? 196608 : 917504;
board.FILE_HEAD_BYTES = 32;

/** What the board keeps a file under: names with "rtc" in front are those of RTC memory. */
board.fileName = function (name) {
  if (typeof name !== "string" || name.length < 1 || name.length > 28)
    throw new Error("A file's name has 1 to 28 characters");
  return board.wordOfText((name.substr(0, 3) === "rtc" ? "./" : "") + name);
};

board.readFile = function (name) {
  const word = board.ask("read " + board.fileName(name));
  return word === "!" ? undefined : board.bytesOf(word);
};

board.listFiles = function () {
  const names = board.textOf(board.ask("kept")).split("\n");
  return names
    .filter(function (name) {
      return name !== "" && name.substr(0, 3) !== "rtc";
    })
    .map(function (name) {
      return name.substr(0, 5) === "./rtc" ? name.substr(2) : name;
    });
};

board.fileBytes = function (bytes) {
  return board.FILE_HEAD_BYTES + Math.ceil(bytes / 4) * 4;
};

board.freeBytes = function () {
  return board.listFiles().reduce(function (free, name) {
    return free - board.fileBytes(board.readFile(name).length);
  }, board.STORAGE_BYTES);
};

/** What goes into a file, as a byte string. */
board.fileData = function (data) {
  if (typeof data === "string") return data;
  if (Array.isArray(data) || data instanceof Uint8Array) return E.toString(new Uint8Array(data));
  if (typeof data !== "object" || data === null || data.buffer !== undefined)
    throw new Error("Can't get pointer to data to write");
  return JSON.stringify(data);
};

/** Flash that is erased is 255, and bytes that are not cannot be written again. */
board.isErased = function (text) {
  return text === "\xff".repeat(text.length);
};

board.writeInto = function (before, text, offset) {
  if (offset + text.length > before.length) throw new Error("Too much data for file size");
  if (!board.isErased(before.substr(offset, text.length)))
    throw new Error("File already written with different data");
  return before.substr(0, offset) + text + before.substr(offset + text.length);
};

/** A file of erased flash, in the place of what had the name. */
board.makeFile = function (before, bytes) {
  const free = board.freeBytes() + (before === undefined ? 0 : board.fileBytes(before.length));
  if (board.fileBytes(bytes) > free) throw new Error("Unable to find or create file");
  return "\xff".repeat(bytes);
};

board.writeFile = function (name, data, offset, size) {
  const text = board.fileData(data);
  const bytes = size > 0 ? size : text.length;
  const from = offset > 0 ? offset : 0;
  const word = board.fileName(name);
  let before = board.readFile(name);
  if (bytes === 0) throw new Error("Can't create zero length file");
  if (from === 0 && before === text) return true;
  const isFit = before !== undefined && before.length === bytes && board.isErased(before);
  if (from === 0 && !isFit) before = board.makeFile(before, bytes);
  if (before === undefined) throw new Error("Unable to find or create file");
  return board.ask("keep " + word + " " + board.wordOf(board.writeInto(before, text, from))) === "1";
};

board.modules.Storage = {
  read: function (name, offset, length) {
    const text = board.readFile(name);
    if (text === undefined) return undefined;
    const from = offset > 0 ? offset : 0;
    return length > 0 ? text.substr(from, length) : text.substr(from);
  },
  write: board.writeFile,
  readJSON: function (name, isQuiet) {
    const text = board.readFile(name);
    try {
      return text === undefined ? undefined : JSON.parse(text);
    } catch (error) {
      if (!isQuiet) throw error;
      return undefined;
    }
  },
  writeJSON: function (name, data) {
    return board.writeFile(name, JSON.stringify(data));
  },
  list: function (pattern) {
    return board.listFiles().filter(function (name) {
      return pattern === undefined || name.match(pattern) !== null;
    });
  },
  erase: function (name) {
    board.ask("forget " + board.fileName(name));
  },
  eraseAll: function () {
    board.listFiles().forEach(board.modules.Storage.erase);
  },
  compact: function () {},
  getFree: board.freeBytes,
};
