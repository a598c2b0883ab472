/*
 * NodeMCU's wifi on every Lua that is present: what is asked of the radio, what the program is told of what comes of
 * it, and what is saved.
 */
import { describe, expect, test } from "vitest";
import type { BoardEvent } from "../../../src/simulator/engines/engine.ts";
import { presentKinds } from "../../support/engines.ts";
import { JOINED, live } from "../../support/life.ts";
import type { Happening } from "../../support/life.ts";

const LISTEN = `local function show(name, keys)
    return function(t)
      local words = { name }
      for _, key in ipairs(keys) do words[#words + 1] = tostring(t[key]) end
      print(table.concat(words, " "))
    end
  end
  wifi.eventmon.register(wifi.eventmon.STA_CONNECTED, show("connected", { "SSID", "BSSID", "channel" }))
  wifi.eventmon.register(wifi.eventmon.STA_DISCONNECTED, show("disconnected", { "SSID", "BSSID", "reason" }))
  wifi.eventmon.register(wifi.eventmon.STA_GOT_IP, show("ip", { "IP", "netmask", "gateway" }))
  wifi.eventmon.register(wifi.eventmon.STA_DHCP_TIMEOUT, show("dhcp", {}))
  `;
const CONFIG = `wifi.sta.config({ ssid = "barn", pwd = "secret12", bssid = "0a:0b:0c:0d:0e:0f", save = false })`;
const CONNECT = `${LISTEN} wifi.setmode(wifi.STATION, false) ${CONFIG}`;

const failed = (failure: (BoardEvent & { event: "unjoined" })["failure"]): BoardEvent => ({
  event: "unjoined",
  failure,
});
const JOIN = 'join {"ssid":"barn","password":"secret12","bssid":"0a:0b:0c:0d:0e:0f"}';
const UP = ["print connected barn 0a:0b:0c:0d:0e:0f 6", "print ip 10.0.0.9 255.255.255.0 10.0.0.1"];
const gone = (reason: number) => `print disconnected barn 00:00:00:00:00:00 ${reason}`;
const STATUS = "print(wifi.sta.status(), wifi.sta.getip())";

const CASES: [string, Happening[], string[]][] = [
  [
    "joins with what it knows",
    [STATUS, JOINED, STATUS, "print(wifi.getchannel())"],
    [JOIN, "print 1\tnil", ...UP, "print 5\t10.0.0.9\t255.255.255.0\t10.0.0.1", "print 6"],
  ],
  [
    "tells every failure, and goes on",
    [failed("no access point"), failed("refused"), failed("no address"), JOINED],
    [JOIN, gone(201), JOIN, gone(5), JOIN, "print dhcp", JOIN, ...UP],
  ],
  ["a wrong password is the end", [failed("wrong password"), STATUS], [JOIN, gone(15), "print 2\tnil"]],
  [
    "a connection that is lost is joined again",
    [JOINED, failed("lost"), STATUS],
    [JOIN, ...UP, "print disconnected barn 0a:0b:0c:0d:0e:0f 200", JOIN, "print 1\tnil"],
  ],
  [
    "disconnect leaves, connect joins again",
    [JOINED, "wifi.sta.disconnect()", 0, failed("lost"), STATUS, "wifi.sta.connect()", "wifi.sta.connect()"],
    [JOIN, ...UP, "leave", "print disconnected barn 0a:0b:0c:0d:0e:0f 8", "print 0\tnil", JOIN],
  ],
  [
    "connect and disconnect take who is told",
    [
      `wifi.sta.disconnect(function(t) print("down", t.reason) end)`,
      `wifi.sta.connect(function(t) print("up", t.channel) end)`,
      JOINED,
      "wifi.sta.disconnect()",
      0,
    ],
    [JOIN, "leave", JOIN, "print up\t6", UP[1] as string, "leave", "print down\t8"],
  ],
  [
    "a mode without a station leaves",
    [JOINED, "wifi.setmode(wifi.NULLMODE, false)", 0, JOINED],
    [JOIN, ...UP, "leave", "print disconnected barn 0a:0b:0c:0d:0e:0f 8"],
  ],
  [
    "who is unregistered is not told",
    ["wifi.eventmon.unregister(wifi.eventmon.STA_CONNECTED)", JOINED],
    [JOIN, UP[1] as string],
  ],
  [
    "an address of its own is asked for",
    [
      `print(wifi.sta.setip({ ip = "10.0.0.44", netmask = "255.255.255.0", gateway = "10.0.0.1" }))`,
      "wifi.sta.disconnect() wifi.sta.connect()",
    ],
    [JOIN, "print true", "leave", JOIN.replace("}", ',"address":"10.0.0.44"}')],
  ],
  [
    "settings are told",
    [
      "print(wifi.getmode(), wifi.nullmodesleep(), wifi.nullmodesleep(false), wifi.sta.getmac())",
      "print(wifi.sta.sleeptype(), wifi.sleeptype(wifi.NONE_SLEEP), wifi.sta.gethostname())",
      `print(wifi.sta.sethostname("hen"), wifi.sta.gethostname(), wifi.sta.getconfig())`,
    ],
    [
      ...[JOIN, "print 1\ttrue\tfalse\t5c:cf:7f:00:be:ef", "print 2\t0\tNODE-BEEF"],
      "print true\then\tbarn\tsecret12\t1\t0a:0b:0c:0d:0e:0f",
    ],
  ],
];

