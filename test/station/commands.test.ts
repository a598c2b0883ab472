/*
 * Commands: a table of what may be sent, what is to be done then, and what the station answers.
 */
import { describe, expect, test } from "vitest";
import { makeOrder, commandFilter, logTopic, takeCommand } from "#commands";
import { isMatch } from "../../src/client/topic.ts";
import { Command, OrderFeed } from "../../src/station/order.ts";
import type { Order } from "../../src/station/order.ts";
import type { Station } from "../../src/station/station.ts";
import { BME280 } from "../../src/sensors/bme280.ts";
import { greenhouse } from "../../boards/greenhouse.ts";

const FEED = { sensor: BME280, bus: "i2c" as const, topic: "{name}/{feed}", everyS: 60, qos: 1 };
const STATION: Station = {
  ...greenhouse,
  feeds: [
    { ...FEED, address: 0x76 },
    { ...FEED, address: 0x77, name: "air outside" },
  ],
};

const encoder = new TextEncoder();

interface Flags {
  isRetained?: boolean;
  isRepeated?: boolean;
  totalBytes?: number;
}

function answerTo(order: Order, command: string, payload: string | Uint8Array, flags: Flags = {}): string {
  const piece = typeof payload === "string" ? encoder.encode(payload) : payload;
  const { isRetained = false, isRepeated = false, totalBytes = piece.length } = flags;
  const topic = `greenhouse/cmd/${command}`;
  return takeCommand(order, STATION, topic, piece, totalBytes, isRetained, isRepeated);
}

/** Left behind by an earlier command: each must set all of it. */
const used = (): Order => ({ command: Command.Report, feed: 1, seconds: 77 });

const ALL = OrderFeed.All;

/** Command, payload, what is to be done, answer. */
const GOOD: [string, string, Order, string][] = [
  ["interval", "300", { command: Command.Interval, feed: ALL, seconds: 300 }, "interval 300"],
  ["interval", "1", { command: Command.Interval, feed: ALL, seconds: 1 }, "interval 1"],
  ["interval", "536870", { command: Command.Interval, feed: ALL, seconds: 536870 }, "interval 536870"],
  ["interval", "bme280 300", { command: Command.Interval, feed: 0, seconds: 300 }, "interval bme280 300"],
  ["interval", "air outside 5", { command: Command.Interval, feed: 1, seconds: 5 }, "interval air outside 5"],
  ["interval", "300\r\n", { command: Command.Interval, feed: ALL, seconds: 300 }, "interval 300"],
  ["interval", "007", { command: Command.Interval, feed: ALL, seconds: 7 }, "interval 7"],
  ["awake", "600", { command: Command.Awake, feed: ALL, seconds: 600 }, "awake 600"],
  ["awake", "0", { command: Command.Awake, feed: ALL, seconds: 0 }, "awake 0"],
  ["awake", "86400", { command: Command.Awake, feed: ALL, seconds: 86400 }, "awake 86400"],
  ["read", "", { command: Command.Read, feed: ALL, seconds: 0 }, "read"],
  ["read", "\n", { command: Command.Read, feed: ALL, seconds: 0 }, "read"],
  ["read", "air outside", { command: Command.Read, feed: 1, seconds: 0 }, "read air outside"],
  ["restart", "", { command: Command.Restart, feed: ALL, seconds: 0 }, "restart"],
  ["restart", "PRESS", { command: Command.Restart, feed: ALL, seconds: 0 }, "restart"],
  ["report", "", { command: Command.Report, feed: ALL, seconds: 0 }, "report"],
];

const EVERY = "interval: seconds go from 1 to 536870";
const AWAKE = "awake: seconds go from 0 to 86400";
const KNOWN = "commands are interval, awake, read, restart, report";
const PLAIN = "at most 64 characters of ASCII";

