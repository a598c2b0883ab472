/*
 * Espruino's first I2C bus and its 1-Wire buses. Stricter than the firmware: what is written to a 1-Wire bus needs a
 * reset before it, and a transaction ends with the event in which it began. Not here: the search for several devices
 * on one bus, whose bits nobody simulates: search reads the ROM code of the only one.
 * Source: Espruino 2v29, src/jswrap_onewire.c, src/jswrap_spi_i2c.c; Maxim DS18B20 data sheet, "ROM commands".
 */
// Else calls would still go to the native one.
delete globalThis.I2C1;
globalThis.I2C1 = {
  setup: function () {},
  writeTo: function (address, bytes) {
    const written = board.wordOf(E.toString(new Uint8Array(bytes)));
    if (board.ask("i2c " + address + " " + written + " 0") === "!")
      throw new Error("I2C device not responding");
  },
  readFrom: function (address, count) {
    const word = board.ask("i2c " + address + " - " + count);
    if (word === "!") throw new Error("I2C device not responding");
    return new Uint8Array(E.toArrayBuffer(board.bytesOf(word)));
  },
};

/** Of a pin, such as D4, which is a number that prints as its name. */
board.pinNumber = function (pin) {
  const number = parseInt(String(pin).substr(1), 10);
  if (!(number >= 0)) throw new Error("Invalid pin");
  return number;
};

/** The bytes at 0 to `limit` of a ROM code or scratchpad, as Maxim's CRC8: 0 when their last one is the CRC. */
board.crc8 = function (bytes) {
  let crc = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    crc ^= bytes.charCodeAt(at);
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >> 1) ^ 0x8c : crc >> 1;
  }
  return crc;
};

/** The outside is told of whole transactions: reset, write, read; this is the one that has begun. */
board.oneWires = [];

board.transfer = function (bus, count) {
  const question = ["onewire", bus.pin, board.wordOf(bus.written), count].join(" ");
  bus.isTold = true;
  return board.ask(question);
};

/** What was written without a read behind it. */
board.flushOneWires = function () {
  board.oneWires.forEach(function (bus) {
    if (bus.written !== "" && !bus.isTold) board.transfer(bus, 0);
    bus.isReset = false;
  });
  board.oneWires = [];
};

board.oneWireReset = function (bus) {
  board.flushOneWires();
  bus.written = "";
  bus.readBytes = 0;
  bus.isReset = true;
  bus.isTold = false;
  board.oneWires.push(bus);
  return board.transfer(bus, 0) !== "!";
};

board.oneWireWrite = function (bus, text) {
  if (!bus.isReset) throw new Error("a 1-Wire bus is written to behind a reset, in the same event");
  bus.written += text;
  bus.isTold = false;
};

board.oneWireRead = function (bus, count) {
  if (!bus.isReset) throw new Error("a 1-Wire bus is read from behind a reset, in the same event");
  const word = board.transfer(bus, bus.readBytes + count);
  // A bus on which nobody answers is high.
  const bytes = word === "!" ? "\xff".repeat(bus.readBytes + count) : board.bytesOf(word);
  bus.readBytes += count;
  return bytes.substr(bytes.length - count);
};

// Else calls would still go to the native one.
delete globalThis.OneWire;
globalThis.OneWire = function (pin) {
  const bus = { pin: board.pinNumber(pin), written: "", readBytes: 0, isReset: false, isTold: false };
  this.reset = function () {
    return board.oneWireReset(bus);
  };
  this.skip = function () {
    board.oneWireWrite(bus, "\xcc");
  };
  /** Begins with a reset of its own. */
  this.select = function (rom) {
    if (typeof rom !== "string" || rom.length !== 16)
      throw new TypeError("Invalid OneWire device address " + rom);
    board.oneWireReset(bus);
    let text = "\x55";
    for (let at = 0; at < 16; at += 2) text += String.fromCharCode(parseInt(rom.substr(at, 2), 16));
    board.oneWireWrite(bus, text);
  };
  this.write = function (data) {
    board.oneWireWrite(bus, E.toString(new Uint8Array(typeof data === "number" ? [data] : data)));
  };
  this.read = function (count) {
    if (count === undefined) return board.oneWireRead(bus, 1).charCodeAt(0);
    return new Uint8Array(E.toArrayBuffer(board.oneWireRead(bus, count)));
  };
  this.search = function () {
    if (!board.oneWireReset(bus)) return [];
    board.oneWireWrite(bus, "\x33");
    const rom = board.oneWireRead(bus, 8);
    bus.isReset = false;
    if (board.crc8(rom) !== 0)
      throw new Error("more than one device on the 1-Wire bus: search is not simulated");
    let name = "";
    for (let at = 0; at < 8; at += 1) name += ("0" + rom.charCodeAt(at).toString(16)).substr(-2);
    return [name];
  };
};
board.settle = board.flushOneWires;
board.networkIdle = board.idle;
board.idle = function () {
  if (board.oneWires.length !== 0) board.flushOneWires();
  board.networkIdle();
};