/** Calls that raise an error, on a board with a station. */
const WRONG = [
  `wifi.setmode(4)`,
  `wifi.sleeptype(3)`,
  `wifi.eventmon.register(9, print)`,
  `wifi.sta.config({})`,
  `wifi.sta.config("barn", "secret12")`,
  `wifi.sta.config({ ssid = ("x"):rep(33) })`,
  `wifi.sta.config({ ssid = "barn", pwd = 5 })`,
  `wifi.sta.config({ ssid = "barn", bssid = "0a:0b" })`,
  `wifi.sta.config({ ssid = "barn", auto = 1 })`,
  `wifi.sta.autoconnect(true)`,
  `wifi.sta.setip({ ip = "10.0.0.44" })`,
  `wifi.sta.sethostname("no name")`,
];

describe.each((await presentKinds("nodemcu")).map((kind) => ({ title: kind.name, kind })))(
  "$title",
  ({ kind }) => {
    for (const [title, happenings, lines] of CASES)
      test(title, () => {
        expect(live(kind, CONNECT, happenings).lines).toEqual(lines);
      });

    test("who is told of a failure may ask for another network", () => {
      const text = `wifi.setmode(wifi.STATION, false)
      wifi.sta.config({ ssid = "barn", save = false, disconnect_cb = function()
        wifi.sta.config({ ssid = "shed", save = false, auto = false })
        wifi.sta.connect()
      end })`;
      expect(live(kind, text, [failed("no access point")]).lines).toEqual([
        'join {"ssid":"barn","password":""}',
        "leave",
        'join {"ssid":"shed","password":""}',
      ]);
    });

    test("what is saved is joined at the next start, unless it is told not to", () => {
      const saving = `wifi.setmode(wifi.STATION) wifi.sta.config({ ssid = "barn", pwd = "secret12" })`;
      const { kept } = live(kind, saving, []);
      const joined = 'join {"ssid":"barn","password":"secret12"}';
      expect(live(kind, "", [], {}, kept).lines).toEqual([joined]);
      const quiet = live(kind, "wifi.sta.autoconnect(0)", [], {}, kept);
      expect(live(kind, "print(wifi.getmode()) wifi.sta.connect()", [], {}, quiet.kept).lines).toEqual([
        "print 1",
        joined,
      ]);
    });

    test("without a mode that has a station nothing of one can be used", () => {
      const text = `print(wifi.getmode(), pcall(wifi.sta.connect) or pcall(wifi.sta.config, { ssid = "barn" }))`;
      expect(live(kind, text, []).lines.join()).toMatch(/^print 0\tfalse/);
    });

    test("calls that are wrong raise an error, and ask for nothing", () => {
      const { lines } = live(kind, "wifi.setmode(wifi.STATION, false)", WRONG);
      expect(lines.map((line) => line.split(" ")[0])).toEqual(WRONG.map(() => "fault"));
    });
  },
);
