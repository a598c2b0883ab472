/*
 * The state of the connection: one number, one function, one table (test/golden/link.txt).
 * Not here: what is done in a state (client.ts) and how long to wait (retry.ts).
 */
import { Status } from "./status.ts";

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

/** The state after an event, or Status.Unexpected for an event that means nothing in this state. */
export function nextLink(state: Link, event: LinkEvent): number {
  switch (state) {
    case Link.Down:
      return event === LinkEvent.Wanted ? Link.Opening : Status.Unexpected;
    case Link.Waiting:
      if (event === LinkEvent.Unwanted) return Link.Down;
      return event === LinkEvent.Due || event === LinkEvent.Wanted ? Link.Opening : Status.Unexpected;
    case Link.Opening:
      if (event === LinkEvent.Opened) return Link.Greeting;
      return afterLoss(event, Link.Down);
    case Link.Greeting:
      if (event === LinkEvent.Accepted) return Link.Up;
      return afterLoss(event, Link.Down);
    case Link.Up:
      if (event === LinkEvent.Overrun) return Link.Draining;
      return afterLoss(event, Link.Closing);
    case Link.Draining:
      if (event === LinkEvent.Parted) return Link.Waiting;
      return afterLoss(event, Link.Closing);
    case Link.Closing:
      return event === LinkEvent.Lost || event === LinkEvent.Parted ? Link.Down : Status.Unexpected;
    default:
      return Status.Unexpected;
  }
}

function afterLoss(event: LinkEvent, unwanted: Link): number {
  if (event === LinkEvent.Lost) return Link.Waiting;
  return event === LinkEvent.Unwanted ? unwanted : Status.Unexpected;
}
