/*
 * What the readings of a station become on their way to the broker: a feed has one output, which is a topic and a form
 * of payload, or one for each of its fields. An entry of the outbox names the number of its output.
 * Not here: whether a reading is worth a message (filter.ts), the texts (format.ts, batch.ts, forms.ts).
 */
import { batchBytes, publishRecord, putBatch } from "#batch";
import { begin, clear, take } from "#bytes";
import type { Frame } from "#bytes";
import { formBytes, makeForm, putForm, topicCount } from "#forms";
import type { Form } from "#forms";
import type { Feeds } from "../client/options.ts";
import { publishMessage } from "../client/publish.ts";
import type { Message } from "../client/publish.ts";
import type { Client } from "../client/state.ts";
import { putPacked, putRecord, recordBytes } from "./record.ts";
import { fill, fillTopic } from "./station.ts";
import type { Feed, Station } from "./station.ts";

export interface Output {
  topic: string;
  feed: Feed;
  /** Which of the station's feeds that is, from 0. */
  feedAt: number;
  /** None for JSON. */
  form: Form | undefined;
}

export interface Outputs {
  /** By number; those of a feed stand together. */
  list: Output[];
  /** A record on its way into the outbox. */
  packed: Frame;
  message: Message;
}

/** @param board  the board's own id, for topics that name it */
export function makeOutputs(station: Station, board: string): Outputs {
  const list: Output[] = [];
  let packedBytes = 0;
  for (let feedAt = 0; feedAt < station.feeds.length; feedAt += 1) {
    const feed = station.feeds[feedAt] as Feed;
    const topic = fillTopic(station, feed, board);
    for (let place = 0; place < topicCount(feed); place += 1)
      list.push({
        topic: fill(topic, "{field}", feed.sensor.fields[place] as string),
        feed,
        feedAt,
        form: makeForm(station, feed, board, place),
      });
    if (recordBytes(feed.sensor) > packedBytes) packedBytes = recordBytes(feed.sensor);
  }
  return { list, packed: begin(packedBytes), message: { topic: 0, qos: 0 } };
}

/** The longest payload that an output writes. */
export function payloadLimit(output: Output): number {
  return output.form === undefined ? batchBytes(output.feed) : formBytes(output.form);
}

/** How a client turns entries of its outbox into messages. */
export function feedsOf(outputs: Outputs): Feeds {
  const list = outputs.list;
  let formatBytes = 0;
  for (let number = 0; number < list.length; number += 1) {
    const bytes = payloadLimit(list[number] as Output);
    if (bytes > formatBytes) formatBytes = bytes;
  }
  return {
    topic: (number) => (list[number] as Output).topic,
    format: (number, chunk, frame) => {
      const output = list[number] as Output;
      return output.form === undefined
        ? putBatch(frame, output.feed, chunk)
        : putForm(frame, output.form, chunk);
    },
    formatBytes,
  };
}

/**
 * Put a reading into the outbox, for each output of its feed.
 *
 * @param feedAt   which of the station's feeds, from 0
 * @param values   of its fields
 * @param stampS   as putRecord has it: seconds since 1970, or the station's own count of seconds
 * @param boot     0 to 65,535
 * @param isAlarm  it goes before others, and into no batch
 * @returns        0, or what publishMessage answered for an output that was not taken
 */
export function publishReading(
  outputs: Outputs,
  client: Client,
  feedAt: number,
  values: number[],
  stampS: number,
  boot: number,
  isAlarm: boolean,
): number {
  const message = outputs.message;
  let status = 0;
  for (let number = 0; number < outputs.list.length; number += 1) {
    const output = outputs.list[number] as Output;
    if (output.feedAt !== feedAt) continue;
    const form = output.form;
    const isNumber = form !== undefined && form.field >= 0;
    clear(outputs.packed);
    if (isNumber) putPacked(outputs.packed, values[form.field] as number);
    else putRecord(outputs.packed, values, stampS, boot);
    message.topic = number;
    message.payload = take(outputs.packed);
    message.qos = output.feed.qos;
    message.retain = output.feed.retain === true;
    message.isAlarm = isAlarm;
    const answer =
      form === undefined ? publishRecord(client, message, output.feed) : publishMessage(client, message);
    if (answer < 0) status = answer;
  }
  return status;
}
