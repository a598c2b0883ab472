/*
 * Espruino's pins: levels, analog values, watches on falling edges, and what a DHT22 does to a line. Stricter than the
 * firmware: a pin has a mode before it is read or watched, a watch names its options, and a pulse on a watched pin wants
 * open drain, because what answers could not pull it down. Not here: outputs, rising edges, debouncing.
 * Source: Espruino 2v29, src/jswrap_io.c, src/jsinteractive.c, targets/esp32/jshardware.c, targets/esp8266/jshardware.c;
 * Aosong AM2302 product manual, section 7.
 */
board.PIN_MODES = ["input", "input_pullup", "input_pulldown", "analog", "output", "opendrain"];
/** What the pin A0 of an ESP8266 is called outside. */
board.ANALOG_PIN = 0;
/** Converters of an ESP32 that its firmware knows: ADC1. */
board.ANALOG_PINS = [32, 33, 34, 35, 36, 37, 38, 39];
board.pinModes = {};
board.watches = [];
board.watchCount = 0;

if (board.isEsp8266) globalThis.A0 = "A0";

globalThis.pinMode = function (pin, mode) {
  if (board.PIN_MODES.indexOf(mode) < 0) throw new Error("Invalid pin mode");
  board.pinModes[board.pinNumber(pin)] = mode;
};

board.checkInput = function (pin) {
  const number = board.pinNumber(pin);
  const mode = board.pinModes[number];
  if (mode === undefined || mode === "output") throw new Error("pin " + pin + " is no input");
  return number;
};

globalThis.digitalRead = function (pin) {
  return board.ask("digital " + board.checkInput(pin)) === "1" ? 1 : 0;
};

/** A number of steps as a share of all of them. */
globalThis.analogRead = function (pin) {
  const isKnown = board.isEsp8266
    ? String(pin) === "A0"
    : board.ANALOG_PINS.indexOf(board.pinNumber(pin)) >= 0;
  if (!isKnown) return NaN;
  const word = board.ask("analog " + (board.isEsp8266 ? board.ANALOG_PIN : board.pinNumber(pin)));
  const share = word === "!" ? 0 : Number(word) / 1000000;
  // The ESP8266 answers 1024 for full scale, one more than it can measure.
  return board.isEsp8266 ? Math.floor(share * 1024) / 1024 : Math.floor(share * 4095) / 4096;
};

board.pulsesOf = function (pin) {
  return Number(board.ask("pulses " + pin));
};

globalThis.setWatch = function (call, pin, options) {
  if (typeof call !== "function") throw new Error("Function or String not supplied!");
  if (options === undefined || options.edge !== -1 || options.repeat !== true)
    throw new Error("a watch is on falling edges, again and again: others are not simulated");
  const number = board.checkInput(pin);
  board.watchCount += 1;
  board.watches.push({ id: board.watchCount, pin: number, call: call, count: board.pulsesOf(number) });
  return board.watchCount;
};

globalThis.clearWatch = function (id) {
  if (id === undefined) throw new Error("clearWatch(undefined) not allowed. Use clearWatch() instead");
  const count = board.watches.length;
  board.watches = board.watches.filter(function (watch) {
    return watch.id !== id;
  });
  if (board.watches.length === count) throw new Error("Unknown Watch " + id);
};

/** One call for each edge since the last time. */
board.pollPins = function () {
  board.watches.forEach(function (watch) {
    const count = board.pulsesOf(watch.pin);
    const edge = { state: false, time: getTime(), lastTime: getTime(), pin: watch.pin };
    for (; watch.count < count; watch.count += 1) board.guard(watch.call, edge);
  });
};

/** How long the line was high before each falling edge, in microseconds: the board's own, two of the answer, the bits. */
board.dhtHighsUs = function (word) {
  if (word === "!") return [1000000];
  const highs = [1000000, 30, 80];
  const bytes = board.bytesOf(word);
  for (let at = 0; at < bytes.length; at += 1)
    for (let bit = 128; bit >= 1; bit /= 2) highs.push(bytes.charCodeAt(at) & bit ? 70 : 27);
  return highs;
};

/** The line goes down by the board's hand, and up again; then whoever is there answers, within 6 ms. */
globalThis.digitalPulse = function (pin, isHigh, ms) {
  const number = board.pinNumber(pin);
  const watch = board.watches.find(function (each) {
    return each.pin === number;
  });
  if (watch === undefined) return;
  if (board.pinModes[number] !== "opendrain") throw new Error("pin " + pin + " is not open drain");
  // Below a millisecond a DHT22 need not notice.
  const word = !isHigh && ms >= 1 ? board.ask("dht " + number) : "!";
  board.setTimer(board.tellDht, 6, { watch: watch, highs: board.dhtHighsUs(word) });
  board.timers[board.timers.length - 1].isOwn = true;
};

board.tellDht = function (told) {
  let time = getTime();
  told.highs.forEach(function (us) {
    const edge = { state: false, time: time + us / 1000000, lastTime: time, pin: told.watch.pin };
    // A watch that is gone hears nothing.
    if (board.watches.indexOf(told.watch) >= 0) board.guard(told.watch.call, edge);
    time += (us + 50) / 1000000;
  });
};
