/*
 * Topic names, filters and matches: by the examples of MQTT 3.1.1, section 4.7, and against simple matchers that
 * split levels; received topics against Node's own UTF-8 decoder.
 */
import fc from "fast-check";
import { expect, test } from "vitest";
import { isMatch, isTopicChunk, isTopicFilter, isTopicName } from "../../src/client/topic.ts";
import { bytesOf } from "../support/client.ts";

/** Long text is named by its length. */
const shown = (text: string): string =>
  text.length > 40 ? `${text.length} times ${text[0]}` : JSON.stringify(text);

// Text, whether it is a name, whether it is a filter.
const TEXTS: [string, boolean, boolean][] = [
  ["a", true, true],
  [" ", true, true],
  ["/", true, true],
  ["//", true, true],
  ["/finance", true, true],
  ["sport/tennis/player1", true, true],
  ["ACCOUNTS/payable", true, true],
  ["$SYS/broker", true, true],
  ["ä/€/\u{1F600}", true, true],
  ["", false, false],
  ["a\0b", false, false],
  ["\0", false, false],
  ["#", false, true],
  ["+", false, true],
  ["sport/tennis/player1/#", false, true],
  ["sport/tennis/#", false, true],
  ["sport/tennis#", false, false],
  ["sport/tennis/#/ranking", false, false],
  ["#/", false, false],
  ["##", false, false],
  ["/#", false, true],
  ["+/tennis/#", false, true],
  ["sport+", false, false],
  ["+sport", false, false],
  ["sport/+/player1", false, true],
  ["sport/+player1/x", false, false],
  ["++", false, false],
  ["+#", false, false],
  ["#+", false, false],
  ["/+", false, true],
  ["+/+", false, true],
  ["+/\0", false, false],
  ["x".repeat(65535), true, true],
  ["x".repeat(65536), false, false],
  ["ä".repeat(32767), true, true],
  ["ä".repeat(32768), false, false],
];

// Shared subscriptions, MQTT 5, 4.8.2, which brokers offer for 3.1.1 as well: a group, and a filter.
const SHARES: [string, boolean][] = [
  ["$share", true],
  ["$share/", false],
  ["$share/g", false],
  ["$share/g/", false],
  ["$share/g/a", true],
  ["$share/g//", true],
  ["$share/g/#", true],
  ["$share/g/+/b", true],
  ["$share/g/a+", false],
  ["$share/g/#/b", false],
  ["$share/g+/a", false],
  ["$share/+/a", false],
  ["$share/#/a", false],
  ["$share//a", false],
  ["$shared//a", true],
];

for (const [text, isName, isFilter] of TEXTS) {
  test(`${shown(text)} is ${isName ? "a" : "no"} topic name and ${isFilter ? "a" : "no"} filter`, () => {
    expect(isTopicName(text)).toBe(isName);
    expect(isTopicFilter(text)).toBe(isFilter);
  });
}

for (const [text, isFilter] of SHARES) {
  test(`${shown(text)} is ${isFilter ? "a" : "no"} filter`, () => {
    expect(isTopicFilter(text)).toBe(isFilter);
  });
}

