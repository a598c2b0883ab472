/*
 * The state of the connection: one number, one function, one table (test/golden/link.txt).
 * Not here: what is done in a state (connection.ts) and how long to wait (retry.ts).
 */
import type { Reason } from "./status.ts";

export const enum Link {
  /** Nothing is wanted. */
  Down = 0,
  /** Wanted, but not before the retry time. */
  Waiting = 1,
  /** The port is opening a transport. */
  Opening = 2,
  /** The transport is open; CONNECT goes out, CONNACK is missing. */
  Greeting = 3,
  Up = 4,
  /** The last PUBACKs and DISCONNECT go out, then the transport closes. */
  Closing = 5,
  /** The same after an overrun, and then we come back: the broker has fewer messages to send again. */
  Draining = 6,
}

export const enum LinkEvent {
  /** connect() was called. */
  Wanted = 0,
  /** The retry time has come. */
  Due = 1,
  Opened = 2,
  Accepted = 3,
  /** The transport is gone, or we gave it up. */
  Lost = 4,
  /** disconnect() was called. */
  Unwanted = 5,
  /** More inbound messages than there is room to acknowledge. */
  Overrun = 6,
  /** DISCONNECT was handed to the network. */
  Parted = 7,
}

const enum Table {
  Columns = 8,
  /** The char that stands for Link.Down; three before it is "-", as Status.Unexpected is three below. */
  Zero = 48,
}

/** A row for each state, a column for each event; "-" is an event without a meaning. */
const NEXT =
  "2-------" + // Down
  "22---0--" + // Waiting
  "--3-10--" + // Opening
  "---410--" + // Greeting
  "----156-" + // Up
  "----0--0" + // Closing
  "----15-1"; // Draining

/** The state after an event, or Status.Unexpected for an event that means nothing in this state. */
export function nextLink(state: Link, event: LinkEvent): number {
  return NEXT.charCodeAt(state * Table.Columns + event) - Table.Zero;
}

/** A Reason for each Link, from "0" on. */
const LATE = "11;<>1X";

/** What it means that a state took too long, or that its DISCONNECT is written. */
export function lateReason(link: Link): Reason {
  return LATE.charCodeAt(link) - Table.Zero;
}
