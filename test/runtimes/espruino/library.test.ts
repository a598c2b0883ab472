/*
 * The library for Espruino: both builds are read by the real interpreter and talk to a real broker over real TCP.
 * Without an interpreter they are only loaded in node:vm, and the run says so.
 */
import vm from "node:vm";
import { beforeAll, describe, expect, test } from "vitest";
import type { EspruinoBuild } from "../../../src/toolchain/espruino.ts";
import { startAedes } from "../../support/brokers.ts";
import { espruinoLibrary } from "../../support/builds.ts";
import { findEspruino, runEspruino } from "../../support/espruino.ts";
import { notRun } from "../../support/not-run.ts";

const FACE = [
  "connect",
  "publish",
  "publishMessage",
  "subscribe",
  "unsubscribe",
  "disconnect",
  "maySleep",
  "undelivered",
  "state",
];
const LIMIT_MS = 15_000;
const espruino = findEspruino();

let built: EspruinoBuild;

beforeAll(async () => {
  built = await espruinoLibrary();
}, 60_000);

/** A client that prints what it is told, publishes, hears itself, and disconnects. */
const talk = (port: number) => `
  var catnap = require("catnap");
  var missing = 2;
  var heard = function () { if ((missing -= 1) === 0) catnap.disconnect(mqtt); };
  var say = function (text) { print("# " + text); };
  var mqtt = catnap.connect({
    host: "127.0.0.1", port: ${port}, clientId: "esp",
    onMessage: function (topic, piece, qos, retain, dup, offset, totalBytes) {
      say("message " + E.toJS(topic) + " " + piece.length + " q" + qos + " " + offset + "/" + totalBytes);
      if (offset === 512) heard();
    },
    onAck: function (number) {
      say("ack " + number);
      if (number === 2) heard();
    },
    onSubscribed: function (filter, granted) {
      say("subscribed " + filter + " " + granted);
      say("publish " + catnap.publish(mqtt, "e/1", "21.5", 1, false));
      say("publish " + catnap.publish(mqtt, "e/2", "\\u20ac", 0, false));
      say("publish " + catnap.publish(mqtt, "e/3", "x".repeat(600), 1, false));
    },
    onClose: function (reason, code) {
      say("close " + reason + " " + code);
      setTimeout(quit, 50);
    }
  });
  say("number " + catnap.publish(mqtt, "e/0", 21.5, 0, false));
  say("view " + catnap.publish(mqtt, "e/0", new DataView(new ArrayBuffer(4)), 0, false));
  say("subscribe " + catnap.subscribe(mqtt, "e/#", 1));
`;

/** Those lines that say what arrived and was acknowledged; their order is the broker's business. */
const HEARD = [
  "ack 1",
  "ack 2",
  'message "e/1" 4 q1 0/4',
  'message "e/2" 3 q0 0/3',
  'message "e/3" 256 q1 0/600',
  'message "e/3" 256 q1 256/600',
  'message "e/3" 88 q1 512/600',
];

describe.each(["plain", "minified"] as const)("the %s build", (kind) => {
  test("gives the public face", () => {
    const exports: Record<string, unknown> = {};
    vm.runInNewContext(built[kind], { exports, require: () => ({}), E: {}, I2C1: {}, Uint8Array });
    expect(Object.keys(exports).sort()).toEqual([...FACE, "counters"].sort());
  });

  if (espruino === undefined) notRun("espruino not installed");
  else
    test("talks to a broker from the real interpreter", { timeout: LIMIT_MS + 5000 }, async () => {
      const broker = await startAedes();
      const module = `Modules.addCached("catnap", function () {\n${built[kind]}\n});\n`;
      const lines = await runEspruino(espruino, module + talk(broker.port), LIMIT_MS);
      await broker.stop();
      expect(lines.splice(0, 2)).toEqual(["number -4", "view -4"]);
      expect(lines.slice(0, 5)).toEqual([
        "subscribe 0",
        "subscribed e/# 1",
        "publish 1",
        "publish 0",
        "publish 2",
      ]);
      const heard = lines.slice(5).filter((line) => !line.startsWith("close"));
      expect(heard.sort()).toEqual(HEARD);
      expect(lines.at(-1)).toBe("close 1 0");
    });
});
