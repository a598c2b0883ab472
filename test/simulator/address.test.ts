/*
 * A broker's address as a person types it: what is understood, what is answered with help, and no password in print.
 */
import fc from "fast-check";
import { expect, test } from "vitest";
import { brokerText, parseBroker } from "../../src/simulator/address.ts";
import type { BrokerAddress } from "../../src/simulator/address.ts";

function address(host: string, port: number, more: Partial<BrokerAddress> = {}): BrokerAddress {
  return { host, port, isSecure: false, userName: undefined, password: undefined, ...more };
}

// What is typed, what it means, and what is printed of it.
const GOOD: [string, BrokerAddress, string][] = [
  ["mqtt://localhost", address("localhost", 1883), "mqtt://localhost:1883"],
  ["mqtt://localhost/", address("localhost", 1883), "mqtt://localhost:1883"],
  ["mqtt://127.0.0.1:1884", address("127.0.0.1", 1884), "mqtt://127.0.0.1:1884"],
  ["mqtt://h:1", address("h", 1), "mqtt://h:1"],
  ["mqtt://h:65535", address("h", 65535), "mqtt://h:65535"],
  ["mqtt://h:", address("h", 1883), "mqtt://h:1883"],
  ["MQTT://h", address("h", 1883), "mqtt://h:1883"],
  ["mqtts://h", address("h", 8883, { isSecure: true }), "mqtts://h:8883"],
  ["mqtts://h:443", address("h", 443, { isSecure: true }), "mqtts://h:443"],
  ["mqtt://[::1]", address("::1", 1883), "mqtt://[::1]:1883"],
  ["mqtt://[fe80::1]:1884", address("fe80::1", 1884), "mqtt://[fe80::1]:1884"],
  ["mqtt://u@h", address("h", 1883, { userName: "u" }), "mqtt://u@h:1883"],
  ["mqtt://u:@h", address("h", 1883, { userName: "u" }), "mqtt://u@h:1883"],
  ["mqtt://u:sesame@h", address("h", 1883, { userName: "u", password: "sesame" }), "mqtt://u@h:1883"],
  [
    "mqtt://a%40b:p%3A%2F%25@h",
    address("h", 1883, { userName: "a@b", password: "p:/%" }),
    "mqtt://a%40b@h:1883",
  ],
  ["mqtt://u:s@same@h", address("h", 1883, { userName: "u", password: "s@same" }), "mqtt://u@h:1883"],
  [
    "mqtts://m%C3%BCller:%F0%9F%8C%8D@[::1]:8884",
    address("::1", 8884, { isSecure: true, userName: "müller", password: "🌍" }),
    "mqtts://m%C3%BCller@[::1]:8884",
  ],
];

for (const [text, parsed, printed] of GOOD) {
  test(`${text} is understood, and printed as ${printed}`, () => {
    expect(parseBroker(text)).toEqual(parsed);
    expect(brokerText(parsed)).toBe(printed);
  });
}

const HELP = "use mqtt://host:1883 or mqtts://host:8883";

// What is typed, and what the answer says besides how to do it.
const BAD: [string, string][] = [
  ["", "is no broker address"],
  ["localhost", "is no broker address"],
  ["localhost:1883", "is no broker address"],
  ["//localhost", "is no broker address"],
  ["mqtt:localhost", "is no broker address"],
  ["mqtt://h h", "is no broker address"],
  ["mqtt://h:65536", "is no broker address"],
  ["mqtt://h:0", "is no broker address"],
  ["mqtt://h:-1", "is no broker address"],
  ["mqtt://h:port", "is no broker address"],
  ["mqtt://::1", "is no broker address"],
  ["mqtt://[::1", "is no broker address"],
  ["http://h", "begins with http://"],
  ["ws://h:9001", "begins with ws://"],
  ["tcp://h:1883", "begins with tcp://"],
  ["mqtt://", "names no host"],
  ["mqtt:///x", "names no host"],
  ["mqtt://h/topic", "more behind the host"],
  ["mqtt://h?qos=1", "more behind the host"],
  ["mqtt://h#x", "more behind the host"],
  ["mqtt://:sesame@h", "a password but no user name"],
];

for (const [text, why] of BAD) {
  test(`"${text}" ${why}, and the answer shows how it is written`, () => {
    expect(() => parseBroker(text)).toThrow(why);
    expect(() => parseBroker(text)).toThrow(HELP);
  });
}

for (const text of ["mqtt://u%:sesame@h", "mqtt://u:%zz@h", "mqtt://u:50%@h", "mqtt://u:%ff@h"]) {
  test(`"${text}" has a % that stands for nothing`, () => {
    expect(() => parseBroker(text)).toThrow("write %25 for a %");
  });
}

// A terminal is looked at by others, and CI keeps what was printed.
const SECRET = [
  "http://u:sesame@h",
  "mqtt://u:sesame@h:99999",
  "mqtt://u:sesame@h/topic",
  "mqtt://:sesame@h",
  "mqtt://u:sesame%@h",
  "u:sesame@h",
  // Typed as they are, where %3A, %40 and %2F would be right.
  "mqtt://u:sesame:1@h/topic",
  "mqtt://u:1@sesame@h/topic",
  "mqtt://u:sesame/1@h",
];

for (const text of SECRET) {
  test(`the answer to ${text} does not repeat the password`, () => {
    expect(() => parseBroker(text)).toThrow(/^(?!.*sesame)/s);
  });
}

test("any user name and password come back from a URL, and the password is never in print", () => {
  const texts = fc.string({ unit: "grapheme", minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(texts, texts, (userName, secret) => {
      const password = `<${secret}>`;
      const text = `mqtt://${encodeURIComponent(userName)}:${encodeURIComponent(password)}@h`;
      const parsed = parseBroker(text);
      expect(parsed).toEqual(address("h", 1883, { userName, password }));
      expect(brokerText(parsed)).toBe(`mqtt://${encodeURIComponent(userName)}@h:1883`);
    }),
  );
});
