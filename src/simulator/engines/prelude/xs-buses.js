/*
 * Buses of the Moddable SDK: ECMA-419 I2C, and module "onewire". Stricter than a board: as on ESP32, an I2C address is
 * open once at a time, and wants pins and a speed; what is written to a 1-Wire bus needs a reset before it, and a
 * transaction ends with the event in which it began. Not here: the search for several devices on one 1-Wire bus,
 * whose bits nobody simulates: search reads the ROM code of the only one.
 * Source: ECMA-419, section 11.1; Moddable SDK 8, modules/io/i2c/esp32/_i2c.c, modules/drivers/onewire; Maxim
 * DS18B20 data sheet, "ROM commands".
 */
class I2C {
  static open = new Set();
  constructor({ data, clock, hz, address }) {
    if (!(data >= 0 && clock >= 0 && hz > 0)) throw new RangeError("data, clock and hz required");
    if (I2C.open.has(address)) throw new RangeError("duplicate address");
    I2C.open.add(address);
    this.address = address;
  }
  transfer(written, count) {
    if (!I2C.open.has(this.address)) throw new Error("closed");
    const word = board.ask("i2c " + this.address + " " + board.wordOf(written) + " " + count);
    if (word === "!") throw new Error("i2c failed");
    return board.bytesOf(word);
  }
  write(bytes) {
    this.transfer(new Uint8Array(bytes), 0);
  }
  read(what) {
    const bytes = this.transfer(new Uint8Array(0), typeof what === "number" ? what : what.byteLength);
    if (typeof what === "number") return bytes.buffer;
    what.set(bytes);
    return bytes.length;
  }
  close() {
    I2C.open.delete(this.address);
  }
}

class OneWire {
  /** Buses with something that the outside was not told yet, and those that were reset in this event. */
  static waiting = new Set();
  static begun = new Set();
  constructor(dictionary) {
    if (dictionary.pin === undefined) throw new Error("pin missing");
    this.pin = dictionary.pin;
    this.written = [];
    this.readBytes = 0;
    this.isReset = false;
  }
  /** The outside is told of whole transactions: reset, write, read. */
  transfer(count) {
    OneWire.waiting.delete(this);
    const written = board.wordOf(new Uint8Array(this.written));
    const word = board.ask("onewire " + this.pin + " " + written + " " + count);
    return word === "!" ? undefined : board.bytesOf(word);
  }
  check() {
    if (this.pin === undefined) throw new Error("closed");
    if (!this.isReset) throw new Error("a 1-Wire bus is used behind a reset, in the same event");
  }
  /** What was written without a read behind it. */
  static flush() {
    for (const bus of OneWire.waiting) bus.transfer(0);
  }
  reset() {
    OneWire.flush();
    this.written = [];
    this.readBytes = 0;
    this.isReset = true;
    OneWire.begun.add(this);
    return this.transfer(0) !== undefined;
  }
  write(byte) {
    this.check();
    if (!(byte >= 0 && byte <= 255)) throw new RangeError("bad value");
    this.written.push(byte);
    OneWire.waiting.add(this);
  }
  read(count) {
    this.check();
    const all = this.readBytes + (count === undefined ? 1 : count);
    // A bus on which nobody answers is high.
    const bytes = (this.transfer(all) ?? new Uint8Array(all).fill(255)).slice(this.readBytes);
    this.readBytes = all;
    return count === undefined ? bytes[0] : bytes.buffer;
  }
  /** Begins with a reset of its own. */
  select(device) {
    this.reset();
    this.write(0x55);
    for (const byte of new Uint8Array(device)) this.write(byte);
  }
  /** ROM codes, the family first. */
  search() {
    if (!this.reset()) return [];
    this.write(0x33);
    const rom = this.read(8);
    this.isReset = false;
    if (OneWire.crc(rom) !== 0)
      throw new Error("more than one device on the 1-Wire bus: search is not simulated");
    return [rom];
  }
  isPresent(id) {
    if (id.byteLength !== 8) throw new Error("invalid id");
    return this.search().some((rom) => OneWire.hex(rom) === OneWire.hex(id));
  }
  close() {
    if (OneWire.waiting.has(this)) this.transfer(0);
    this.pin = undefined;
  }
  static crc(buffer, count) {
    let crc = 0;
    for (const byte of new Uint8Array(buffer).subarray(0, count)) {
      crc ^= byte;
      for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >> 1) ^ 0x8c : crc >> 1;
    }
    return crc;
  }
  static hex(buffer) {
    return Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, "0")).join("");
  }
}

board.settle = OneWire.flush;
board.idle = function () {
  OneWire.flush();
  for (const bus of OneWire.begun) bus.isReset = false;
  OneWire.begun.clear();
};

board.modules["embedded:io/i2c"] = I2C;
board.modules.onewire = OneWire;
