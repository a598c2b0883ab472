/*
 * The public face, the same on every runtime: connect, publish, subscribe, and what became of it.
 * It owns the one timer, through the port. Not here: checking what a person typed (runtimes/node/catnap.ts does).
 */
import type { Chunk, Payload } from "#bytes";
import {
  isInboundAsked,
  pubacksOwed,
  subscribe as subscribeClient,
  unsubscribe as unsubscribeClient,
} from "#inbound";
import { bindPort, identity, makePort, portNowMs } from "#port";
import { disconnect as disconnectClient, start } from "../client/connection.ts";
import type { Link } from "../client/link.ts";
import { checkOptions } from "../client/options.ts";
import type { MessageHandler } from "../client/options.ts";
import { publishMessage as publishClient } from "../client/publish.ts";
import type { Message } from "../client/publish.ts";
import { makeClient, moveTo } from "../client/state.ts";
import type { Counters } from "../client/state.ts";
import { Reason } from "../client/status.ts";
import type { Cause, Status } from "../client/status.ts";
import { tell, Told } from "../client/tell.ts";
import { fillOptions } from "./connect-options.ts";
import type { ConnectOptions } from "./connect-options.ts";
import { driveClosed, driveOpened, driveReceived, driveSent, pumpAndWait } from "./drive.ts";
import type { Drive } from "./drive.ts";
import type { PortEvents } from "./port.ts";

export type { ConnectOptions } from "./connect-options.ts";

/** A connection as the user holds it; its fields are not for the user. */
export interface MqttClient extends Drive {
  /** Serves for every publish. */
  message: Message;
}

function faceOpened(mqtt: MqttClient): void {
  driveOpened(mqtt);
  pumpAndWait(mqtt);
}

function faceReceived(mqtt: MqttClient, chunk: Chunk): void {
  driveReceived(mqtt, chunk);
  pumpAndWait(mqtt);
}

function faceSent(mqtt: MqttClient): void {
  driveSent(mqtt);
  pumpAndWait(mqtt);
}

function faceClosed(mqtt: MqttClient, cause: Cause): void {
  driveClosed(mqtt, cause);
  pumpAndWait(mqtt);
}

// Behind its functions, for Espruino knows a function only once it has passed it while loading.
const EVENTS: PortEvents<MqttClient> = {
  opened: faceOpened,
  received: faceReceived,
  sent: faceSent,
  closed: faceClosed,
  wake: pumpAndWait,
};

/**
 * Begin to connect, and stay connected until disconnect. Options that cannot work are told with
 * onClose(Reason.BadOptions, status), and nothing is opened.
 *
 * @param options  held, not copied
 */
export function connect(options: ConnectOptions): MqttClient {
  const secrets = options.secrets ?? { ca: "", cert: "", key: "" };
  const isSecure = options.isSecure ?? false;
  const port = makePort(secrets);
  const mqtt: MqttClient = {
    client: makeClient(fillOptions(options, identity(port)), portNowMs(port)),
    port,
    address: { host: options.host, port: options.port ?? (isSecure ? 8883 : 1883), isSecure },
    hasTransport: false,
    isHeld: false,
    message: { topic: "", payload: "", qos: 0, retain: false },
  };
  bindPort(port, EVENTS, mqtt);
  const status = checkOptions(mqtt.client.options);
  if (status < 0) tell(mqtt.client, Told.Close, Reason.BadOptions, status, "");
  else {
    start(mqtt.client, portNowMs(mqtt.port));
    pumpAndWait(mqtt);
  }
  return mqtt;
}

/**
 * Send a message now, or when there is a connection.
 *
 * @param payload  text, sent as UTF-8, or bytes; copied
 * @param qos      0 or 1
 * @returns        the message number that onAck will be told for QoS 1, 0 for QoS 0, or a negative Status
 */
export function publish(
  mqtt: MqttClient,
  topic: string,
  payload: Payload,
  qos: number,
  retain: boolean,
): number {
  mqtt.message.topic = topic;
  mqtt.message.payload = payload;
  mqtt.message.qos = qos;
  mqtt.message.retain = retain;
  return publishMessage(mqtt, mqtt.message);
}

/** The same with all that a message can say, in a record of the caller's that is read during the call only. */
export function publishMessage(mqtt: MqttClient, message: Message): number {
  moveTo(mqtt.client, portNowMs(mqtt.port));
  const result = publishClient(mqtt.client, message);
  if (result >= 0) pumpAndWait(mqtt);
  return result;
}

/**
 * Be subscribed from now on; onSubscribed tells what the broker says.
 *
 * @param handler  takes matching messages instead of onMessage
 * @returns        Status.Ok, or why not: Status.Invalid, Full (table), TooLarge (txBytes), Unsupported (QoS 2)
 */
export function subscribe(mqtt: MqttClient, filter: string, qos: number, handler?: MessageHandler): Status {
  const status = subscribeClient(mqtt.client, filter, qos, handler);
  if (status >= 0) pumpAndWait(mqtt);
  return status;
}

export function unsubscribe(mqtt: MqttClient, filter: string): Status {
  const status = unsubscribeClient(mqtt.client, filter);
  if (status >= 0) pumpAndWait(mqtt);
  return status;
}

/** Say DISCONNECT and stay away; what was not sent yet stays in the outbox. */
export function disconnect(mqtt: MqttClient): Status {
  const status = disconnectClient(mqtt.client, portNowMs(mqtt.port));
  pumpAndWait(mqtt);
  return status;
}

/**
 * How many things stand against sleeping now: messages that wait or are not acknowledged, acknowledgements that
 * are not written, a write under way, SUBSCRIBE or PINGREQ without an answer. 0: nothing would be cut off.
 */
export function maySleep(mqtt: MqttClient): number {
  const client = mqtt.client;
  let count = client.outbox.count + pubacksOwed(client.inbound);
  if (client.isSending) count += 1;
  if (client.isPinged) count += 1;
  return isInboundAsked(client.inbound) ? count + 1 : count;
}

export function state(mqtt: MqttClient): Link {
  return mqtt.client.link;
}

/** Counts since connect; the record stays the same and goes on counting. */
export function counters(mqtt: MqttClient): Counters {
  return mqtt.client.counters;
}
