/*
 * Stands in for qos1.ts in a client that publishes with QoS 0 only: no ids, no acknowledgements, nothing sent again.
 */
import type { Outbox } from "../outbox.ts";
import type { Client } from "../state.ts";
import { Reason } from "../status.ts";

/** Whether a client of this build publishes with this QoS; one that is none is another matter. */
export function hasQos(qos: number): boolean {
  return qos !== 1 && qos !== 2;
}

export function idOf(_client: Client, _at: number): number {
  return 0;
}

export function numberOf(_client: Client, _at: number): number {
  return 0;
}

export function forgetIds(_outbox: Outbox): void {}

export function takePuback(_client: Client, _packetId: number): Reason {
  return Reason.None;
}
