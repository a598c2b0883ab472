import { expect, test } from "vitest";
import { isMatch } from "../../../src/simulator/broker/topics.ts";

// MQTT 3.1.1, the examples of sections 4.7.1 and 4.7.2, and their neighbours.
const MATCHES: [string, string, boolean][] = [
  ["sport/tennis/player1/#", "sport/tennis/player1", true],
  ["sport/tennis/player1/#", "sport/tennis/player1/score/wimbledon", true],
  ["sport/tennis/player1/#", "sport/tennis/player2", false],
  ["sport/#", "sport", true],
  ["sport/#", "sports", false],
  ["#", "any/thing", true],
  ["sport/tennis/+", "sport/tennis/player1", true],
  ["sport/tennis/+", "sport/tennis/player1/ranking", false],
  ["sport/+", "sport", false],
  ["sport/+", "sport/", true],
  ["+/+", "/finance", true],
  ["/+", "/finance", true],
  ["+", "/finance", false],
  ["+/monitor/Clients", "$SYS/monitor/Clients", false],
  ["#", "$SYS", false],
  ["$SYS/#", "$SYS/monitor", true],
  ["$SYS/+/Clients", "$SYS/monitor/Clients", true],
  ["a/+/c", "a//c", true],
  ["a/b", "a/B", false],
  ["a/b", "a/b", true],
];

for (const [filter, topic, isWanted] of MATCHES)
  test(`${filter} ${isWanted ? "fits" : "does not fit"} ${topic}`, () => {
    expect(isMatch(filter, topic)).toBe(isWanted);
  });
