/*
 * A life of a sleeping board in every engine that is present, in the runtime's own words: it counts its lives in the
 * memory that it has for that, joins, connects, writes, and sleeps; then it begins anew with nothing but that memory.
 */
import { describe, expect, test } from "vitest";
import type { WakeCause } from "../../../src/simulator/engines/engine.ts";
import { NODE } from "../../../src/simulator/engines/node.ts";
import { presentKinds } from "../../support/engines.ts";
import type { Language } from "../../support/engines.ts";
import { JOINED, live, OPENED, SENT } from "../../support/life.ts";

/** What is different between the two chips that Espruino runs on. */
const espruinoText = (sleep: string, cause: string): string => `
  var storage = require("Storage");
  var before = storage.read("lives");
  var lives = before === undefined ? 0 : parseInt(before);
  console.log("life " + lives + " " + ${cause});
  storage.write("lives", String(lives + 1));
  require("Wifi").connect("barn", { password: "secret12" }, function () {
    var socket = require("net").connect({ host: "10.0.0.1", port: 1883 }, function () { socket.write("hi"); });
    socket.on("drain", function () {
      try { ${sleep}; } catch (error) {}
      console.log("never");
      storage.write("lives", "never");
      socket.write("never");
    });
  });`;

const MODDABLE = `import WiFi from "wifi";
  import TCP from "embedded:io/socket/tcp";
  import Preference from "preference";
  const lives = Preference.get("catnap", "lives") ?? 0;
  trace("life " + lives);
  Preference.set("catnap", "lives", lives + 1);
  let isAsked = false;
  new WiFi({ ssid: "barn", password: "secret12" }, (message) => {
    if (message !== WiFi.gotIP) return;
    const socket = new TCP({ address: "10.0.0.1", port: 1883, onReadable() {}, onError() {},
      onWritable: () => {
        if (!isAsked) socket.write(new Uint8Array([104, 105]));
        else {
          try { System.deepSleep(60_000_000); } catch {}
          trace("never");
          Preference.set("catnap", "lives", "never");
          socket.write(new Uint8Array([1]));
        }
        isAsked = true;
      } });
  });`;

const NODEMCU = `local lives = rtcmem.read32(20)
  local _, reason = node.bootreason()
  print(("life %d %d"):format(lives, reason))
  rtcmem.write32(20, lives + 1)
  wifi.setmode(wifi.STATION, false)
  wifi.sta.config({ ssid = "barn", pwd = "secret12", save = false, got_ip_cb = function()
    local socket = net.createConnection(net.TCP, 0)
    socket:on("connection", function() socket:send("hi") end)
    socket:on("sent", function()
      pcall(node.dsleep, 60000000)
      print("never")
      rtcmem.write32(20, 99)
      socket:send("never")
    end)
    socket:connect(1883, "10.0.0.1")
  end })`;

interface Row {
  language: Language;
  chip: string;
  text: string;
  /** What it prints of its first life and of the next one. */
  first: string;
  second: string;
}

const ROWS: Row[] = [
  {
    language: "espruino",
    chip: "esp32",
    text: espruinoText("ESP32.deepSleep(60000000)", "ESP32.getWakeupCause()"),
    first: "life 0 0",
    second: "life 1 4",
  },
  {
    language: "espruino",
    chip: "esp8266",
    text: espruinoText("ESP8266.deepSleep(60000000, 2)", "ESP8266.getResetInfo().reason"),
    first: "life 0 power on",
    second: "life 1 deep sleep",
  },
  { language: "moddable", chip: "esp8266", text: MODDABLE, first: "life 0", second: "life 1" },
  { language: "nodemcu", chip: "esp8266", text: NODEMCU, first: "life 0 0", second: "life 1 5" },
];

const because = (cause: WakeCause) => ({ wakeCause: () => cause });

for (const row of ROWS)
  describe.each((await presentKinds(row.language, row.chip)).map((kind) => ({ title: kind.name, kind })))(
    `$title on ${row.chip}`,
    ({ kind }) => {
      const request = JSON.stringify({ ssid: "barn", password: "secret12" });
      const awake = [`join ${request}`, "connect 1 10.0.0.1:1883", "write 1 6869", "sleep 60000"];

      test("joins, connects, writes, sleeps, and knows in its next life only what it has kept", () => {
        const events = [JOINED, OPENED, SENT];
        const first = live(kind, row.text, events, because("power"));
        expect(first.lines).toEqual([`print ${row.first}`, ...awake]);
        const second = live(kind, row.text, events, because("timer"), first.kept);
        expect(second.lines).toEqual([`print ${row.second}`, ...awake]);
        expect(live(kind, row.text, [], because("power")).lines[0]).toBe(`print ${row.first}`);
      });

      test("hears nothing while it sleeps, and nothing is due", () => {
        const late = [
          { event: "received" as const, socket: 1, bytes: Buffer.from("late") },
          "nothingLikeThis()",
        ];
        const asleep = live(kind, row.text, [JOINED, OPENED, SENT, ...late, 60_000]);
        expect(asleep.lines.at(-1)).toBe("sleep 60000");
        expect(asleep.dueMs).toBeUndefined();
      });
    },
  );

/** Goes to sleep, or restarts, while it is loaded; what stands behind that is never reached. */
const AT_ONCE: [Language, string, string, string[]][] = [
  ["espruino", "esp32", `ESP32.deepSleep(1500); console.log("never");`, ["sleep 2"]],
  ["espruino", "esp32", `ESP32.reboot(); console.log("never");`, ["restart"]],
  ["espruino", "esp8266", `ESP8266.reboot(); console.log("never");`, ["restart"]],
  ["moddable", "esp8266", `System.deepSleep(1500); trace("never");`, ["sleep 2"]],
  ["moddable", "esp32", `System.deepSleep(1500); trace("no such call");`, ["print no such call"]],
  ["moddable", "esp32", `System.restart(); trace("never");`, ["restart"]],
  ["nodemcu", "esp8266", `node.dsleep(1500) print("never")`, ["sleep 2"]],
  ["nodemcu", "esp8266", `node.restart() print("never")`, ["restart"]],
];

for (const [language, chip, text, lines] of AT_ONCE)
  for (const kind of await presentKinds(language, chip))
    test(`${kind.name} on ${chip}: ${text}`, () => {
      expect(live(kind, text, []).lines).toEqual(lines);
    });

test("Node has no Wi-Fi to be told of", () => {
  const lost = { event: "unjoined" as const, failure: "lost" as const };
  expect(live(NODE, `console.log("here");`, [JOINED, lost]).lines).toEqual(["print here"]);
});
