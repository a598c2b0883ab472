/*
 * A station's feeds without its loop: does what a script says, and answers what came of it. Each line of the script is an
 * operation and its numbers, each word ended by a space; what may be negative is written with 2^30 added.
 */
import { begin, clear, keptChunk, take } from "#bytes";
import type { Frame, Memory } from "#bytes";
import { filterSample, makeFilter } from "#filter";
import type { Filter } from "#filter";
import type { Feeds } from "../../src/client/options.ts";
import { Field, fieldAt } from "../../src/client/outbox.ts";
import { makeClient } from "../../src/client/state.ts";
import type { Client } from "../../src/client/state.ts";
import { Status } from "../../src/client/status.ts";
import type { Sensor } from "../../src/sensors/sensor.ts";
import { putFeedState, takeFeedState } from "../../src/station/filter-state.ts";
import { feedsOf, makeOutputs, publishReading } from "../../src/station/output.ts";
import type { Outputs } from "../../src/station/output.ts";
import type { Feed, Station } from "../../src/station/station.ts";
import { decimal, hexOf, nextNumber, nextWord } from "./text.ts";
import type { Words } from "./text.ts";

const BIAS = 1073741824;

function decodeNothing(_memory: Memory, _values: number[]): Status {
  return Status.Ok;
}

const AIR: Sensor = {
  name: "air",
  fields: ["temperatureC", "co2Ppm"],
  decimals: [2, 0],
  memoryBytes: 1,
  start: [],
  sample: [],
  decode: decodeNothing,
};

function feedWith(topic: string): Feed {
  return { sensor: AIR, bus: "i2c", address: 64, topic, everyS: 60, qos: 1 };
}

/** One feed for each way of a reading. */
function makeStation(): Station {
  const json = feedWith("{name}/{feed}");
  json.filter = { samples: 3, deadBand: [10, 10], minimumS: 120, heartbeatS: 600, offset: [-50, 0] };
  json.filter.gainPermille = [1021, 1000];
  json.alarms = [{ field: 1, above: 1000, hysteresis: 100 }];
  const batch = feedWith("batch");
  batch.batch = 2;
  const fields = feedWith("{id}/{field}");
  fields.payload = "fields";
  const text = feedWith("text");
  text.payload = { template: "{sensor} {temperatureC}°|{t}|{age}|{boot}|{{time}}|{x}" };
  text.filter = { samples: 4, isMean: true };
  return {
    name: "roof",
    // Nothing of it is asked for.
    hardware: {} as Station["hardware"],
    runtime: "nodemcu",
    feeds: [json, batch, fields, text],
    limits: { txBytes: 256, rxBytes: 64, outboxBytes: 256, outboxEntries: 8 },
  };
}

interface Desk {
  station: Station;
  outputs: Outputs;
  feeds: Feeds;
  filters: Filter[];
  client: Client;
  frame: Frame;
}

function makeDesk(): Desk {
  const station = makeStation();
  const outputs = makeOutputs(station, "b7");
  const feeds = feedsOf(outputs);
  const filters: Filter[] = [];
  for (let at = 0; at < station.feeds.length; at += 1) filters.push(makeFilter(station.feeds[at] as Feed));
  const client = makeClient({ feeds, outboxBytes: 256, outboxEntries: 8 }, "b7", 0);
  return { station, outputs, feeds, filters, client, frame: begin(feeds.formatBytes) };
}

function nextValues(words: Words): number[] {
  const values: number[] = [];
  for (let field = 0; field < AIR.fields.length; field += 1) values.push(nextNumber(words) - BIAS);
  return values;
}

/** Feed, seconds, and one sample: its verdict, and the values after it. */
function sampleLine(desk: Desk, words: Words): string {
  const feedAt = nextNumber(words);
  const nowS = nextNumber(words);
  const values = nextValues(words);
  const verdict = filterSample(desk.filters[feedAt] as Filter, Status.Ok, values, nowS);
  return decimal(verdict) + " " + decimal(values[0] as number) + " " + decimal(values[1] as number);
}

/** The state of a feed's filter, which is then one that has just been woken. */
function sleepLine(desk: Desk, words: Words): string {
  const feedAt = nextNumber(words);
  const frame = begin(64);
  putFeedState(frame, desk.filters[feedAt] as Filter);
  const woken = makeFilter(desk.station.feeds[feedAt] as Feed);
  const end = takeFeedState(take(frame), 0, woken);
  desk.filters[feedAt] = woken;
  return decimal(end) + " " + hexOf(take(frame));
}

/** Feed, seconds, boot, and a reading. */
function publishLine(desk: Desk, words: Words): string {
  const feedAt = nextNumber(words);
  const stampS = nextNumber(words);
  const boot = nextNumber(words);
  return decimal(publishReading(desk.outputs, desk.client, feedAt, nextValues(words), stampS, boot, false));
}

/** What an entry of the outbox is on the wire: the bytes of its payload. */
function entryLine(desk: Desk, words: Words): string {
  const at = nextNumber(words);
  const outbox = desk.client.outbox;
  const number = -1 - fieldAt(outbox, at, Field.Topic);
  clear(desk.frame);
  const chunk = keptChunk(outbox.store, at, 0, fieldAt(outbox, at, Field.Bytes));
  const status = desk.feeds.format(number, chunk, desk.frame);
  return decimal(status) + " " + desk.feeds.topic(number) + " " + hexOf(take(desk.frame));
}

function act(desk: Desk, operation: string, words: Words): string {
  if (operation === "sample") return sampleLine(desk, words);
  if (operation === "sleep") return sleepLine(desk, words);
  if (operation === "publish") return publishLine(desk, words);
  return entryLine(desk, words);
}

/** @param script  such as "publish 0 86400 3 1073743974 1073742241 entry 0 " */
export function feedsProbe(script: string): string {
  const words: Words = { text: script, at: 0 };
  const desk = makeDesk();
  const lines: string[] = [];
  for (let word = nextWord(words); word !== ""; word = nextWord(words)) lines.push(act(desk, word, words));
  return lines.join("\n");
}
