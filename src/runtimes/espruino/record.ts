/*
 * What the port of Espruino knows, and how it tells. Not here: who changes it (port.ts, timer.ts).
 */
import type { Chunk } from "#bytes";
import type { Cause } from "../../client/status.ts";
import type { Wifi } from "../board.ts";
import type { PortEvent } from "../port.ts";
import type { Listener, Secrets } from "../port.ts";

/** A socket that knows whose it is, because one function that asks it costs a board less than closures that know. */
export interface Socket extends EspruinoSocket {
  holder: Port;
}

/** A pin with a watch on it. */
export interface Watched {
  /** Falling edges. */
  count: number;
  /** Of a DHT22: how long the line was high before each falling edge, "1" for long. */
  bits: string;
  watch: number | undefined;
}

/** A field stands in the record from its first use on: each costs memory. */
export interface Port {
  secrets?: Secrets | undefined;
  listener?: Listener<unknown>;
  owner?: unknown;
  /** Undefined from the moment on that nothing of it is wanted any more. */
  socket?: Socket | undefined;
  isOpen: boolean;
  /** Met inside of openPort, and told from a timer of its own. */
  failure?: Cause | undefined;
  /** Undefined when it is not running: clearTimeout may complain about one that has ended. */
  timer?: number | undefined;
  /** How long it was set to run. */
  waitMs?: number;
  /** What getTime said last, and the time that has passed since the first reading. */
  clockMs?: number;
  nowMs?: number;
  /** The clock is looked at until somebody has set it. */
  isTimeAsked?: boolean;
  /** What is joined, or to be joined; the next two mean something only then. */
  network?: Wifi | undefined;
  isJoined?: boolean;
  /** The attempt under way relies on a hint. */
  isHinted?: boolean;
  /** Channel and BSSID, as the hint has them; undefined until somebody listens to the radio. */
  found?: Chunk;
  isWatched?: boolean;
  /** By the pin's name. */
  watched?: Record<string, Watched | undefined>;
}

export function bindPort<Owner>(port: Port, listener: Listener<Owner>, owner: Owner): void {
  port.listener = listener as Listener<unknown>;
  port.owner = owner;
}

export function tell(port: Port, event: PortEvent, detail: Chunk | Cause): void {
  (port.listener as Listener<unknown>)(port.owner, event, detail);
}