/** Command, payload, answer; nothing is to be done. */
const BAD: [string, string, string][] = [
  ["interval", "", EVERY],
  ["interval", "0", EVERY],
  ["interval", "536871", EVERY],
  ["interval", "1000000", EVERY],
  ["interval", "99999999999999999999", EVERY],
  ["interval", "-5", EVERY],
  ["interval", "5.5", EVERY],
  ["interval", "5s", EVERY],
  ["interval", "0x10", EVERY],
  ["interval", "bme280", EVERY],
  ["interval", "bme280 ", EVERY],
  ["interval", "bme280 0", EVERY],
  ["interval", "cellar 300", "interval: no such feed"],
  ["interval", "BME280 300", "interval: no such feed"],
  ["interval", "bme280  300", "interval: no such feed"],
  ["awake", "", AWAKE],
  ["awake", "86401", AWAKE],
  ["awake", "on", AWAKE],
  ["awake", "bme280 60", "awake: no such feed"],
  ["read", "cellar", "read: no such feed"],
  ["read", "bme280 300", "read: no such feed"],
  ["read", "bme\u0000280", `read: ${PLAIN}`],
  ["read", "bme\n280", `read: ${PLAIN}`],
  ["read", "küche", `read: ${PLAIN}`],
  ["interval", " ".repeat(62) + "300", `interval: ${PLAIN}`],
  ["", "", KNOWN],
  ["Interval", "300", KNOWN],
  ["sleep", "300", KNOWN],
];

describe("takeCommand", () => {
  for (const [command, payload, order, answer] of GOOD)
    test(`${command} ${JSON.stringify(payload)} is answered with "${answer}"`, () => {
      const made = used();
      expect(answerTo(made, command, payload)).toBe(answer);
      expect(made).toEqual(order);
    });

  for (const [command, payload, answer] of BAD)
    test(`${command} ${JSON.stringify(payload)} changes nothing, and is answered with "${answer}"`, () => {
      const made = used();
      expect(answerTo(made, command, payload)).toBe(answer);
      expect(made.command).toBe(Command.None);
    });

  test("64 bytes are taken, and one more is not", () => {
    const order = makeOrder();
    expect(answerTo(order, "interval", "bme280 300".padEnd(64))).toBe("interval bme280 300");
    expect(answerTo(order, "interval", "bme280 300".padEnd(65))).toBe(`interval: ${PLAIN}`);
  });

  test("a command that comes in pieces is none", () => {
    const order = makeOrder();
    expect(answerTo(order, "interval", "30", { totalBytes: 3 })).toBe(`interval: ${PLAIN}`);
    expect(order.command).toBe(Command.None);
  });

  test("every single byte as payload is answered, and none but a digit is a number", () => {
    for (let byte = 0; byte < 256; byte += 1) {
      const order = makeOrder();
      const answer = answerTo(order, "interval", new Uint8Array([byte]));
      const isDigit = byte >= 0x31 && byte <= 0x39;
      expect([byte, answer !== "", order.command]).toEqual([
        byte,
        true,
        isDigit ? Command.Interval : Command.None,
      ]);
    }
  });

  // What says how things are to be may stand there for whoever wakes up; what happens once may not.
  test.each([
    ["interval", "300", "interval 300"],
    ["awake", "600", "awake 600"],
    ["read", "", "read: not when retained"],
    ["restart", "", "restart: not when retained"],
    ["report", "", "report: not when retained"],
  ])("a retained %s is answered with %s%s", (command, payload, answer) => {
    const order = makeOrder();
    expect(answerTo(order, command, payload, { isRetained: true })).toBe(answer);
    expect(order.command === Command.None).toBe(answer.includes(":"));
  });

  test("a restart that comes again after the restart is done, and every other command is obeyed again", () => {
    const order = makeOrder();
    expect(answerTo(order, "restart", "", { isRepeated: true })).toBe("restart: done");
    expect(order.command).toBe(Command.None);
    expect(answerTo(order, "interval", "5", { isRepeated: true })).toBe("interval 5");
    expect(order.command).toBe(Command.Interval);
  });
});

test("the filter matches every command, and nothing that the station itself says", () => {
  const filter = commandFilter(STATION);
  expect(filter).toBe("greenhouse/cmd/+");
  expect(isMatch(filter, "greenhouse/cmd/interval")).toBe(true);
  expect(isMatch(filter, logTopic(STATION))).toBe(false);
});
