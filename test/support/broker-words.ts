/*
 * What a broker wrote, as lines of text: "connack 0 present", "suback #1 0 128", "publish a q1 #3 dup hello".
 */
import type { Packet } from "mqtt-packet";
import { packetsOf, word } from "./wire.ts";

export function brokerWord(packet: Packet): string {
  switch (packet.cmd) {
    case "connack":
      return `connack ${packet.returnCode}${packet.sessionPresent ? " present" : ""}`;
    case "suback":
      return `suback #${packet.messageId} ${(packet.granted as number[]).join(" ")}`;
    case "unsuback":
    case "pubrec":
    case "pubrel":
    case "pubcomp":
      return `${packet.cmd} #${packet.messageId}`;
    default:
      return word(packet);
  }
}

/** A line for each whole packet; one more for the bytes of a packet that is not complete. */
export function brokerWords(bytes: Uint8Array): string[] {
  const { packets, rest } = packetsOf(bytes);
  const lines = packets.map(brokerWord);
  return rest.length > 0 ? [...lines, `part of ${rest.length} bytes`] : lines;
}
