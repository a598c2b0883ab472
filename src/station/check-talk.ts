/*
 * What must be right about a station so that it can take commands, report and be discovered: names, and room.
 * Host code: it is never part of what runs on a board.
 */
import { payloadBytes } from "#bytes";
import { commandFilter, logTopic } from "#commands";
import { birthFilter, makeDiscovery } from "#discovery";
import { filterLength, Packet, packetBytes, publishLength } from "#protocol";
import { reportBytes, statusTopic } from "#status";
import { availabilityTopic, isDeepSleeper } from "./availability.ts";
import { feedName, fillTopic } from "./station.ts";
import type { Station } from "./station.ts";

/** As long as the longest id that a board gives itself. */
const ANY_BOARD = "0123456789ab";
/** The longest answer that names no feed, and what stands around a feed's name. */
const ANSWER_BYTES = 50;
const AROUND_FEED_BYTES = "interval  536870".length;

/** Printable ASCII that stands in JSON as it is. */
const PLAIN = /^[ !#-[\]-~]*$/;

const isPlain = (text: string): boolean => PLAIN.test(text);

/** @returns  one sentence for each mistake */
export function talkProblems(station: Station): string[] {
  const { feeds, hasCommands = false, hasDiscovery = false } = station;
  if (!hasCommands && !hasDiscovery) return [];
  const problems: string[] = [];
  const names = feeds.map(feedName);
  for (const name of new Set(names.filter((one, at) => names.indexOf(one) !== at)))
    problems.push(
      `two feeds are named "${name}": give each a name of its own, by which commands and Home Assistant tell them apart`,
    );
  for (const name of names)
    if (!isPlain(name) || name !== name.trim() || name === "")
      problems.push(
        `"${name}" is no feed name for commands and Home Assistant: use letters, digits and hyphens`,
      );
  if (!hasDiscovery) return problems;
  const texts = feeds.flatMap((feed) => [fillTopic(station, feed, ANY_BOARD), ...feed.sensor.fields]);
  for (const text of texts)
    if (!isPlain(text))
      problems.push(
        `Home Assistant is not told of "${text}": use ASCII without quotes and backslashes, or leave hasDiscovery out`,
      );
  return problems;
}

const publishBytes = (topic: string, bytes: number): number =>
  packetBytes(publishLength(payloadBytes(topic), 1, bytes));
const subscribeBytes = (filter: string): number => packetBytes(filterLength(Packet.Subscribe, filter));

/** What must fit a frame each, and what the broker sends. */
interface Sizes {
  tx: number[];
  rx: number[];
}

function commandSizes(station: Station): Sizes {
  const filter = commandFilter(station);
  const nameBytes = Math.max(...station.feeds.map((feed) => payloadBytes(feedName(feed))));
  const answerBytes = Math.max(ANSWER_BYTES, nameBytes + AROUND_FEED_BYTES);
  return {
    tx: [subscribeBytes(filter), publishBytes(logTopic(station), answerBytes)],
    // The longest topic has "interval" in place of "+".
    rx: [payloadBytes(filter) - 1 + "interval".length, nameBytes + " 536870".length],
  };
}

/** The payload of a discovery is streamed, so that only what stands before it must fit. */
function discoverySizes(station: Station, version: string): Sizes {
  const { topic, totalBytes } = makeDiscovery(station, ANY_BOARD, version);
  const birth = birthFilter();
  return {
    tx: [publishBytes(topic, totalBytes) - totalBytes, subscribeBytes(birth)],
    rx: [payloadBytes(birth)],
  };
}

/**
 * The least limits.txBytes and limits.rxBytes with which all of it fits; 0 when there is nothing to say or to take.
 *
 * @param version  what the station will say in its report
 */
export function talkBytes(station: Station, version: string): { txBytes: number; rxBytes: number } {
  const { tx, rx }: Sizes = { tx: [0], rx: [0] };
  const add = (sizes: Sizes): void => {
    tx.push(...sizes.tx);
    rx.push(...sizes.rx);
  };
  if (station.hasCommands === true) add(commandSizes(station));
  if (station.hasCommands === true || station.reportS !== undefined)
    tx.push(publishBytes(statusTopic(station), reportBytes(version)));
  if (station.hasDiscovery === true) add(discoverySizes(station, version));
  if (!isDeepSleeper(station)) tx.push(publishBytes(availabilityTopic(station), "offline".length));
  return { txBytes: Math.max(...tx), rxBytes: Math.max(...rx) };
}
