/*
 * Calls the user's handlers. One that throws is counted, reported, and taken as done: received bytes and
 * user code must not be able to stop the client.
 */
import { handlerThrew } from "#report";
import type { Client } from "./state.ts";

/** The handler that is called; also the detail of Notice.HandlerThrew. */
export const enum Told {
  Connect = 1,
  Message = 2,
  Ack = 3,
  Subscribed = 4,
  Close = 5,
  Notice = 6,
  Safe = 7,
}

/** Any of the handlers, which take what they are told in the order of their parameters. */
type Handler = (this: void, ...values: never[]) => boolean | void;
type Call = (this: void, ...values: unknown[]) => boolean | void;

/** Call a handler, if there is one; answers false when it answered false. */
export function tell(
  client: Client,
  told: Told,
  handler: Handler | undefined,
  first: unknown,
  second?: unknown,
  third?: unknown,
  fourth?: unknown,
  fifth?: unknown,
  sixth?: unknown,
  seventh?: unknown,
): boolean {
  if (handler === undefined) return true;
  try {
    return (handler as Call)(first, second, third, fourth, fifth, sixth, seventh) !== false;
  } catch {
    handlerThrew(client, told);
    return true;
  }
}
