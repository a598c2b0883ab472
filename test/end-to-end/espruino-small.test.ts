/*
 * The library from the flash of an interpreter with as many variables as an ESP8266 has, against a broker over real TCP.
 * Its strings are bytes where it was built so, as on ESP8266 and ESP32: texts with UTF-8 go both ways all the same.
 * Not here: what only interpreters with more memory have room for (espruino.test.ts).
 */
import { connectAsync } from "mqtt";
import { expect, test } from "vitest";
import { LIBRARY_ABSENCES, SMALL } from "../../src/toolchain/features.ts";
import { EspruinoFolder } from "../../src/toolchain/measure/espruino-program.ts";
import { startAedes } from "../support/brokers.ts";
import { espruinoLibrary } from "../support/builds.ts";
import { BUILD_LIMIT_MS, utf8Hex } from "../support/engine-client.ts";
import { notRun } from "../support/not-run.ts";

const OUT = "käse/温";
const INWARD = "in/ü€🧀";
const PAYLOAD = "Grüße\0🌍";
const TALK_MS = 30_000;

const base64 = (text: string): string => Buffer.from(text).toString("base64");

/** Subscribes, publishes with QoS 1, prints what it hears, and ends when both are done. */
const talk = (port: number): string => `
var catnap, mqtt, missing = 2;
function utf8(text) { var bytes = atob(text); return E.isUTF8("\\u20ac") ? E.asUTF8(bytes) : bytes; }
function hexOf(text) {
  var bytes = E.isUTF8(text) ? E.fromUTF8(text) : text, hex = "";
  for (var at = 0; at < bytes.length; at++) hex += (256 + bytes.charCodeAt(at)).toString(16).substr(1);
  return hex;
}
function done(line) { print("# " + line); if ((missing -= 1) === 0) setTimeout(quit, 50); }
var options = { host: "127.0.0.1", port: ${port}, clientId: "small", txBytes: 128, rxBytes: 128, outboxBytes: 256 };
options.onMessage = function (topic, piece, qos) { done("message " + hexOf(topic) + " q" + qos + " " + hexOf(piece)); };
options.onAck = function (number) { done("ack " + number); };
options.onSubscribed = function (filter, granted) {
  print("# subscribed " + granted);
  catnap.publish(mqtt, utf8("${base64(OUT)}"), utf8("${base64(PAYLOAD)}"), 1, false);
};
setTimeout(function () {
  catnap = require("catnap");
  mqtt = catnap.connect(options);
  catnap.subscribe(mqtt, utf8("${base64(INWARD)}"), 1);
}, 10);`;

async function converse(program: string, minified: string): Promise<{ said: string[]; heard: string[] }> {
  const broker = await startAedes();
  const folder = new EspruinoFolder(program);
  try {
    const peer = await connectAsync(`mqtt://127.0.0.1:${broker.port}`);
    const heard: string[] = [];
    peer.on("message", (topic, payload, { qos }) => {
      heard.push(`${topic} q${qos} ${payload.toString()}`);
      void peer.publishAsync(INWARD, payload, { qos: 1 });
    });
    await peer.subscribeAsync(OUT, { qos: 1 });
    await folder.store("catnap", minified);
    const said = await folder.run(talk(broker.port), TALK_MS);
    await peer.endAsync(true);
    return { said, heard };
  } finally {
    folder.end();
    await broker.stop();
  }
}

const program = process.env["ESPRUINO_SMALL"];
if (program === undefined) notRun("ESPRUINO_SMALL names no interpreter of 1,700 variables");
else
  test.each([
    ["the whole library", []],
    ["the small one", [SMALL]],
  ])(
    "%s carries UTF-8 both ways, in 1,700 variables",
    async (_which, conditions) => {
      const { minified } = await espruinoLibrary(undefined, [...LIBRARY_ABSENCES, ...conditions]);
      const { said, heard } = await converse(program, minified);
      expect(heard).toEqual([`${OUT} q1 ${PAYLOAD}`]);
      const message = `message ${utf8Hex(INWARD)} q1 ${utf8Hex(PAYLOAD)}`;
      expect(said.sort()).toEqual(["ack 1", message, "subscribed 1"]);
    },
    BUILD_LIMIT_MS,
  );
