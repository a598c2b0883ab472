/*
 * What of a broker's behaviour a client may notice, as it was observed on that version; nothing else of it is here.
 */
import type { Quirks } from "./quirks.ts";

/** By name, as `new SimBroker(world, PRESETS.aedes)`. */
export const PRESETS = {
  /** 2.0.11. The choices that the standard leaves are made as here. */
  mosquitto: { isWindowReset: true },
  /** 1.2.0 */
  aedes: {
    isDupSet: false,
    isSubackLate: true,
    inflightLimit: 65_535,
    pipelinedLimit: 42,
    wholeVisit: "lost",
    loginRefusal: 4,
  },
  /** RabbitMQ 3.10.8 with rabbitmq_mqtt */
  rabbitmq: { maxQos: 1, dots: "slashes", otherVersions: "closes" },
  /** ActiveMQ 5.17.2 */
  activemq: { isSessionPresentTold: false },
  /** NATS 2.9.10 */
  nats: { maxQos: 1, qos2Publish: "closes", dots: "refused" },
  /** EMQ X 4.2.14 */
  emqx: { inflightLimit: 32, packetLimitBytes: 1_048_576 },
  /** NanoMQ 0.23.2 */
  nanomq: { isQueuedOffline: false },
  /** FlashMQ 1.26.2 */
  flashmq: { isDupSet: false },
  /** mosca 2.8.3 */
  mosca: { maxQos: 1, otherVersions: "silent" },
} as const satisfies Record<string, Partial<Quirks>>;

export type PresetName = keyof typeof PRESETS;
