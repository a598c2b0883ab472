/*
 * Calls the user's handlers. One that throws is counted, reported, and taken as done: received bytes and
 * user code must not be able to stop the client.
 */
import type { Client } from "./state.ts";
import { Notice } from "./status.ts";

/** The handler that is called; also the detail of Notice.HandlerThrew. */
export const enum Told {
  Connect = 1,
  Message = 2,
  Ack = 3,
  Subscribed = 4,
  Close = 5,
  Notice = 6,
}

/**
 * @param value  session present as 0 or 1, message number, granted QoS, Reason or Notice
 * @param code   what goes with a reason or a notice, else 0
 * @param text   the filter, else ""
 */
export function tell(client: Client, told: Told, value: number, code: number, text: string): void {
  const handlers = client.options.handlers;
  try {
    if (told === Told.Connect) {
      if (handlers.onConnect !== undefined) handlers.onConnect(value === 1);
    } else if (told === Told.Ack) {
      if (handlers.onAck !== undefined) handlers.onAck(value);
    } else if (told === Told.Subscribed) {
      if (handlers.onSubscribed !== undefined) handlers.onSubscribed(text, value);
    } else if (told === Told.Close) {
      if (handlers.onClose !== undefined) handlers.onClose(value, code);
    } else if (handlers.onNotice !== undefined) handlers.onNotice(value, code);
  } catch {
    handlerThrew(client, told);
  }
}

export function notice(client: Client, what: Notice, detail: number): void {
  tell(client, Told.Notice, what, detail, "");
}

/** Count a handler that threw, and report it. */
export function handlerThrew(client: Client, told: Told): void {
  client.counters.handlerErrors += 1;
  // onNotice itself threw: telling it once more could go on for ever.
  if (told !== Told.Notice) notice(client, Notice.HandlerThrew, told);
}
