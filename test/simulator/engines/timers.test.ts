/*
 * Timers beyond those that ring once, and clocks that are set, in the runtime's own words; and what a board is told of
 * its sleep's length and its last start. On every engine that is present.
 */
import { expect, test } from "vitest";
import type { WakeCause } from "../../../src/simulator/engines/engine.ts";
import { presentKinds } from "../../support/engines.ts";
import type { Language } from "../../support/engines.ts";
import { live } from "../../support/life.ts";
import type { Happening } from "../../support/life.ts";

/** Language and chip, what is shown, a program, what happens, and the lines that come of it. */
const CASES: [Language, string, string, string, Happening[], string[]][] = [
  [
    ...(["espruino", "esp32", "an interval rings on and on, drifts not, and can be changed"] as const),
    `var id = setInterval(function (name) { console.log(name, getTime()); }, 100, "tick");
     globalThis.slower = function () { changeInterval(id, 1000); };
     globalThis.end = function () { clearInterval(id); };`,
    [100, 105, 95, "slower()", 999, 1, "end()", 5000],
    ["print tick 0.1", "print tick 0.205", "print tick 0.3", "print tick 1.3"],
  ],
  [
    ...(["espruino", "esp32", "the clock can be set, and timers go on as they were"] as const),
    `setTime(1e9); setTimeout(function () { console.log(getTime()); }, 500);`,
    [499, 1],
    ["print 1000000000.5"],
  ],
  [
    ...([
      "espruino",
      "esp32",
      "clearTimeout() ends every timer of the program's, clearTimeout(undefined) none",
    ] as const),
    `setTimeout(function () { console.log("never"); }, 5);
     require("Wifi").getIP(function (error, info) { console.log("the firmware's own"); });
     try { clearInterval(undefined); } catch (error) { console.log(error.message); }
     try { changeInterval(77, 5); } catch (error) { console.log(error.message); }
     clearTimeout();`,
    [5],
    [
      "print clearInterval(undefined) not allowed. Use clearInterval() instead",
      ...["print Unknown Interval", "print the firmware's own"],
    ],
  ],
  [
    ...(["nodemcu", "esp8266", "alarms ring once, on and on, or when they are started again"] as const),
    `local single, auto, semi = tmr.create(), tmr.create(), tmr.create()
     single:alarm(50, tmr.ALARM_SINGLE, function(t) print("single", t == single, t:state()) end)
     auto:alarm(100, tmr.ALARM_AUTO, function(t) print("auto", t:state()) end)
     semi:alarm(100, tmr.ALARM_SEMI, function(t) print("semi", t:state()) end)
     print(auto:start(), auto:start(true))
     function again() semi:start() auto:interval(300) end
     function stop() print(auto:stop(), auto:stop()) auto:unregister() print(auto:state()) end`,
    [50, 50, "again()", 100, 200, "stop()", 1000],
    [
      ...["print false\ttrue", "print single\ttrue\tnil", "print auto\ttrue\t1", "print semi\tfalse\t2"],
      ...["print semi\tfalse\t2", "print auto\ttrue\t1", "print true\tfalse", "print nil"],
    ],
  ],
  [
    ...(["nodemcu", "esp8266", "an alarm that cannot be is refused"] as const),
    `local timer = tmr.create()
     print(pcall(timer.alarm, timer, 6870948, 0, print) or pcall(timer.alarm, timer, 5, 3, print) or
       pcall(timer.alarm, timer, 5, 0) or pcall(timer.start, timer))`,
    [],
    ["print false"],
  ],
  [
    ...([
      "espruino",
      "esp32",
      "a sleep of 2^31 microseconds or more never ends, of 2^32 and more is too short",
    ] as const),
    "",
    ["ESP32.deepSleep(2147483648)"],
    ["sleep 0"],
  ],
  [
    ...(["espruino", "esp32", "an hour and a half becomes 18 minutes"] as const),
    "",
    ["ESP32.deepSleep(5400e6)"],
    ["sleep 1105033"],
  ],
  [
    ...([
      "espruino",
      "esp32",
      "a sleep of no time ends at once, one that waits for a pin by itself never",
    ] as const),
    `try { ESP32.deepSleepExt0(D5, 0); } catch (error) { console.log(error.message); }`,
    ["ESP32.deepSleepExt0(D4, 0)"],
    ["print Invalid pin", "sleep 0 pin 4"],
  ],
  [...(["espruino", "esp32", "the shortest sleep"] as const), "", ["ESP32.deepSleep(0)"], ["sleep 1"]],
  [
    ...([
      "espruino",
      "esp8266",
      "a sleep that is no int is refused, and so is an option that is none",
    ] as const),
    `[[2147483648], [-1], [1, 3]].forEach(function (each) {
       try { ESP8266.deepSleep(each[0], each[1]); } catch (error) { console.log(error.message); }
     });`,
    ["ESP8266.deepSleep(0)"],
    ["print Invalid microseconds", "print Invalid microseconds", "print Invalid option", "sleep 0"],
  ],
  [
    ...(["moddable", "esp8266", "a sleep has 32 bits"] as const),
    "",
    ["System.deepSleep(2 ** 32 + 5e6)"],
    ["sleep 5000"],
  ],
  [
    ...(["nodemcu", "esp8266", "a sleep beyond the longest never ends, and wrong ones are refused"] as const),
    `node.dsleep(nil, 4)
     print(pcall(node.dsleep, -1) or pcall(node.dsleep, 36000000000) or pcall(node.dsleep, 1, 3))
     function long() node.dsleep(node.dsleepMax() + 1) end`,
    ["long()"],
    ["print false", "sleep 0"],
  ],
  [
    ...(["nodemcu", "esp8266", "the longest sleep"] as const),
    `function longest() node.dsleep(node.dsleepMax(), 2, 1) end`,
    ["longest()"],
    ["sleep 13315000"],
  ],
];

for (const [language, chip, title, text, happenings, lines] of CASES)
  for (const kind of await presentKinds(language, chip))
    test(`${kind.name} on ${chip}: ${title}`, () => {
      expect(live(kind, text, happenings).lines).toEqual(lines);
    });

/** What each firmware says of a start. */
const CAUSES: [Language, string, string, Record<WakeCause, string>][] = [
  [
    ...(["espruino", "esp32", "console.log(ESP32.getWakeupCause())"] as const),
    { power: "0", restart: "0", timer: "4", pin: "2" },
  ],
  [
    ...(["espruino", "esp8266", "console.log(ESP8266.getResetInfo().reason)"] as const),
    { power: "power on", restart: "restart", timer: "deep sleep", pin: "reset pin" },
  ],
  [
    ...(["nodemcu", "esp8266", "print(node.bootreason())"] as const),
    { power: "1\t0", restart: "2\t4", timer: "2\t5", pin: "2\t6" },
  ],
];

for (const [language, chip, text, causes] of CAUSES)
  for (const kind of await presentKinds(language, chip))
    test(`${kind.name} on ${chip} knows why it runs`, () => {
      for (const [cause, said] of Object.entries(causes)) {
        const { lines } = live(kind, text, [], { wakeCause: () => cause as WakeCause });
        expect(lines).toEqual([`print ${said}`]);
      }
    });
