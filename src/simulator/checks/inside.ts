/*
 * What only the Node engine can show: the client's own records, compared with what was seen from outside.
 */
import { used } from "#bytes";
import type { Client } from "../../client/state.ts";
import { Field, fieldAt } from "../../client/outbox.ts";
import type { Outbox } from "../../client/outbox.ts";
import type { OutboxModel } from "./outbox-model.ts";

/** What waits besides readings: their topics are numbers. */
function textsIn(outbox: Outbox): { count: number; bytes: number } {
  const texts = { count: 0, bytes: 0 };
  for (let at = 0; at < outbox.count; at += 1) {
    if (fieldAt(outbox, at, Field.Topic) < 0) continue;
    texts.count += 1;
    texts.bytes += fieldAt(outbox, at, Field.Bytes);
  }
  return texts;
}

/**
 * Where the client's records leave their limits, or differ from the model; each in words.
 *
 * @param client  between two calls
 */
export function lookInside({ outbox, tx, decoder, options, counters }: Client, model: OutboxModel): string[] {
  const found: string[] = [];
  const within = (what: string, value: number, limit: number) => {
    if (value > limit) found.push(`${what}: ${value}, the limit is ${limit}`);
  };
  const same = (what: string, own: number, seen: number) => {
    if (own !== seen) found.push(`${what}: the client says ${own}, from outside it was ${seen}`);
  };
  within("outbox entries", outbox.count, outbox.limit);
  within("outbox bytes", outbox.usedBytes, outbox.limitBytes);
  within("bytes to send", used(tx), options.txBytes ?? Infinity);
  within("bytes gathered", used(decoder.gathered), options.rxBytes ?? Infinity);
  const said = textsIn(outbox);
  same("entries that wait", outbox.count - said.count, model.count);
  same("bytes that wait", outbox.usedBytes - said.bytes, model.bytes);
  // Texts are counted with them.
  within("readings taken, from outside", model.acceptedCount, counters.accepted);
  same("readings acknowledged", counters.acknowledged, model.acknowledgedCount);
  same("readings dropped because the outbox was full", counters.droppedFull, model.droppedCount);
  same("readings refused", counters.refused, model.refusedCount);
  return found;
}
