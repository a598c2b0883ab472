/*
 * What else differs between Espruino on an ESP32 and on an ESP8266, in the model and in the real interpreter.
 */
import { describe, expect, test } from "vitest";
import type { BoardEvent } from "../../../src/simulator/engines/engine.ts";
import { presentKinds } from "../../support/engines.ts";
import { JOINED, live, OPENED } from "../../support/life.ts";

const ABSENT: BoardEvent = { event: "unjoined", failure: "no access point" };
const LEFT: BoardEvent = { event: "unjoined", failure: "wrong password" };

for (const chip of ["esp32", "esp8266"] as const)
  describe.each((await presentKinds("espruino", chip)).map((kind) => ({ title: kind.name, kind })))(
    `$title on ${chip}`,
    ({ kind }) => {
      const isEsp8266 = chip === "esp8266";

      test(`what arrives comes ${isEsp8266 ? 268 : 536} bytes at a time`, () => {
        const text = `var s = require("net").connect({ host: "h", port: 1 });
          s.on("data", function (bytes) { console.log(bytes.length); });`;
        const arrived: BoardEvent = { event: "received", socket: 1, bytes: new Uint8Array(600) };
        const { lines } = live(kind, text, [OPENED, arrived]);
        expect(lines.slice(1)).toEqual(
          (isEsp8266 ? [268, 268, 64] : [536, 64]).map((bytes) => `print ${bytes}`),
        );
      });

      test(`what is written goes out ${isEsp8266 ? 268 : 536} bytes at a time`, () => {
        const text = `var s = require("net").connect({ host: "h", port: 1 }, function () { s.write("x".repeat(600)); });`;
        const written = live(kind, text, [OPENED]);
        expect(written.lines.at(-1)).toBe(`write 1 ${"78".repeat(isEsp8266 ? 268 : 536)}`);
      });

      test("restore joins what was saved, again", () => {
        const saving = `var wifi = require("Wifi"); wifi.connect("barn"); wifi.setHostname("hen"); wifi.save();`;
        const { kept } = live(kind, saving, []);
        const text = `require("Wifi").restore(); console.log(require("Wifi").getHostname());`;
        const join = 'join {"ssid":"barn","password":""}';
        expect(live(kind, text, [], {}, kept).lines).toEqual([join, "leave", join, "print hen"]);
      });

      test("who is told of a failure may ask for another network", () => {
        const text = `var wifi = require("Wifi"); wifi.connect("barn", { password: "wrong" });
          wifi.on("disconnected", function () { wifi.connect("shed"); });`;
        const { lines } = live(kind, text, [ABSENT, ABSENT, ABSENT].slice(isEsp8266 ? 2 : 0));
        expect(lines.filter((line) => line.includes("shed"))).toHaveLength(1);
        expect(lines.at(-1)).toBe('join {"ssid":"shed","password":""}');
      });

      test("the state of a connection that failed is told, and who asks is called back", () => {
        const text = `globalThis.wifi = require("Wifi"); wifi.connect("barn", { password: "wrong" });`;
        const asking = `wifi.getDetails(function (d) { console.log(d.status); });
          wifi.getStatus(function (s) { console.log(s.station); }); console.log(wifi.getStatus().mode);`;
        const reason = isEsp8266 ? "bad_password" : "4WAY_HANDSHAKE_TIMEOUT";
        const { lines } = live(kind, text, [LEFT, LEFT, LEFT, asking, 0]);
        const told = lines.filter((line) => line.startsWith("print"));
        // The ESP32's getStatus calls nobody back; its Wi-Fi is off once it has given up.
        const answers = isEsp8266 ? [reason, reason] : [reason];
        expect(told).toEqual([
          isEsp8266 ? "print sta" : "print off",
          ...answers.map((line) => `print ${line}`),
        ]);
      });

      test("a callback that is none is refused, and nobody is called who left", () => {
        const text = `var wifi = require("Wifi"); wifi.connect("barn", undefined, function (e) { console.log(e); });
          try { wifi.getIP(5); } catch (error) { console.log(error.message); }
          wifi.disconnect();`;
        const { lines } = live(kind, text, [0, JOINED]);
        const failed = isEsp8266 ? [] : ["print ASSOC_LEAVE"];
        expect(lines.slice(1)).toEqual(["print Expecting callback function but got 5", "leave", ...failed]);
      });
    },
  );
