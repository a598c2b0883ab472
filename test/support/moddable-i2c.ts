/*
 * ECMA-419 I2C of the Moddable SDK as a strict stand-in: as on ESP32, an instance wants pins, a speed and an address, an
 * open one keeps the address for itself, and what nobody acknowledges throws. An answer has a buffer of its own.
 * Source: Moddable SDK 8, modules/io/i2c/esp32/_i2c.c.
 */

/**
 * Goes behind SDK. `host("i2c", address, "data clock hz written count")` answers what was read, or "!" when nobody
 * acknowledged; bytes are hexadecimal digits.
 */
export const I2C_SDK = `globalThis.openI2c = new Set();
SDK.I2C = class {
  constructor({ data, clock, hz, address }) {
    for (const pin of [data, clock]) if (!Number.isInteger(pin)) throw new RangeError("a pin is required");
    if (!(hz > 0 && hz <= 20000000)) throw new RangeError("invalid hz");
    if (!(address >= 0 && address <= 127)) throw new RangeError("invalid address");
    if (openI2c.has(address)) throw new RangeError("duplicate address");
    openI2c.add(address);
    this.address = address;
    this.bus = [data, clock, hz].join(" ");
  }
  exchange(written, count) {
    if (!openI2c.has(this.address)) throw new Error("closed");
    const hex = Array.from(written, (byte) => byte.toString(16).padStart(2, "0")).join("");
    const answer = host("i2c", this.address, [this.bus, hex, count].join(" "));
    if (answer === "!") throw new Error(count === 0 ? "write failed" : "read failed");
    return new Uint8Array(answer.length / 2).map((_, at) => parseInt(answer.slice(at * 2, at * 2 + 2), 16));
  }
  write(bytes) {
    if (!(bytes instanceof Uint8Array) || bytes.length === 0) throw new Error("no bytes");
    this.exchange(bytes, 0);
  }
  read(count) {
    if (!Number.isInteger(count) || count < 1) throw new Error("invalid");
    return this.exchange([], count).buffer;
  }
  close() { openI2c.delete(this.address); }
};`;
