/*
 * A client with feeds and a plan that sleep as a script says: each line of the script is an operation and its arguments,
 * each word ended by a space; each result is a line of the answer. Sleeping leaves nothing but the bytes of two blocks.
 */
import { begin, byteAt, chunkBytes, putByte, putChunk, take } from "#bytes";
import type { Chunk, Frame } from "#bytes";
import { isFlushed, wantFlush } from "#flush";
import { subscribe } from "#inbound";
import { closed, opened, sent, start } from "../../src/client/connection.ts";
import { isDone, undelivered } from "../../src/client/done.ts";
import { publishMessage } from "../../src/client/publish.ts";
import { received } from "../../src/client/receive.ts";
import { nextFrame } from "../../src/client/send.ts";
import { putSession, snapshotBytes, takeSession } from "../../src/client/snapshot.ts";
import { makeClient } from "../../src/client/state.ts";
import type { Client } from "../../src/client/state.ts";
import { WakeCause } from "../../src/runtimes/board.ts";
import { BlockHead, openBlock, sealBlock } from "../../src/station/blocks.ts";
import { isReached, makePlan, planSleepMs, repeatEvery, Slot, slotDone } from "../../src/station/plan.ts";
import type { Plan } from "../../src/station/plan.ts";
import { PlanBlock, readPlan, woken, writePlan } from "../../src/station/plan-block.ts";
import { decimal, hexOf, nextChunk, nextNumber, nextWord } from "./text.ts";
import type { Words } from "./text.ts";

const BUILD = 48879;
const EVERY_S = 300;

interface Sleeper {
  client: Client;
  plan: Plan;
  nowMs: number;
  /** The blocks of session and plan. */
  session: Chunk;
  planned: Chunk;
}

function freshClient(nowMs: number): Client {
  const client = makeClient(
    {
      clientId: "peer1",
      cleanSession: false,
      outboxEntries: 8,
      outboxBytes: 200,
      txBytes: 96,
      rxBytes: 64,
      feeds: {
        topic: (feed: number) => "abc".charAt(feed),
        format: (_feed: number, values: Chunk, frame: Frame) =>
          putChunk(frame, values, 0, chunkBytes(values)),
        formatBytes: 32,
      },
    },
    "board",
    nowMs,
  );
  subscribe(client, "cmd", 1, undefined);
  return client;
}

function freshPlan(nowMs: number): Plan {
  return makePlan(1, nowMs);
}

function block(body: Frame): Chunk {
  const frame = begin(BlockHead.Bytes + chunkBytes(take(body)));
  sealBlock(frame, BUILD, take(body));
  return take(frame);
}

function sleepLine(sleeper: Sleeper): string {
  const client = sleeper.client;
  const session = begin(snapshotBytes(client.outbox));
  const unkept = putSession(client, session);
  const sleepMs = planSleepMs(sleeper.plan, 12600000, sleeper.nowMs);
  const planned = begin(PlanBlock.Bytes);
  writePlan(sleeper.plan, planned);
  sleeper.session = block(session);
  sleeper.planned = block(planned);
  return (
    decimal(unkept) + " " + decimal(sleepMs) + " " + hexOf(sleeper.session) + " " + hexOf(sleeper.planned)
  );
}

/** Begin anew with what was kept: how each block was taken, the counter, and whether the feed's reading is due. */
function wakeLine(sleeper: Sleeper, cause: WakeCause, sleptMs: number): string {
  sleeper.nowMs = 1073741000;
  sleeper.client = freshClient(sleeper.nowMs);
  sleeper.plan = freshPlan(sleeper.nowMs);
  const session = openBlock(sleeper.session, BUILD);
  const planned = openBlock(sleeper.planned, BUILD);
  let line = session === undefined ? "none" : decimal(takeSession(sleeper.client, session));
  if (planned !== undefined) {
    readPlan(sleeper.plan, planned);
    woken(sleeper.plan, cause, sleptMs, sleeper.nowMs);
  }
  repeatEvery(sleeper.plan, Slot.Feeds, EVERY_S);
  line += " " + decimal(sleeper.plan.counterS) + "." + decimal(sleeper.plan.partMs);
  if (!isReached(sleeper.plan, Slot.Feeds, sleeper.nowMs)) return line;
  slotDone(sleeper.plan, Slot.Feeds);
  return line + " due";
}

function flipped(chunk: Chunk, place: number): Chunk {
  const frame = begin(chunkBytes(chunk));
  for (let at = 0; at < chunkBytes(chunk); at += 1) {
    const byte = byteAt(chunk, at);
    putByte(frame, at === place ? (byte + 1) % 256 : byte);
  }
  return take(frame);
}

function readLine(sleeper: Sleeper, words: Words): string {
  const topic = nextNumber(words);
  const qos = nextNumber(words);
  const isAlarm = nextNumber(words) === 1;
  return decimal(publishMessage(sleeper.client, { topic, qos, isAlarm, payload: nextChunk(words) }));
}

function writeLine(sleeper: Sleeper): string {
  const client = sleeper.client;
  if (nextFrame(client, sleeper.nowMs) === 0) return "-";
  const hex = hexOf(take(client.tx));
  sent(client, sleeper.nowMs);
  return hex;
}

function stateLine(sleeper: Sleeper): string {
  const client = sleeper.client;
  const done = (isDone(client) ? "done " : "busy ") + (isFlushed(client) ? "flushed " : "asking ");
  return done + decimal(undelivered(client)) + " " + decimal(client.link) + " " + decimal(client.lastId);
}

function act(sleeper: Sleeper, operation: string, words: Words): string {
  const client = sleeper.client;
  if (operation === "read") return readLine(sleeper, words);
  if (operation === "write") return writeLine(sleeper);
  if (operation === "sleep") return sleepLine(sleeper);
  if (operation === "wake") return wakeLine(sleeper, WakeCause.Timer, -1);
  if (operation === "pin") return wakeLine(sleeper, WakeCause.Pin, nextNumber(words));
  if (operation === "pass") sleeper.nowMs = (sleeper.nowMs + nextNumber(words)) % 1073741824;
  else if (operation === "flip") sleeper.session = flipped(sleeper.session, nextNumber(words));
  else if (operation === "hold") client.isHeld = nextNumber(words) === 1;
  else if (operation === "flush") wantFlush(client, nextNumber(words));
  else if (operation === "receive") received(client, nextChunk(words), sleeper.nowMs);
  else if (operation === "lose") closed(client, 0, sleeper.nowMs);
  else if (operation === "open") {
    start(client, sleeper.nowMs);
    opened(client, sleeper.nowMs);
  }
  return stateLine(sleeper);
}

/** @param script  such as "read 0 1 0 ff open write sleep wake " */
export function sleepProbe(script: string): string {
  const words: Words = { text: script, at: 0 };
  const nowMs = 1073741000;
  const none = take(begin(0));
  const sleeper: Sleeper = {
    client: freshClient(nowMs),
    plan: freshPlan(nowMs),
    nowMs,
    session: none,
    planned: none,
  };
  repeatEvery(sleeper.plan, Slot.Feeds, EVERY_S);
  slotDone(sleeper.plan, Slot.Feeds);
  const lines: string[] = [];
  for (let word = nextWord(words); word !== ""; word = nextWord(words)) lines.push(act(sleeper, word, words));
  return lines.join("\n");
}
