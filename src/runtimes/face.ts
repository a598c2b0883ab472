/*
 * The public face, the same on every runtime: connect, publish, subscribe, and what became of it.
 * It owns the one timer, through the port. Not here: checking what a person typed (runtimes/node/catnap.ts does).
 */
import { clear, plainBytes } from "#bytes";
import type { Chunk, Payload } from "#bytes";
import { checkOptions } from "#check";
import { subscribe as subscribeClient, unsubscribe as unsubscribeClient } from "#inbound";
import { bindPort, identity, makePort, portNowMs, sendFrame } from "#port";
import { putShortPublish, shortLength } from "#protocol";
import type { Counters } from "#report";
import { noteBusy, watchSafe } from "#safe";
import type { Watched } from "#safe";
import { disconnect as disconnectClient, start } from "../client/connection.ts";
import { unfinished } from "../client/done.ts";
import { Link } from "../client/link.ts";
import type { ClientOptions, MessageHandler } from "../client/options.ts";
import { publishMessage as publishClient } from "../client/publish.ts";
import type { Message } from "../client/publish.ts";
import { makeClient, moveTo } from "../client/state.ts";
import { Reason } from "../client/status.ts";
import type { Cause, Status } from "../client/status.ts";
import { tell, Told } from "../client/tell.ts";
import { driveTold, flush, pump, rest, waitUntil } from "./drive.ts";
import type { Address } from "./drive.ts";
import { PortEvent } from "./port.ts";
import type { Secrets } from "./port.ts";
import { beginShort, endShort, isShort, Pace, review, settle } from "./shortcut.ts";
import type { Paced } from "./shortcut.ts";

export { undelivered } from "#safe";

/** What a user says to connect; everything but the host has a default. */
export interface ConnectOptions extends Address, Omit<ClientOptions, "feeds"> {
  secrets?: Secrets | undefined;
}

/** A connection as the user holds it; its fields are not for the user. */
export interface MqttClient extends Paced, Watched {
  /** Serves for every publish. */
  message: Message;
}

/** Wait for the client's next deadline, which is the last thing but what the user is told. */
function waitFor(mqtt: MqttClient, dueAtMs: number): void {
  if (mqtt.client.link === Link.Down) rest(mqtt);
  else waitUntil(mqtt, dueAtMs);
  watchSafe(mqtt);
}

function told(mqtt: MqttClient, event: PortEvent, detail: Chunk | Cause): void {
  if (event === PortEvent.Sent && mqtt.pace === Pace.Alone) {
    endShort(mqtt);
    watchSafe(mqtt);
  } else update(mqtt, event, detail);
}

/** Let the client meet an event, and do what is due then. */
function update(mqtt: MqttClient, event: PortEvent, detail: Chunk | Cause): void {
  settle(mqtt);
  driveTold(mqtt, event, detail);
  waitFor(mqtt, event === PortEvent.Sent ? flush(mqtt) : pump(mqtt));
  review(mqtt);
}

/**
 * Begin to connect, and stay connected until disconnect. Options that cannot work are told with
 * onClose(Reason.BadOptions, status), and nothing is opened.
 *
 * @param options  held, not copied
 */
export function connect(options: ConnectOptions): MqttClient {
  const port = makePort(options.secrets);
  const client = makeClient(options, identity(port), portNowMs(port));
  const mqtt: MqttClient = {
    client,
    port,
    address: options,
    hasTransport: false,
    wakeMs: 0,
    isTimerSet: false,
    pace: Pace.Full,
    message: { topic: "", payload: "", qos: 0, retain: false },
  };
  bindPort(port, told, mqtt);
  const status = checkOptions(options, client.clientId);
  if (status < 0) tell(client, Told.Close, options.onClose, Reason.BadOptions, status);
  else {
    start(client, portNowMs(port));
    update(mqtt, PortEvent.Wake, 0);
  }
  return mqtt;
}

/**
 * Send a message now, or when there is a connection.
 *
 * @param topic    text, or its UTF-8 bytes: made once, they save a board the work for every publish
 * @param payload  text, sent as UTF-8, or bytes; copied
 * @param qos      0 or 1
 * @returns        the message number that onAck will be told for QoS 1, 0 for QoS 0, or a negative Status
 */
export function publish(
  mqtt: MqttClient,
  topic: string | Chunk,
  payload: Payload,
  qos: number,
  retain: boolean,
): number {
  // Without types a payload may be missing.
  const own = payload ?? "";
  const topicBytes = plainBytes(topic);
  const length = shortLength(topicBytes, plainBytes(own));
  if (isShort(mqtt, topic, qos, length)) {
    const tx = mqtt.client.tx;
    if (putShortPublish(tx, retain, length, topicBytes, topic, own) && sendFrame(mqtt.port, tx)) {
      beginShort(mqtt);
      noteBusy(mqtt);
      return 0;
    }
    clear(tx);
  }
  mqtt.message.topic = topic;
  mqtt.message.payload = own;
  mqtt.message.qos = qos;
  mqtt.message.retain = retain;
  return publishMessage(mqtt, mqtt.message);
}

/** The same with all that a message can say, in a record of the caller's that is read during the call only. */
export function publishMessage(mqtt: MqttClient, message: Message): number {
  settle(mqtt);
  moveTo(mqtt.client, portNowMs(mqtt.port));
  const result = publishClient(mqtt.client, message);
  if (result >= 0) waitFor(mqtt, flush(mqtt));
  return result;
}

/**
 * Be subscribed from now on; onSubscribed tells what the broker says.
 *
 * @param handler  takes matching messages instead of onMessage
 * @returns        Status.Ok, or why not: Status.Invalid, Full (table), TooLarge (txBytes), Unsupported (QoS 2)
 */
export function subscribe(mqtt: MqttClient, filter: string, qos: number, handler?: MessageHandler): Status {
  settle(mqtt);
  const status = subscribeClient(mqtt.client, filter, qos, handler);
  if (status >= 0) waitFor(mqtt, pump(mqtt));
  return status;
}

export function unsubscribe(mqtt: MqttClient, filter: string): Status {
  settle(mqtt);
  const status = unsubscribeClient(mqtt.client, filter);
  if (status >= 0) waitFor(mqtt, pump(mqtt));
  return status;
}

/** Say DISCONNECT and stay away; what was not sent yet stays in the outbox. */
export function disconnect(mqtt: MqttClient): Status {
  settle(mqtt);
  const status = disconnectClient(mqtt.client, portNowMs(mqtt.port));
  waitFor(mqtt, pump(mqtt));
  return status;
}

/**
 * How many things stand against sleeping now: messages that wait or are not acknowledged, acknowledgements that
 * are not written, a write under way, SUBSCRIBE or PINGREQ without an answer. 0: nothing would be cut off.
 */
export function maySleep(mqtt: MqttClient): number {
  settle(mqtt);
  return unfinished(mqtt.client);
}

export function state(mqtt: MqttClient): Link {
  return mqtt.client.link;
}

/** Counts since connect; the record stays the same and goes on counting. Undefined in a build without them. */
export function counters(mqtt: MqttClient): Counters {
  return mqtt.client.counters;
}
