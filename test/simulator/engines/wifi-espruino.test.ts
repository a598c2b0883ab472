/*
 * require("Wifi") of the ESP32 and of the ESP8266, in the model and in the real interpreter: what is asked of the
 * radio, and what the program is told of what comes of it.
 */
import { describe, expect, test } from "vitest";
import type { BoardEvent } from "../../../src/simulator/engines/engine.ts";
import type { Happening } from "../../support/life.ts";
import { presentKinds } from "../../support/engines.ts";
import { JOINED, live } from "../../support/life.ts";

/** Prints every event and callback. */
const LISTEN = `var wifi = require("Wifi");
  ["associated", "connected", "disconnected", "dhcp_timeout"].forEach(function (event) {
    wifi.on(event, function (detail) { console.log(event + " " + JSON.stringify(detail)); });
  });
  function told(what) { return function (error) { console.log(what + " " + error); }; }
  globalThis.told = told;
  `;
const CONNECT = `${LISTEN} wifi.connect("barn", { password: "secret12", channel: 6, bssid: "0a:0b:0c:0d:0e:0f" }, told("up"));`;

const failed = (failure: (BoardEvent & { event: "unjoined" })["failure"]): BoardEvent => ({
  event: "unjoined",
  failure,
});
const WIFI = `require("Wifi")`;
const barn = { ssid: "barn", password: "secret12" };
const hint = { ...barn, channel: 6, bssid: "0a:0b:0c:0d:0e:0f" };
const join = (request: object) => `join ${JSON.stringify(request)}`;
const address = '{"ip":"10.0.0.9","netmask":"255.255.255.0","gw":"10.0.0.1"}';
const JOIN = { esp32: join(barn), esp8266: join({ ...barn, channel: 6, bssid: hint.bssid }) };
const UP = {
  esp32: [
    'print associated {"ssid":"barn","mac":"0a:0b:0c:0d:0e:0f","channel":"6"}',
    "print up null",
    `print connected ${address}`,
  ],
  esp8266: [
    'print associated {"ssid":"barn","mac":"0a:0b:0c:0d:0e:0f","channel":6}',
    "print up null",
    `print connected ${address}`,
  ],
};

/** What happens, then what is asked and told on an ESP32, and on an ESP8266. */
const CASES: [string, Happening[], string[], string[]][] = [
  [
    "joins, with what it knows of the network only on an ESP8266",
    [JOINED],
    [JOIN.esp32, ...UP.esp32],
    [JOIN.esp8266, ...UP.esp8266],
  ],
  [
    "an ESP32 tries three times in silence and gives up, an ESP8266 tells at once and goes on",
    [failed("no access point"), failed("refused"), failed("no access point"), JOINED],
    [
      ...[JOIN.esp32, JOIN.esp32, JOIN.esp32],
      'print disconnected {"ssid":"barn","mac":"00:00:00:00:00:00","reason":"201","msg":"NO_AP_FOUND"}',
      "print up NO_AP_FOUND",
    ],
    [
      ...[JOIN.esp8266, "print up no_ap_found"],
      'print disconnected {"ssid":"barn","mac":"00:00:00:00:00:00","reason":"no_ap_found"}',
      JOIN.esp8266,
      'print disconnected {"ssid":"barn","mac":"00:00:00:00:00:00","reason":"assoc_toomany"}',
      JOIN.esp8266,
      'print disconnected {"ssid":"barn","mac":"00:00:00:00:00:00","reason":"no_ap_found"}',
      JOIN.esp8266,
      ...UP.esp8266.filter((line) => !line.includes("up")),
    ],
  ],
  [
    "a wrong password is the end on an ESP8266",
    [failed("wrong password"), failed("wrong password")],
    [JOIN.esp32, JOIN.esp32, JOIN.esp32],
    [
      JOIN.esp8266,
      "print up bad_password",
      ...Array<string>(2).fill(
        'print disconnected {"ssid":"barn","mac":"00:00:00:00:00:00","reason":"4way_handshake_timeout"}',
      ),
    ],
  ],
  [
    "without an address both ask on, and an ESP8266 says so",
    [failed("no address"), JOINED],
    [JOIN.esp32, JOIN.esp32, ...UP.esp32],
    [JOIN.esp8266, "print dhcp_timeout null", JOIN.esp8266, ...UP.esp8266],
  ],
  [
    "a connection that is lost is joined again, in silence on an ESP32",
    [JOINED, failed("lost"), `console.log(${WIFI}.getIP().ip)`],
    [JOIN.esp32, ...UP.esp32, JOIN.esp32, "print 0.0.0.0"],
    [
      ...[JOIN.esp8266, ...UP.esp8266],
      'print disconnected {"ssid":"barn","mac":"0a:0b:0c:0d:0e:0f","reason":"beacon_timeout"}',
      ...[JOIN.esp8266, "print 0.0.0.0"],
    ],
  ],
  [
    "disconnect leaves; an ESP32 calls back twice",
    [JOINED, `${WIFI}.disconnect(told("down"))`, 0, failed("lost")],
    [
      ...[JOIN.esp32, ...UP.esp32, "leave", "print down undefined", "print down undefined"],
      'print disconnected {"ssid":"barn","mac":"0a:0b:0c:0d:0e:0f","reason":"8","msg":"ASSOC_LEAVE"}',
    ],
    [
      ...[JOIN.esp8266, ...UP.esp8266, "leave", "print down undefined"],
      'print disconnected {"ssid":"barn","mac":"0a:0b:0c:0d:0e:0f","reason":"assoc_leave"}',
    ],
  ],
  [
    "connecting again to the same network leaves it on an ESP32, and is nothing on an ESP8266",
    [JOINED, `${WIFI}.connect("barn", { password: "secret12" }, told("again"))`, 0],
    [JOIN.esp32, ...UP.esp32, "leave", JOIN.esp32],
    [JOIN.esp8266, ...UP.esp8266, "print again null"],
  ],
  [
    "what is asked for is told",
    [
      JOINED,
      `var d = ${WIFI}.getDetails(), s = ${WIFI}.getStatus(); console.log(d.status, d.ssid, s.station, s.mode, s.powersave)`,
      `${WIFI}.setConfig({ powersave: "min" }); console.log(${WIFI}.getStatus().powersave, ${WIFI}.getHostname())`,
      `${WIFI}.setHostname("hen", told("named")); console.log(${WIFI}.getHostname())`,
      `${WIFI}.getIP(function (error, info) { console.log(error, info.ip, info.mac); })`,
      0,
    ],
    [
      ...[JOIN.esp32, ...UP.esp32, "print connected barn connected sta none", "print min espruino"],
      ...["print hen", "print named undefined", "print null 10.0.0.9 a4:cf:12:00:be:ef"],
    ],
    [
      ...[JOIN.esp8266, ...UP.esp8266, "print connected barn connected sta none", "print min espruino"],
      ...["print hen", "print named undefined", "print null 10.0.0.9 a4:cf:12:00:be:ef"],
    ],
  ],
];

