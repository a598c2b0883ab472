/*
 * Stands in for QoS 2, which is not supported: its packets end the connection with a name.
 * Reached as #qos2, so that the real thing needs no edit elsewhere.
 */
import { Packet } from "#protocol";
import { Reason } from "../status.ts";

/** Whether a packet that begins like this may go on; asked for each one that the protocol allows. */
export function qos2Reason(first: number): Reason {
  const type = Math.floor(first / 16);
  if (type === Packet.Publish) return Math.floor(first / 4) % 2 === 1 ? Reason.Qos2 : Reason.None;
  return type >= Packet.Pubrec && type <= Packet.Pubcomp ? Reason.Qos2 : Reason.None;
}
