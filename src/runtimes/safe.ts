/*
 * Tells the user when it becomes safe to sleep, and says what is not delivered until then.
 * Reached as #safe: a build whose user is content to ask maySleep puts without/safe.ts in its place.
 */
import { undelivered as undeliveredOf, unfinished } from "../client/done.ts";
import { Link } from "../client/link.ts";
import { tell, Told } from "../client/tell.ts";
import type { MqttClient } from "./face.ts";

/** What is kept with a connection. */
export interface Watched {
  /** Something stood against sleeping when it was last looked at. */
  isBusy?: boolean;
}

/** How many messages are not delivered: not sent, or without their PUBACK. */
export function undelivered(mqtt: MqttClient): number {
  return undeliveredOf(mqtt.client);
}

/** A message has gone the short way, which nobody else looks at. */
export function noteBusy(mqtt: MqttClient): void {
  mqtt.isBusy = true;
}

/** At the end of each event and of each call: tell when nothing stands against sleeping any more. */
export function watchSafe(mqtt: MqttClient): void {
  const client = mqtt.client;
  // For who has just asked for a connection it is no news that there is nothing to lose yet.
  const isConnecting = client.link === Link.Opening || client.link === Link.Greeting;
  const wasBusy = mqtt.isBusy === true;
  mqtt.isBusy = isConnecting || unfinished(client) > 0;
  if (wasBusy && !mqtt.isBusy) tell(client, Told.Safe, client.options.onSafe, 0);
}