for (const chip of ["esp32", "esp8266"] as const)
  describe.each((await presentKinds("espruino", chip)).map((kind) => ({ title: kind.name, kind })))(
    `$title on ${chip}`,
    ({ kind }) => {
      for (const [title, happenings, onEsp32, onEsp8266] of CASES)
        test(title, () => {
          const expected = chip === "esp32" ? onEsp32 : onEsp8266;
          expect(live(kind, CONNECT, happenings).lines).toEqual(expected);
        });

      test("an address of its own is asked for, and needs a callback", () => {
        const settings = `{ ip: "10.0.0.44", gw: "10.0.0.1", netmask: "255.255.255.0" }`;
        const text = `${LISTEN} wifi.setIP(${settings}, told("set"));
          wifi.connect("barn", { password: "secret12" });
          try { wifi.setIP({ ip: "x" }, told("never")); } catch (error) { console.log(error.message); }
          try { wifi.setIP(${settings}); } catch (error) { console.log(error.message); }`;
        expect(live(kind, text, [0]).lines).toEqual([
          join({ ...barn, address: "10.0.0.44" }),
          "print Not a valid ip",
          "print Callback is not a function",
          `print set ${chip === "esp32" ? "Failure" : "null"}`,
        ]);
      });

      test("what is saved is joined at the next start, until it is cleared", () => {
        const saving = `var wifi = require("Wifi"); wifi.connect("barn", { password: "secret12" }); wifi.save();`;
        const { kept } = live(kind, saving, []);
        expect(live(kind, "", [], {}, kept).lines).toEqual([join(barn)]);
        const cleared = live(kind, `require("Wifi").save("clear")`, [], {}, kept);
        expect(live(kind, `require("Wifi").restore()`, [], {}, cleared.kept).lines).toEqual([]);
      });

      test("a listener that is removed is not told, and calls that are wrong throw", () => {
        const text = `${CONNECT} wifi.removeAllListeners("associated"); wifi.removeAllListeners("connected");
          [[5], ["barn", null], ["barn", { password: 5 }], ["barn", {}, 5]].forEach(function (each) {
            try { wifi.connect(each[0], each[1], each[2]); } catch (error) { console.log(error.message); }
          });
          try { wifi.setConfig({ powersave: "no" }); } catch (error) { console.log(error.message); }`;
        expect(live(kind, text, [JOINED]).lines.slice(1)).toEqual([
          "print No SSID provided",
          "print Expecting Object, got null",
          "print Expecting options.password to be a string",
          "print Expecting callback function but got 5",
          "print Unknown powersave mode",
          "print up null",
        ]);
      });
    },
  );

for (const kind of await presentKinds("espruino", "esp8266"))
  test(`${kind.name} on esp8266 checks channel and BSSID`, () => {
    const text = `[{ channel: 15 }, { bssid: "0a:0b" }].forEach(function (options) {
      try { require("Wifi").connect("barn", options); } catch (error) { console.log(error.message); }
    });`;
    expect(live(kind, text, []).lines).toEqual([
      "print Expecting options.channel to be a integer between 0 and  14",
      'print Expecting bssid as "aa:bb:cc:dd:cc:ff"',
    ]);
  });
