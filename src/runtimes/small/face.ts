/*
 * The public face over the small client: the same names as in ../face.ts, for builds with --small. This client has no
 * clock and does one thing at a time, so that most boards have room for it; what it cannot do stands in the README.
 * It stands here and not in src/client because it drives the port itself. Its packets, options, states and random
 * sequence are those of src/client.
 */
import type { Chunk, Payload } from "#bytes";
import { bindPort, identity, makePort } from "#port";
import { owedCount, subscribe as subscribeSmall, unsubscribe as unsubscribeSmall } from "#small-inbound";
import { addMessage, waitingCount } from "#small-queue";
import { Link } from "../../client/link.ts";
import type { Message } from "../../client/publish.ts";
import { Reason, Status } from "../../client/status.ts";
import type { ConnectOptions } from "../face.ts";
import { flush, lose, open, told } from "./link.ts";
import { makeSmall } from "./state.ts";
import type { SmallClient } from "./state.ts";

/** Begin to connect, and stay connected until disconnect. */
export function connect(options: ConnectOptions): SmallClient {
  const port = makePort(options.secrets);
  const mqtt = makeSmall(options, identity(port), port);
  bindPort(port, told, mqtt);
  open(mqtt);
  return mqtt;
}

/** @returns  0 for QoS 0, for QoS 1 the number that onAck will be told, or a negative Status */
export function publish(
  mqtt: SmallClient,
  topic: string | Chunk,
  payload: Payload,
  qos: number,
  retain: boolean,
): number {
  // Without types a payload may be missing.
  const result = addMessage(mqtt, topic, payload ?? "", qos, retain);
  flush(mqtt);
  return result;
}

/** @returns  as publish does; Status.Unsupported for a message with a source */
export function publishMessage(mqtt: SmallClient, message: Message): number {
  if (message.source !== undefined) return Status.Unsupported;
  return publish(mqtt, message.topic as string, message.payload ?? "", message.qos, message.retain === true);
}

/** @returns  Status.Ok, or Status.Full (table), TooLarge (txBytes), Unsupported (QoS 2) */
export function subscribe(mqtt: SmallClient, filter: string, qos: number): Status {
  const status = subscribeSmall(mqtt, filter, qos);
  flush(mqtt);
  return status;
}

export function unsubscribe(mqtt: SmallClient, filter: string): Status {
  const status = unsubscribeSmall(mqtt, filter);
  flush(mqtt);
  return status;
}

/** Say DISCONNECT and stay away; what was not sent yet goes on waiting. */
export function disconnect(mqtt: SmallClient): Status {
  if (mqtt.link === Link.Down || mqtt.link === Link.Closing) return Status.Unexpected;
  if (mqtt.link < Link.Up) lose(mqtt, Reason.Asked, 0);
  else mqtt.link = Link.Closing;
  flush(mqtt);
  return Status.Ok;
}

/** 0 when sleeping now would cut nothing off. */
export function maySleep(mqtt: SmallClient): number {
  return waitingCount(mqtt) + owedCount(mqtt) + (mqtt.isSending ? 1 : 0) + (mqtt.isPinged ? 1 : 0);
}

/** How many messages are not delivered: not sent, or without their PUBACK. */
export function undelivered(mqtt: SmallClient): number {
  return waitingCount(mqtt);
}

export function state(mqtt: SmallClient): Link {
  return mqtt.link;
}

/** Nothing is counted. */
export function counters(_mqtt: SmallClient): undefined {
  return undefined;
}
