/*
 * A client with nothing around it that does what a script says and tells what happened: the same code on every
 * engine, so that answers can be compared as text. Each word of a script ends in a space.
 *
 *   new <clean 0|1> <rx>   open   receive <hex>   publish <topic> <payload> <qos>   subscribe <filter> <qos>
 *   unsubscribe <filter>   write (all that waits)   one (frame)   disconnect   end (prints everything that shows)
 */
import { begin, chunkBytes, putText, take, textBytes } from "#bytes";
import type { Chunk } from "#bytes";
import { pubacksOwed, subscribe, unsubscribe } from "#inbound";
import { disconnect, opened, sent, start, tick } from "../../src/client/connection.ts";
import { dueMs } from "../../src/client/keepalive.ts";
import type { ClientOptions, Handlers } from "../../src/client/options.ts";
import { WhenFull } from "../../src/client/options.ts";
import { publishMessage } from "../../src/client/publish.ts";
import { received } from "../../src/client/receive.ts";
import { nextFrame } from "../../src/client/send.ts";
import { makeClient } from "../../src/client/state.ts";
import type { Client, Counters } from "../../src/client/state.ts";
import { decimal, hexOf, nextChunk, nextNumber, nextText, nextWord } from "./text.ts";
import type { Words } from "./text.ts";

const enum At {
  /** Five seconds before the clock wraps. */
  NowMs = 1073736824,
}

function flag(isSet: boolean): string {
  return isSet ? "1" : "0";
}

function textHex(text: string): string {
  const frame = begin(textBytes(text));
  putText(frame, text);
  return hexOf(take(frame));
}

function handlersOf(lines: string[]): Handlers {
  return {
    onConnect: (isSessionPresent) => {
      lines.push("connect " + flag(isSessionPresent));
    },
    onMessage: (topic, piece, qos, retain, dup, offset, totalBytes) => {
      const head = "message " + textHex(topic) + " " + decimal(qos) + flag(retain) + flag(dup);
      const place = decimal(offset) + "+" + decimal(chunkBytes(piece)) + "/" + decimal(totalBytes);
      lines.push(head + " " + place + " " + hexOf(piece));
    },
    onAck: (messageNumber) => {
      lines.push("ack " + decimal(messageNumber));
    },
    onSubscribed: (filter, granted) => {
      lines.push("subscribed " + textHex(filter) + " " + decimal(granted));
    },
    onClose: (reason, code) => {
      lines.push("close " + decimal(reason) + " " + decimal(code));
    },
    onNotice: (notice, detail) => {
      lines.push("notice " + decimal(notice) + " " + decimal(detail));
    },
  };
}

function optionsOf(lines: string[], cleanSession: boolean, rxBytes: number): ClientOptions {
  return {
    identity: {
      clientId: "peer1",
      cleanSession,
      keepAliveS: 60,
      userName: undefined,
      password: undefined,
      will: undefined,
    },
    limits: { txBytes: 128, rxBytes, outboxBytes: 512, outboxEntries: 8, subscriptions: 4, pubacks: 20 },
    patience: {
      connackMs: 15000,
      answerMs: 20000,
      proofMs: 3600000,
      retryFirstMs: 1000,
      retryCapMs: 300000,
    },
    handlers: handlersOf(lines),
    feeds: undefined,
    whenFull: WhenFull.Refuse,
    ttlS: 0,
    isPipelined: false,
    seed: 7,
  };
}

function writeOne(client: Client, lines: string[]): boolean {
  if (nextFrame(client, At.NowMs) === 0) return false;
  const chunk: Chunk = take(client.tx);
  lines.push("wrote " + hexOf(chunk));
  sent(client, At.NowMs);
  return true;
}

function writeAll(client: Client, lines: string[]): void {
  while (writeOne(client, lines));
}

function countersText(counters: Counters): string {
  const messages = [counters.accepted, counters.refused, counters.sent, counters.acknowledged];
  const drops = [counters.droppedFull, counters.droppedReplaced, counters.droppedExpired];
  const others = [counters.droppedUnsendable, counters.received, counters.skipped, counters.handlerErrors];
  const links = [counters.strayAcks, counters.connects, counters.closes, counters.bytesOut, counters.bytesIn];
  const all = [messages, drops, others, links];
  let text = "counters";
  for (const group of all) for (const count of group) text += " " + decimal(count);
  return text;
}

function end(client: Client, lines: string[]): void {
  tick(client, At.NowMs);
  if (client.isSending) sent(client, At.NowMs);
  writeAll(client, lines);
  const held = decimal(pubacksOwed(client.inbound)) + " " + decimal(client.outbox.count);
  lines.push("link " + decimal(client.link) + " " + held + " " + decimal(dueMs(client)));
  lines.push(countersText(client.counters));
}

function act(client: Client, operation: string, words: Words, lines: string[]): void {
  if (operation === "receive") received(client, nextChunk(words), At.NowMs);
  else if (operation === "publish") {
    const topic = nextText(words);
    const payload = nextText(words);
    const qos = nextNumber(words);
    lines.push("number " + decimal(publishMessage(client, { topic, payload, qos })));
  } else if (operation === "subscribe") {
    const filter = nextText(words);
    lines.push("status " + decimal(subscribe(client, filter, nextNumber(words), undefined)));
  } else if (operation === "unsubscribe")
    lines.push("status " + decimal(unsubscribe(client, nextText(words))));
  else if (operation === "write") writeAll(client, lines);
  else if (operation === "one") writeOne(client, lines);
  else if (operation === "disconnect") disconnect(client, At.NowMs);
  else if (operation === "end") end(client, lines);
  else if (operation === "open") {
    start(client, At.NowMs);
    opened(client, At.NowMs);
    writeAll(client, lines);
  }
}

/** Perform a script, which begins with "new", and answer what happened, a line each. */
export function probe(script: string): string {
  const words: Words = { text: script, at: 0 };
  const lines: string[] = [];
  let client: Client | undefined = undefined;
  for (let word = nextWord(words); word !== ""; word = nextWord(words)) {
    if (word === "new") {
      const isClean = nextNumber(words) === 1;
      client = makeClient(optionsOf(lines, isClean, nextNumber(words)), At.NowMs);
    } else if (client !== undefined) act(client, word, words, lines);
  }
  return lines.join("\n");
}
