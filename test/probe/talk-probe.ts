/*
 * Lets a station say what it says, and be told what it is told, on any engine: each script is an operation and its
 * arguments, and gives one text.
 */
import { begin, chunkBytes, take, textAt, used } from "#bytes";
import { makeOrder, takeCommand } from "#commands";
import { isBirth, makeDiscovery } from "#discovery";
import { makeFacts, noteBoard, putReport, reportBytes } from "#status";
import type { Counters } from "../../src/client/counters.ts";
import { WakeCause } from "../../src/runtimes/board.ts";
import type { Station } from "../../src/station/station.ts";
import { decimal, nextChunk, nextNumber, nextText, nextWord } from "./text.ts";
import type { Words } from "./text.ts";

/** The whole payload, asked for so many bytes at a time. */
function discoveryText(station: Station, limitBytes: number): string {
  const discovery = makeDiscovery(station, "a1b2", "0.1.0");
  let text = "";
  while (text.length < discovery.totalBytes) text += discovery.source(text.length, limitBytes) as string;
  return text;
}

function commandText(station: Station, words: Words): string {
  const order = makeOrder();
  const topic = station.name + "/cmd/" + nextText(words);
  const piece = nextChunk(words);
  const isRetained = nextNumber(words) === 1;
  const answer = takeCommand(order, station, topic, piece, chunkBytes(piece), isRetained, false);
  return decimal(order.command) + " " + decimal(order.feed) + " " + decimal(order.seconds) + " " + answer;
}

function reportText(counters: Counters): string {
  const facts = makeFacts(WakeCause.Pin, "0.1.0");
  noteBoard(facts, 500000, 3, -61, -1, 3291);
  const frame = begin(reportBytes("0.1.0"));
  if (putReport(frame, facts, counters) < 0) return "full";
  return textAt(take(frame), 0, used(frame));
}

/** @param script  such as "discovery 0 16 ", with the number of a station */
export function talk(stations: Station[], counters: Counters, script: string): string {
  const words: Words = { text: script, at: 0 };
  const operation = nextWord(words);
  if (operation === "report") return reportText(counters);
  if (operation === "birth") return isBirth(nextChunk(words), nextNumber(words) === 1) ? "born" : "no";
  const station = stations[nextNumber(words)] as Station;
  return operation === "discovery" ? discoveryText(station, nextNumber(words)) : commandText(station, words);
}
