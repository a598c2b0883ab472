/*
 * What the firmware has of the chip itself: ESP32 or ESP8266, with deep sleep, reboot and the reason of the last
 * start. Stricter than the firmware: on both, deepSleep never returns. Not here: light sleep, OTA, Bluetooth, how much memory
 * a board has.
 * Source: Espruino 2v29, targets/esp32/jswrap_esp32.c, targets/esp8266/jswrap_esp8266.c and user_main.c.
 */
/** Pins that can wake an ESP32. */
board.RTC_PINS = [0, 2, 4, 12, 13, 14, 15, 25, 26, 27, 32, 33, 34, 35, 36, 37, 39];
/** ESP_SLEEP_WAKEUP_UNDEFINED, EXT0, TIMER. */
board.WAKEUP_CAUSES = { power: 0, restart: 0, pin: 2, timer: 4 };
board.RESET_REASONS = { power: "power on", restart: "restart", pin: "reset pin", timer: "deep sleep" };

board.reboot = function () {
  board.end("restart");
};

if (board.isEsp8266)
  globalThis.ESP8266 = {
    reboot: board.reboot,
    /** Needs an int, and so less than 35.8 minutes; 0 sleeps until the pin RST is pulled down. */
    deepSleep: function (us, option) {
      if ((us | 0) !== us || us < 0) throw new Error("Invalid microseconds");
      if ([undefined, 0, 1, 2, 4].indexOf(option) < 0) throw new Error("Invalid option");
      board.end("sleep " + Math.ceil(us / 1000));
    },
    getResetInfo: function () {
      return { reason: board.RESET_REASONS[board.ask("cause")] };
    },
  };
else
  globalThis.ESP32 = {
    reboot: board.reboot,
    /** An int: what does not fit wraps, and what is negative then never ends. */
    deepSleep: function (us) {
      const wrapped = us | 0;
      board.end("sleep " + (wrapped < 0 ? 0 : Math.max(Math.ceil(wrapped / 1000), 1)));
    },
    /** Until the pin has the level. */
    deepSleepExt0: function (pin) {
      const number = typeof pin === "number" ? pin : board.pinNumber(pin);
      if (board.RTC_PINS.indexOf(number) < 0) throw new Error("Invalid pin");
      board.end("sleep 0 " + number);
    },
    getWakeupCause: function () {
      return board.WAKEUP_CAUSES[board.ask("cause")];
    },
  };

/** 0 while there is none, or the firmware feeds it by itself. */
board.watchdogMs = 0;
board.watch = function () {
  if (board.watchdogMs > 0) board.say("watchdog " + board.watchdogMs);
};
// The ESP8266's does nothing.
E.enableWatchdog = function (seconds, isAutomatic) {
  board.watchdogMs = isAutomatic === false && !board.isEsp8266 ? seconds * 1000 : 0;
  board.watch();
};
E.kickWatchdog = board.watch;
// The model has none.
if (typeof process === "undefined")
  globalThis.process = {
    memory: function () {
      return { free: 1000, usage: 600, total: 1600, blocksize: 12 };
    },
  };
