/*
 * Commands that a station takes on `<name>/cmd/<command>`, and what it answers on `<name>/log`:
 *   interval  seconds, or a feed's name and seconds
 *   awake     seconds
 *   read      nothing, or a feed's name
 *   restart, report
 * Not here: obeying them (run.ts).
 * Reached as #commands: a station that takes none is built with without/commands.ts in its place.
 */
import { byteAt, chunkBytes, textAt } from "#bytes";
import type { Chunk } from "#bytes";
import { Command, OrderFeed } from "./order.ts";
import type { Order } from "./order.ts";

export type { Order } from "./order.ts";
import { feedName } from "./station.ts";
import type { Feed, Station } from "./station.ts";
import { numberText } from "./text.ts";

const enum Most {
  /** Of a command's payload, which must come in one piece. */
  Bytes = 64,
  /** Half of what the clock holds: the longest time between two readings. */
  EveryS = 536870,
  /** A day: a forgotten command must not empty a battery. */
  AwakeS = 86400,
  Digits = 6,
}

export function makeOrder(): Order {
  return { command: Command.None, feed: OrderFeed.All, seconds: 0 };
}

/** What to subscribe to, with QoS 1. */
export function commandFilter(station: Station): string {
  return station.name + "/cmd/+";
}

export function logTopic(station: Station): string {
  return station.name + "/log";
}

/**
 * Take a command from its first piece; the rest of a longer one is not wanted.
 *
 * A restart must not be obeyed before its PUBACK is written: the broker would send it again, and again.
 *
 * @param order       what is to be done; Command.None for what cannot be obeyed
 * @param topic       matches commandFilter
 * @param isRetained  it will come again with each new subscription
 * @param isRepeated  it has DUP set, and this program runs because of a restart: that PUBACK was lost
 * @returns           the answer for logTopic
 */
export function takeCommand(
  order: Order,
  station: Station,
  topic: string,
  piece: Chunk,
  totalBytes: number,
  isRetained: boolean,
  isRepeated: boolean,
): string {
  const name = topic.slice(station.name.length + 5);
  const command = commandNamed(name);
  order.command = Command.None;
  order.feed = OrderFeed.All;
  order.seconds = 0;
  if (command === Command.None) return "commands are interval, awake, read, restart, report";
  if (isRetained && command >= Command.Read) return name + ": not when retained";
  if (isRepeated && command === Command.Restart) return name + ": done";
  const bytes = plainBytes(piece, totalBytes);
  if (bytes < 0) return name + ": at most 64 characters of ASCII";
  const wrong = command <= Command.Read ? takeWords(order, station, command, piece, bytes) : "";
  if (wrong !== "") return name + ": " + wrong;
  order.command = command;
  return name + obeyed(order, station);
}

function commandNamed(name: string): Command {
  if (name === "interval") return Command.Interval;
  if (name === "awake") return Command.Awake;
  if (name === "read") return Command.Read;
  if (name === "restart") return Command.Restart;
  return name === "report" ? Command.Report : Command.None;
}

/** The length without spaces and line ends behind; -1 for what comes in pieces, or is more than printable ASCII. */
function plainBytes(piece: Chunk, totalBytes: number): number {
  let bytes = chunkBytes(piece);
  if (totalBytes > Most.Bytes || bytes < totalBytes) return -1;
  while (bytes > 0 && byteAt(piece, bytes - 1) <= 32) bytes -= 1;
  for (let at = 0; at < bytes; at += 1) if (byteAt(piece, at) < 32 || byteAt(piece, at) > 126) return -1;
  return bytes;
}

/** Read what stands behind a command; answers what is wrong, or an empty text. */
function takeWords(order: Order, station: Station, command: Command, piece: Chunk, bytes: number): string {
  let feedBytes = bytes;
  if (command !== Command.Read) {
    const least = command === Command.Interval ? 1 : 0;
    const most = command === Command.Interval ? Most.EveryS : Most.AwakeS;
    let from = bytes;
    while (from > 0 && byteAt(piece, from - 1) !== 32) from -= 1;
    order.seconds = numberFrom(piece, from, bytes);
    if (order.seconds < least || order.seconds > most)
      return "seconds go from " + numberText(least) + " to " + numberText(most);
    feedBytes = from - 1;
  }
  if (feedBytes < 1) return "";
  order.feed = command === Command.Awake ? OrderFeed.All : feedNamed(station, textAt(piece, 0, feedBytes));
  return order.feed === OrderFeed.All ? "no such feed" : "";
}

/** Decimal digits up to the end of the word; -1 for anything else. */
function numberFrom(piece: Chunk, from: number, to: number): number {
  if (from === to || to - from > Most.Digits) return -1;
  let value = 0;
  for (let at = from; at < to; at += 1) {
    const digit = byteAt(piece, at) - 48;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value;
}

function feedNamed(station: Station, name: string): number {
  for (let at = 0; at < station.feeds.length; at += 1)
    if (feedName(station.feeds[at] as Feed) === name) return at;
  return OrderFeed.All;
}

/** What is done, as it could have been asked: " air 300". */
function obeyed(order: Order, station: Station): string {
  const feed = order.feed === OrderFeed.All ? "" : " " + feedName(station.feeds[order.feed] as Feed);
  return order.command <= Command.Awake ? feed + " " + numberText(order.seconds) : feed;
}