// Filter, topics that it matches, topics that it does not; the first eleven rows are the examples of 4.7.
const MATCHES: [string, string[], string[]][] = [
  [
    "sport/tennis/player1/#",
    ["sport/tennis/player1", "sport/tennis/player1/ranking", "sport/tennis/player1/score/wimbledon"],
    ["sport/tennis/player", "sport/tennis/player10", "sport/tennis"],
  ],
  ["sport/#", ["sport", "sport/", "sport/a", "sport/a/b"], ["sports", "spor", "/sport", "sport2/a"]],
  ["#", ["sport", "/", "sport/$SYS"], ["$SYS", "$SYS/monitor/Clients", "$"]],
  ["sport/tennis/+", ["sport/tennis/player1", "sport/tennis/"], ["sport/tennis/player1/ranking"]],
  ["sport/+", ["sport/", "sport/a"], ["sport", "sport/a/"]],
  ["+/+", ["/finance", "a/b", "/"], ["finance", "a/b/c", "$SYS/a"]],
  ["/+", ["/finance", "/"], ["finance", "//"]],
  ["+", ["finance"], ["/finance", "$SYS", "finance/"]],
  ["+/monitor/Clients", ["a/monitor/Clients", "/monitor/Clients"], ["$SYS/monitor/Clients"]],
  ["$SYS/#", ["$SYS", "$SYS/", "$SYS/monitor/Clients"], ["SYS/a", "$SY"]],
  ["$SYS/monitor/+", ["$SYS/monitor/Clients"], ["$SYS/monitor", "$SYS/Clients"]],
  ["ACCOUNTS", ["ACCOUNTS"], ["Accounts", "ACCOUNTS/", "/ACCOUNTS", "ACCOUNT"]],
  ["/", ["/"], ["//", "a/", "/a"]],
  ["a//b", ["a//b"], ["a/b", "a/x/b"]],
  ["a/+/b", ["a//b", "a/x/b"], ["a/b", "a/x/y/b", "a/x/bb"]],
  ["+/tennis/#", ["sport/tennis", "/tennis/a", "sport/tennis/a"], ["tennis", "sport/tennis2"]],
  ["+/#", ["a", "a/b", "/"], ["$SYS", "$SYS/a"]],
  ["/#", ["/", "/a"], ["a", "a/"]],
  ["ä/+", ["ä/€"], ["a/€"]],
  ["$share/g/a/#", ["a", "a/b"], ["$share/g/a/b", "b", "g/a"]],
  ["$share/g/#", ["a", "/"], ["$SYS", "$SYS/a"]],
  ["$share/g/+/b", ["a/b"], ["$SYS/b", "b"]],
  ["$share/g/$SYS/#", ["$SYS/a"], ["a"]],
  ["$share/g//a", ["/a"], ["a"]],
];

for (const [filter, matched, unmatched] of MATCHES) {
  test(`${filter} matches ${matched.join(" ")}, but not ${unmatched.join(" ")}`, () => {
    expect(isTopicFilter(filter)).toBe(true);
    expect(matched.filter((topic) => !isMatch(filter, topic))).toEqual([]);
    expect(unmatched.filter((topic) => isMatch(filter, topic))).toEqual([]);
  });
}

