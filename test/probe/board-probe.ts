/*
 * Asks #board what a script says, and answers what came of it: an operation and its arguments, each word ended by a
 * space. What the port tells is collected until "told" asks for it.
 */
import {
  askTime,
  epochS,
  feedWatchdog,
  freeBytes,
  joinNetwork,
  keepBlock,
  keptBlock,
  leaveNetwork,
  longestSleepMs,
  restart,
  rssiDbm,
  setPowerSave,
  sleepFor,
  wakeCause,
} from "#board";
import type { Chunk } from "#bytes";
import { bindPort, makePort, portNowMs } from "#port";
import type { Port } from "#port";
import type { Cause } from "../../src/client/status.ts";
import type { Wifi } from "../../src/runtimes/board.ts";
import { PortEvent } from "../../src/runtimes/port.ts";
import { decimal, hexOf, nextChunk, nextNumber, nextWord } from "./text.ts";
import type { Words } from "./text.ts";

interface Hands {
  port: Port | undefined;
  told: string;
}

const hands: Hands = { port: undefined, told: "" };

function note(owner: Hands, event: PortEvent, detail: Chunk | Cause): void {
  const words =
    event === PortEvent.Joined
      ? "joined " + hexOf(detail as Chunk)
      : decimal(event) + " " + decimal(detail as Cause);
  owner.told = owner.told === "" ? words : owner.told + ", " + words;
}

function network(isFixed: boolean): Wifi {
  const open: Wifi = { ssid: "barn", password: "secret12" };
  if (!isFixed) return open;
  open.address = "10.0.0.44";
  open.netmask = "255.255.0.0";
  open.gateway = "10.0.0.1";
  open.dns = "10.0.0.2";
  return open;
}

function wifiLine(port: Port, operation: string, words: Words): string {
  if (operation === "join") return decimal(joinNetwork(port, network(false), nextChunk(words)));
  if (operation === "fixed") return decimal(joinNetwork(port, network(true), nextChunk(words)));
  if (operation === "save") return decimal(setPowerSave(port, nextNumber(words)));
  if (operation === "rssi") return decimal(rssiDbm(port));
  if (operation === "leave") leaveNetwork(port);
  const told = hands.told;
  hands.told = "";
  return told;
}

function blockLine(port: Port, operation: string, words: Words): string {
  const block = nextNumber(words);
  if (operation === "keep") return decimal(keepBlock(port, block, nextChunk(words)));
  const bytes = keptBlock(port, block);
  return bytes === undefined ? "none" : hexOf(bytes);
}

function ownLine(port: Port, operation: string, words: Words): string {
  if (operation === "cause") return decimal(wakeCause(port));
  if (operation === "longest") return decimal(longestSleepMs(port));
  if (operation === "ask") return decimal(askTime(port));
  if (operation === "epoch") return decimal(epochS(port));
  if (operation === "now") return decimal(portNowMs(port));
  if (operation === "free") return freeBytes(port) > 0 ? "some" : "unknown";
  if (operation === "feed") feedWatchdog(port);
  else if (operation === "restart") restart(port);
  else {
    const delayMs = nextNumber(words);
    // Counted from 1, for 0 is none.
    return decimal(sleepFor(port, delayMs, nextNumber(words) - 1));
  }
  return "done";
}

export function boardProbe(script: string): string {
  const words: Words = { text: script, at: 0 };
  const operation = nextWord(words);
  const port = hands.port ?? makePort(undefined);
  if (hands.port === undefined) bindPort(port, note, hands);
  hands.port = port;
  if (operation === "keep" || operation === "kept") return blockLine(port, operation, words);
  const isWifi =
    operation === "told" || operation === "leave" || operation === "rssi" || operation === "save";
  if (isWifi || operation === "join" || operation === "fixed") return wifiLine(port, operation, words);
  return ownLine(port, operation, words);
}
