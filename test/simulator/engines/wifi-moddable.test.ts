/*
 * Module "wifi" of the Moddable SDK on the ESP32 and on the ESP8266, in the model and in the real XS: what is asked of
 * the radio, and what the program is told of what comes of it.
 */
import { describe, expect, test } from "vitest";
import type { BoardEvent } from "../../../src/simulator/engines/engine.ts";
import { presentKinds } from "../../support/engines.ts";
import { JOINED, live } from "../../support/life.ts";
import type { Happening } from "../../support/life.ts";

const CONNECT = `import WiFi from "wifi";
  import Net from "net";
  const bssid = new Uint8Array([10, 11, 12, 13, 14, 15]).buffer;
  const wifi = new WiFi({ ssid: "barn", password: "secret12", channel: 6, bssid }, (message, code) =>
    trace(message + (code === undefined ? "" : " " + code)));
  export const close = () => wifi.close();
  export const again = () => WiFi.connect({ ssid: "barn" });
  export const disconnect = () => WiFi.disconnect();
  export const mode = (mode) => (WiFi.mode = mode);
  export const tell = () => trace([WiFi.mode, ...["IP", "SSID", "BSSID", "CHANNEL", "MAC"].map(Net.get)].join());`;

const failed = (failure: (BoardEvent & { event: "unjoined" })["failure"]): BoardEvent => ({
  event: "unjoined",
  failure,
});
const JOIN = 'join {"ssid":"barn","password":"secret12","channel":6,"bssid":"0a:0b:0c:0d:0e:0f"}';
const UP = ["print connect", "print gotIP"];
const absent = failed("no access point");
const wrong = failed("wrong password");

/** What happens, then what is asked and told on an ESP32, and on an ESP8266 where it differs. */
const CASES: [string, Happening[], string[], string[]?][] = [
  ["joins with what it knows", [JOINED], [JOIN, ...UP]],
  [
    "an ESP32 tries six times in silence and gives up, an ESP8266 tells every time and goes on",
    [absent, absent, absent, absent, absent, wrong],
    [JOIN, JOIN, JOIN, JOIN, JOIN, JOIN, "print disconnect -1"],
    [JOIN, ...Array<string[]>(5).fill(["print disconnect 0", JOIN]).flat(), "print disconnect -1", JOIN],
  ],
  [
    "without an address both ask on, and an ESP8266 says so",
    [failed("no address"), JOINED],
    [JOIN, JOIN, ...UP],
    [JOIN, "print lostIP", JOIN, ...UP],
  ],
  [
    "a connection that is lost is joined again by an ESP8266",
    [JOINED, failed("lost"), "catnap.tell()"],
    [JOIN, ...UP, "print disconnect 0", "print 1,,,,,A4:CF:12:00:BE:EF"],
    [JOIN, ...UP, "print disconnect 0", JOIN, "print 1,,,,,A4:CF:12:00:BE:EF"],
  ],
  [
    "what is asked for is told while it is joined",
    [JOINED, "catnap.tell()"],
    [JOIN, ...UP, "print 1,10.0.0.9,barn,0A:0B:0C:0D:0E:0F,6,A4:CF:12:00:BE:EF"],
  ],
  [
    "disconnect leaves, and what follows is nobody's",
    [JOINED, "catnap.disconnect()", 0, failed("lost"), JOINED],
    [JOIN, ...UP, "leave", "print disconnect 0"],
  ],
  [
    "connecting again leaves first",
    ["catnap.again()", JOINED],
    [JOIN, "leave", 'join {"ssid":"barn","password":""}', ...UP],
  ],
  ["another mode leaves", ["catnap.mode(0)"], [JOIN, "leave"]],
  ["who has closed is not told", ["catnap.close()", JOINED], [JOIN]],
];

for (const chip of ["esp32", "esp8266"] as const)
  describe.each((await presentKinds("moddable", chip)).map((kind) => ({ title: kind.name, kind })))(
    `$title on ${chip}`,
    ({ kind }) => {
      for (const [title, happenings, onEsp32, onEsp8266 = onEsp32] of CASES)
        test(title, () => {
          const expected = chip === "esp32" ? onEsp32 : onEsp8266;
          expect(live(kind, CONNECT, happenings).lines).toEqual(expected);
        });

      test("who is told of a failure may ask for another network", () => {
        const text = `import WiFi from "wifi";
          new WiFi({ ssid: "barn" }, (message) => {
            if (message === WiFi.disconnected) WiFi.connect({ ssid: "shed" });
          });`;
        const { lines } = live(kind, text, Array<Happening>(chip === "esp32" ? 6 : 1).fill(absent));
        expect(lines.slice(-2)).toEqual(["leave", 'join {"ssid":"shed","password":""}']);
      });

      test("calls that are wrong throw", () => {
        const text = `import WiFi from "wifi";
          for (const wrong of [{}, { ssid: "x".repeat(33) }, { ssid: "a", password: "x".repeat(65) },
            { ssid: "a", bssid: new ArrayBuffer(5) }, { ssid: "a", channel: 14 }])
            try { WiFi.connect(wrong); } catch (error) { trace(error.message); }
          try { WiFi.mode = 9; } catch (error) { trace(error.message); }
          try { WiFi.mode = -5; trace("off"); } catch (error) { trace("always on"); }
          try { WiFi.close(); } catch (error) { trace(error.message); }`;
        expect(live(kind, text, []).lines).toEqual([
          "print ssid required",
          "print ssid too long - 32 bytes max",
          "print password too long - 64 bytes max",
          "print bssid must be 6 bytes",
          "print invalid channel",
          "print invalid mode",
          chip === "esp32" ? "print off" : "print always on",
          "print use WiFi.disconnect()",
        ]);
      });
    },
  );
