/*
 * Tells Home Assistant what a station is: one retained message for the whole device, made part by part while it is
 * sent, so that it is never in memory as a whole.
 * Reached as #discovery: a station that does not want it is built with without/discovery.ts in its place.
 * Source: Home Assistant's documentation of MQTT, "Device discovery payload" and "Supported abbreviations".
 */
import { chunkBytes, textAt } from "#bytes";
import type { Chunk, Payload } from "#bytes";
import { nextRandom } from "../client/retry.ts";
import type { Client } from "../client/state.ts";
import { availabilityTopic, isDeepSleeper } from "./availability.ts";
import { fieldText, isReadable, signalText } from "./component.ts";
import type { Feed, Station } from "./station.ts";

const enum Birth {
  /** The longest wait after Home Assistant's birth, so that not all stations speak at once. */
  SpreadMs = 20000,
  /** This many parts of it, times as many milliseconds, stay below 2^31. */
  Parts = 32768,
}

export interface Discovery {
  station: Station;
  board: string;
  version: string;
  topic: string;
  totalBytes: number;
  /** The payload, for a message with a source. */
  source: (this: void, offset: number, limitBytes: number) => Payload;
  /** The part that is in memory, and where in the payload it begins. */
  part: number;
  partFrom: number;
  text: string;
}

/**
 * What is published with QoS 1 and retained: topic, totalBytes and source of the answer.
 *
 * @param station  its names and topics are ASCII without quotes and backslashes, so that characters are bytes
 * @param board    the board's own id
 */
export function makeDiscovery(station: Station, board: string, version: string): Discovery {
  const discovery: Discovery = {
    station,
    board,
    version,
    topic: "homeassistant/device/" + station.name + "-" + board + "/config",
    totalBytes: 0,
    source: (offset, limitBytes) => payloadPiece(discovery, offset, limitBytes),
    part: 0,
    partFrom: 0,
    text: "",
  };
  let text = partText(discovery, 0);
  for (let part = 1; text !== ""; part += 1) {
    discovery.totalBytes += text.length;
    text = partText(discovery, part);
  }
  return discovery;
}

/** Some of the payload from offset on: up to the end of a part, or less. */
function payloadPiece(discovery: Discovery, offset: number, limitBytes: number): string {
  if (offset < discovery.partFrom || discovery.text === "") {
    discovery.part = 0;
    discovery.partFrom = 0;
    discovery.text = partText(discovery, 0);
  }
  while (offset >= discovery.partFrom + discovery.text.length && discovery.text !== "") {
    discovery.partFrom += discovery.text.length;
    discovery.part += 1;
    discovery.text = partText(discovery, discovery.part);
  }
  const from = offset - discovery.partFrom;
  return discovery.text.slice(from, from + limitBytes);
}

/** The head, a part for each entity, and the end; empty behind it. */
function partText(discovery: Discovery, part: number): string {
  if (part === 0) return headText(discovery);
  const station = discovery.station;
  const comma = part > 1 ? "," : "";
  let at = part - 1;
  for (let place = 0; place < station.feeds.length; place += 1) {
    const feed = station.feeds[place] as Feed;
    const fields = isReadable(feed) ? feed.sensor.fields.length : 0;
    if (at < fields) return comma + fieldText(station, discovery.board, feed, at);
    at -= fields;
  }
  if (station.reportS !== undefined) {
    if (at === 0) return comma + signalText(station, discovery.board, station.reportS);
    at -= 1;
  }
  return at === 0 ? "}}" : "";
}

/** The device, who tells of it, and where it says whether it is there. */
function headText(discovery: Discovery): string {
  const station = discovery.station;
  const version = discovery.version;
  return (
    '{"dev":{"ids":"' +
    station.name +
    "-" +
    discovery.board +
    '","name":"' +
    station.name +
    ('","sw":"' + version) +
    ('"},"o":{"name":"catnap","sw":"' + version + '"},') +
    (isDeepSleeper(station) ? "" : '"avty_t":"' + availabilityTopic(station) + '",') +
    '"cmps":{'
  );
}

/** Where Home Assistant says that it has started; to subscribe to with QoS 0. */
export function birthFilter(): string {
  return "homeassistant/status";
}

/**
 * Whether this is Home Assistant starting, after which it wants to be told again. One that is retained says only that it
 * has been there for a while.
 */
export function isBirth(piece: Chunk, isRetained: boolean): boolean {
  return !isRetained && chunkBytes(piece) === 6 && textAt(piece, 0, 6) === "online";
}

/** How long to wait after a birth, drawn from the client's own random sequence. */
export function birthDelayMs(client: Pick<Client, "randomState">): number {
  client.randomState = nextRandom(client.randomState);
  return Math.floor(((client.randomState % Birth.Parts) * Birth.SpreadMs) / Birth.Parts);
}
