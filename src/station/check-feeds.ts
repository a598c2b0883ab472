/*
 * What is wrong with a feed by itself, and with two of them together: address, period, topic, payload.
 * Not here: pins (check-pins.ts), filters and alarms (check-filters.ts), room (check-limits.ts).
 */
import { payloadBytes } from "#bytes";
import { isTopicName } from "../client/topic.ts";
import { addressText, ANY_BOARD, feedText, topicsOf } from "./check-words.ts";
import { addressOf, feedName, fillTopic } from "./station.ts";
import type { Feed, Station } from "./station.ts";

/** Half of the clock's wrap, in seconds: the longest time between two readings. */
export const MOST_EVERY_S = 536870;
const MOST_TOPIC_BYTES = 65535;
/** What a template may have besides fields: when a value was read, and whose it is. */
const TEMPLATE_KEYS = ["t", "age", "boot", "time", "name", "id", "feed", "sensor"];
const KEY = /\{([^{}]*)\}/g;

/** The names in braces of a text. */
function keysOf(text: string): string[] {
  return [...text.matchAll(KEY)].map(([, name]) => name as string);
}

function checkPlace({ bus, address, pin }: Feed, name: string, where: string): string[] {
  if (bus !== "i2c" && address !== undefined)
    return [`${where}: only a chip on I2C has an address: leave it out`];
  if (bus !== "i2c" && pin === undefined) return [`${name}: give the GPIO that it is wired to, as pin`];
  if (bus !== "i2c") return [];
  if (pin !== undefined)
    return [`${where}: a chip on I2C has an address and no pin: leave pin out; the bus is the hardware's`];
  if (address === undefined) return [`${name}: give its address on I2C, such as 0x76, as address`];
  const isAddress = Number.isInteger(address) && address >= 0x08 && address <= 0x77;
  return isAddress ? [] : [`${where}: I2C addresses go from 0x08 to 0x77`];
}

function checkTopic(station: Station, feed: Feed, where: string): string[] {
  const topic = fillTopic(station, feed, ANY_BOARD);
  const isByField = feed.payload === "fields";
  const keys = keysOf(topic).filter((key) => key !== "field");
  const hasField = topic.includes("{field}");
  if (keys.length > 0)
    return [
      `${where}: nothing is known as {${keys.join("}, {")}} in its topic, there are {name}, {id}, {feed}, {sensor} and {field}`,
    ];
  if (hasField && !isByField) return [`${where}: {field} in its topic needs payload: "fields"`];
  if (!hasField && isByField)
    return [`${where}: each of its fields goes to a topic of its own: put {field} into "${feed.topic}"`];
  const [first = topic] = topicsOf(station, feed);
  if (payloadBytes(first) > MOST_TOPIC_BYTES)
    return [`${where}: its topic has ${payloadBytes(first)} bytes, and MQTT takes ${MOST_TOPIC_BYTES}`];
  if (topic.startsWith("$"))
    return [`${where}: "${topic}" begins with $, as only the broker's own topics do`];
  if (isTopicName(first)) return [];
  return [`${where}: "${topic}" is no topic to publish to: it must not be empty nor contain +, # or U+0000`];
}

function checkPayload({ payload, batch, sensor }: Feed, where: string): string[] {
  const problems: string[] = [];
  if (batch !== undefined && (!Number.isInteger(batch) || batch < 1))
    problems.push(`${where}: batch is ${batch}, give a whole number from 1`);
  if (batch !== undefined && batch > 1 && payload !== undefined && payload !== "json")
    problems.push(`${where}: only JSON goes out as an array: leave batch out, or payload`);
  if (typeof payload !== "object") return problems;
  const known = [...sensor.fields, ...TEMPLATE_KEYS];
  // Braces around anything else may be JSON, and stay as they are; around one word they were meant as a key.
  const unknown = keysOf(payload.template).filter((key) => /^\w+$/.test(key) && !known.includes(key));
  if (payload.template === "") problems.push(`${where}: its template is empty: there is nothing to send`);
  if (unknown.length > 0)
    problems.push(
      `${where}: nothing is known as {${unknown.join("}, {")}} in its template, there are {${known.join("}, {")}}`,
    );
  return problems;
}

function checkFeed(station: Station, feed: Feed): string[] {
  const where = feedText(station, feed);
  const problems: string[] = [];
  if (!Number.isInteger(feed.everyS) || feed.everyS < 1 || feed.everyS > MOST_EVERY_S)
    problems.push(`${where}: everyS is ${feed.everyS}, give whole seconds from 1 to ${MOST_EVERY_S}`);
  if (feed.qos !== 0 && feed.qos !== 1) problems.push(`${where}: qos is ${feed.qos}, give 0 or 1`);
  problems.push(...checkPlace(feed, feedName(feed), where));
  problems.push(...checkTopic(station, feed, where), ...checkPayload(feed, where));
  return problems;
}

/** Every feed that has something in common with an earlier one, as a sentence. */
function checkPairs(station: Station, common: (feed: Feed) => string[], advice: string): string[] {
  return station.feeds.flatMap((feed, at) => {
    const earlier = station.feeds.slice(0, at).flatMap(common);
    const shared = common(feed).find((text) => earlier.includes(text));
    return shared === undefined ? [] : [`two feeds ${shared}: ${advice}`];
  });
}

/** What a station publishes besides its feeds. */
function checkOwnTopics(station: Station): string[] {
  const own = new Map([
    [`${station.name}/status`, "its report"],
    [`${station.name}/log`, "its answers to commands"],
    [`${station.name}/availability`, "whether it is there"],
  ]);
  return station.feeds.flatMap((feed) =>
    topicsOf(station, feed)
      .filter((topic) => own.has(topic))
      .map(
        (topic) =>
          `${feedText(station, feed)}: on "${topic}" the station says ${own.get(topic)}: give its readings another`,
      ),
  );
}

export function checkFeeds(station: Station): string[] {
  const topics = (feed: Feed) => topicsOf(station, feed).map((topic) => `publish to "${topic}"`);
  const places = (feed: Feed) =>
    feed.bus === "i2c" ? [`have address ${addressText(addressOf(feed))} on i2c`] : [];
  return [
    ...station.feeds.flatMap((feed) => checkFeed(station, feed)),
    ...checkPairs(station, topics, "give each its own topic, for instance with {sensor}"),
    ...checkPairs(station, places, "set another address on one of the chips"),
    ...checkOwnTopics(station),
  ];
}