/** The rules of 4.7 and 4.8 again, level by level. */
function isFilterSplit(text: string): boolean {
  const [first, group, ...rest] = text.split("/");
  if (first !== "$share" || group === undefined) return areLevelsValid(text);
  return group !== "" && !/[+#\0]/.test(group) && areLevelsValid(rest.join("/"));
}

function areLevelsValid(text: string): boolean {
  const levels = text.split("/");
  const areValid = levels.every((level, at) => {
    if (level === "#") return at === levels.length - 1;
    return level === "+" || !/[+#]/.test(level);
  });
  return areValid && text !== "" && !text.includes("\0");
}

function isMatchSplit(filter: string, topic: string): boolean {
  let filters = filter.split("/");
  if (filters[0] === "$share" && filters.length > 1) filters = filters.slice(2);
  if (topic.startsWith("$") && /^[+#]$/.test(filters[0] as string)) return false;
  return areLevelsMatched(filters, topic.split("/"));
}

function areLevelsMatched(filters: string[], topics: string[]): boolean {
  const [filter, ...filterRest] = filters;
  const [topic, ...topicRest] = topics;
  if (filter === "#") return true;
  if (filter === undefined || topic === undefined) return filter === topic;
  return (filter === "+" || filter === topic) && areLevelsMatched(filterRest, topicRest);
}

const level = fc.constantFrom("", "a", "ab", "$SYS", "$share", "ä");

test("a filter is what splitting it into levels says", () => {
  const part = fc.constantFrom("+", "#", "+a", "a#", "\0", "$share", "$share/g", "", "a", "g");
  const parts = fc.array(part, { minLength: 1, maxLength: 5 }).map((levels) => levels.join("/"));
  const isSame = (text: string) => {
    expect(isTopicFilter(text)).toBe(isFilterSplit(text));
  };
  fc.assert(fc.property(parts, isSame), { numRuns: 500 });
});

test("a topic matches when it does level by level", () => {
  const levels = fc.array(fc.oneof(level, fc.constant("+")), { minLength: 1, maxLength: 4 });
  const filters = fc
    .tuple(fc.constantFrom("", "$share/g/"), levels, fc.constantFrom("", "/#"))
    .map(([share, levels, last]) => share + levels.join("/") + last)
    .filter((text) => isTopicFilter(text));
  const topics = fc
    .array(level, { minLength: 1, maxLength: 4 })
    .map((levels) => levels.join("/"))
    .filter((text) => text !== "");
  const isSame = (filter: string, topic: string) => {
    expect(isMatch(filter, topic)).toBe(isMatchSplit(filter, topic));
  };
  fc.assert(fc.property(filters, topics, isSame), { numRuns: 1000 });
});

test("every topic matches itself and #, unless it begins with $", () => {
  const topics = fc
    .string({ unit: "binary", minLength: 1 })
    .map((text) => text.replaceAll(/[\0+#]/g, "/"))
    .filter((text) => !text.startsWith("$share/"));
  const isMatched = (topic: string) => {
    expect(isMatch(topic, topic)).toBe(true);
    expect(isMatch("#", topic)).toBe(!topic.startsWith("$"));
  };
  fc.assert(fc.property(topics, isMatched));
});

const fatal = new TextDecoder("utf-8", { fatal: true });

/** What Node reads as UTF-8, less the three characters that a topic must not have. */
function isTopicDecoded(bytes: Uint8Array): boolean {
  try {
    return !/[\0+#]/.test(fatal.decode(bytes));
  } catch {
    return false;
  }
}

test("received bytes are a topic when Node's fatal decoder takes them, at random", () => {
  // Bytes near the edges of RFC 3629 come more often than chance would have it.
  const edge = fc.constantFrom(0x7f, 0x80, 0xbf, 0xc1, 0xc2, 0xdf, 0xe0, 0xed, 0xef, 0xf0, 0xf4, 0xf5, 0x9f);
  const byte = fc.oneof(edge, fc.integer({ min: 0, max: 255 }), fc.constantFrom(0x8f, 0x90, 0xa0, 0x61));
  const some = fc.array(byte, { maxLength: 6 }).map((bytes) => Uint8Array.from(bytes));
  const isSame = (bytes: Uint8Array) => {
    expect(isTopicChunk(bytes, 0, bytes.length)).toBe(isTopicDecoded(bytes));
  };
  fc.assert(fc.property(some, isSame), { numRuns: 5000 });
});

test("received bytes are a topic when Node's fatal decoder takes them, for all of one and two bytes", () => {
  const wrong: string[] = [];
  for (let first = 0; first < 256; first += 1) {
    for (let second = -1; second < 256; second += 1) {
      const bytes = second < 0 ? Uint8Array.of(first) : Uint8Array.of(first, second);
      if (isTopicChunk(bytes, 0, bytes.length) !== isTopicDecoded(bytes)) wrong.push(`${first} ${second}`);
    }
  }
  expect(wrong).toEqual([]);
});

test("every character is taken, and one bit flipped in its last byte's top is not", () => {
  const character = fc
    .integer({ min: 0x80, max: 0x10ffff })
    .filter((code) => code < 0xd800 || code > 0xdfff)
    .map((code) => new Uint8Array(Buffer.from(String.fromCodePoint(code))));
  const isTaken = (bytes: Uint8Array) => {
    expect(isTopicChunk(bytes, 0, bytes.length)).toBe(true);
    const flipped = bytes.slice();
    flipped[bytes.length - 1] = (bytes[bytes.length - 1] as number) ^ 0x40;
    expect(isTopicChunk(flipped, 0, bytes.length)).toBe(false);
    expect(isTopicChunk(bytes, 0, bytes.length - 1)).toBe(false);
  };
  fc.assert(fc.property(character, isTaken));
});

test("only the bytes from and up to the places given are looked at", () => {
  const bytes = bytesOf("ff 61 c3a4 23");
  expect(isTopicChunk(bytes, 1, 4)).toBe(true);
  expect(isTopicChunk(bytes, 0, 4)).toBe(false);
  expect(isTopicChunk(bytes, 1, 5)).toBe(false);
  expect(isTopicChunk(bytes, 1, 3)).toBe(false);
});
