/*
 * How an engine and the prelude inside of it speak: lines of words, the same for all languages. Bytes are base64 or
 * hexadecimal digits, whichever the language reads natively; texts are their UTF-8 as bytes; "-" is an empty one.
 *
 *   to the prelude:   pass <ms>   opened <socket>   received <socket> <bytes>   sent <socket>   closed <socket> <ending>
 *                     timer   typed <text>   joined <channel> <bssid> <address>   unjoined <failure>
 *   from it:          connect <socket> <host> <port> <0|1>   write <socket> <bytes>   close <socket>   print <text>
 *                     join <ssid> <password> <channel, or -1> <bssid> <address>   leave   sleep <ms> <pin, or -1>
 *                     restart   watchdog <ms>   fault <text>   due <ms from now, or -1>
 *   questions:        resolve <host>   listening <host> <port>   i2c <address> <bytes> <count>
 *                     onewire <pin> <bytes> <count>   dht <pin>   analog <pin>   digital <pin>   pulses <pin>   cause
 *                     rssi   epoch   read <name>   keep <name> <bytes>   forget <name>   kept; a question's answer is
 *                     one word, "!" for no; that of kept is all names, a line each; that of analog is in millionths
 */
import type { JoinFailure, JoinRequest } from "../network/network.ts";
import type { BoardCall, BoardEvent, Ending, Outside } from "./engine.ts";

export type Encoding = "base64" | "hex";

const MILLION = 1_000_000;
const ENDINGS: Ending[] = ["ended", "reset", "unreachable", "unknown host"];
const FAILURES: (JoinFailure | "lost")[] = [
  "lost",
  "no access point",
  "wrong password",
  "no address",
  "refused",
];

export function wordOf(bytes: Uint8Array | string, encoding: Encoding): string {
  const word = Buffer.from(bytes as Uint8Array).toString(encoding);
  return word === "" ? "-" : word;
}

export function bytesOf(word: string, encoding: Encoding): Buffer {
  return word === "-" ? Buffer.alloc(0) : Buffer.from(word, encoding);
}

/** One event as a line's words. */
export function eventWords(event: BoardEvent, encoding: Encoding): string[] {
  switch (event.event) {
    case "received":
      return ["received", `${event.socket}`, wordOf(event.bytes, encoding)];
    case "closed":
      return ["closed", `${event.socket}`, `${ENDINGS.indexOf(event.ending)}`];
    case "typed":
      return ["typed", wordOf(event.text, encoding)];
    case "timer":
      return ["timer"];
    case "joined":
      return ["joined", `${event.channel}`, wordOf(event.bssid, encoding), wordOf(event.address, encoding)];
    case "unjoined":
      return ["unjoined", `${FAILURES.indexOf(event.failure)}`];
    default:
      return [event.event, `${event.socket}`];
  }
}

/**
 * Lines for a prelude: as they are for Lua, as JSON for JavaScript. Espruino reads that natively, where it took
 * seconds to find the first space in 20 KB.
 */
export function messageOf(lines: string[][], encoding: Encoding): string {
  return encoding === "hex" ? lines.map((words) => words.join(" ")).join("\n") : JSON.stringify(lines);
}

/** @throws  Error for a line that no prelude writes */
export function callOf(line: string, encoding: Encoding): BoardCall {
  const [call = "", first = "", second = "", third, fourth] = line.split(" ");
  const text = (word: string): string => bytesOf(word, encoding).toString();
  const socket = Number(first);
  switch (call) {
    case "connect":
      return { call, socket, host: text(second), port: Number(third), isSecure: fourth === "1" };
    case "write":
      return { call, socket, bytes: bytesOf(second, encoding) };
    case "close":
      return { call, socket };
    case "join":
      return { call, request: requestOf(line.split(" ").slice(1), text) };
    case "leave":
    case "restart":
      return { call };
    case "sleep":
      return { call, ms: Number(first), pin: second === "" || second === "-1" ? undefined : Number(second) };
    case "watchdog":
      return { call, ms: Number(first) };
    case "print":
    case "fault":
      return { call, text: text(first) };
    default:
      throw new Error(`the engine's prelude said "${line.slice(0, 80)}", which is none of its lines`);
  }
}

function requestOf(words: string[], text: (word: string) => string): JoinRequest {
  const [ssid = "", password = "", channel, bssid = "", address = ""] = words;
  return {
    ssid: text(ssid),
    password: text(password),
    channel: channel === "-1" ? undefined : Number(channel),
    bssid: text(bssid) || undefined,
    address: text(address) || undefined,
  };
}

/** The answer to a question about the outside, as a word. */
export function answerOf(words: string[], encoding: Encoding, outside: Outside): string {
  const [question = "", first = "", second = ""] = words;
  const host = bytesOf(first, encoding).toString();
  switch (question) {
    case "resolve":
      return outside.resolve(host) ?? "!";
    case "listening":
      return outside.isListening(host, Number(second)) ? "1" : "!";
    case "cause":
      return outside.wakeCause();
    case "rssi":
      return `${outside.rssiDbm() ?? "!"}`;
    case "epoch":
      return `${outside.epochS() ?? "!"}`;
    default: {
      const answer = pinAnswer(words, encoding, outside);
      if (answer !== undefined) return answer;
      throw new Error(`the engine's prelude asked "${words.join(" ").slice(0, 80)}", which is no question`);
    }
  }
}

/** The answer to a question about chips; undefined when it is about none. */
function pinAnswer(words: string[], encoding: Encoding, outside: Outside): string | undefined {
  const [question = "", first = "", second = "", third] = words;
  const place = Number(first);
  const read = (bytes: Uint8Array | undefined): string =>
    bytes === undefined ? "!" : wordOf(bytes, encoding);
  switch (question) {
    case "i2c":
      return read(outside.i2c(place, bytesOf(second, encoding), Number(third)));
    case "onewire":
      return read(outside.oneWire(place, bytesOf(second, encoding), Number(third)));
    case "dht":
      return read(outside.dht(place));
    case "analog": {
      const share = outside.analog(place);
      return share === undefined ? "!" : `${Math.round(share * MILLION)}`;
    }
    case "digital":
      return outside.digital(place) ? "1" : "0";
    case "pulses":
      return `${outside.pulses(place)}`;
    default:
      return undefined;
  }
}
