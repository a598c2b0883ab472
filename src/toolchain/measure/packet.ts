/*
 * What every measurement publishes, and with which limits: those of the peers' figures, so that both can stand side
 * by side. 44 bytes on the wire.
 */
export const TOPIC = "sensors/kitchen/temp";
export const PAYLOAD = "20 bytes of payload.";
/** Where the packet id of a QoS 1 PUBLISH with this topic stands: behind two bytes of header and the topic. */
export const PACKET_ID_AT = 4 + TOPIC.length;

/** What a user says to connect, beside the broker's address and handlers. */
export const OPTIONS = { clientId: "peer1", keepAliveS: 60, txBytes: 128, rxBytes: 128, outboxBytes: 256 };

/** CONNACK: accepted, no session. */
export const CONNACK = [0x20, 2, 0, 0];
