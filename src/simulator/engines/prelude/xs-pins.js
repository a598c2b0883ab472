/*
 * Pins of the Moddable SDK: ECMA-419 Digital as an input, and Analog. Stricter than a board: a mode is required, and a
 * pin is open once at a time, also for Analog on an ESP32. Not here: outputs, rising edges; edges that come so fast that
 * a board tells several by one call.
 * Source: ECMA-419, sections 10.1 and 10.3; Moddable SDK 8, modules/io/digital/digital.js, digital/esp32/digitalbank.c,
 * modules/io/analog/esp32/_analog.c, analog/esp/_analog.c.
 */
/** Of an ESP8266, which has one, whatever pin is asked for. */
board.ANALOG_PIN = 0;

/** What is open at a pin. */
class Pin {
  static open = new Map();
  constructor(options) {
    const { pin } = options;
    if (!Number.isInteger(pin) || pin < 0) throw new Error("invalid pin");
    if (Pin.open.has(pin)) throw new Error("in use");
    Pin.open.set(pin, this);
    this.pin = pin;
    if ("target" in options) this.target = options.target;
  }
  check() {
    if (Pin.open.get(this.pin) !== this) throw new Error("closed");
  }
  close() {
    if (Pin.open.get(this.pin) === this) Pin.open.delete(this.pin);
  }
}

class Digital extends Pin {
  static Input = 0;
  static InputPullUp = 1;
  static InputPullDown = 2;
  static InputPullUpDown = 3;
  static Rising = 1;
  static Falling = 2;
  constructor(options) {
    const { mode, onReadable, edge = 0 } = options;
    if (!(mode >= Digital.Input && mode <= Digital.InputPullUpDown)) throw new RangeError("invalid mode");
    if (onReadable !== undefined && edge !== Digital.Falling) throw new RangeError("invalid edges");
    super(options);
    this.onReadable = onReadable;
    if (onReadable !== undefined) this.count = Digital.pulses(this.pin);
  }
  static pulses(pin) {
    return Number(board.ask("pulses " + pin));
  }
  read() {
    this.check();
    return Number(board.ask("digital " + this.pin));
  }
  poll() {
    for (const count = Digital.pulses(this.pin); this.count < count; this.count += 1)
      board.guard(() => this.onReadable.call(this));
  }
}

board.pollPins = function () {
  for (const pin of Pin.open.values()) if (pin.onReadable !== undefined) pin.poll();
};

class Analog extends Pin {
  constructor(options) {
    if (!board.isEsp8266 && board.ask("analog " + options.pin) === "!")
      throw new RangeError("not analog pin");
    super(options);
  }
  get resolution() {
    return board.isEsp8266 ? 10 : 12;
  }
  read() {
    this.check();
    const word = board.ask("analog " + (board.isEsp8266 ? board.ANALOG_PIN : this.pin));
    const share = word === "!" ? 0 : Number(word) / 1000000;
    return Math.floor(share * (2 ** this.resolution - 1));
  }
}

board.modules["embedded:io/digital"] = Digital;
board.modules["embedded:io/analog"] = Analog;
