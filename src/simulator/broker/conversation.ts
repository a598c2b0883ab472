/*
 * What a client says once its CONNECT was taken, packet by packet, and the answers.
 * Source: MQTT 3.1.1, chapters 3 and 4.3.
 */
import type { Answers } from "./answers.ts";
import { decodeId, decodePublish, decodeSubscribe, decodeUnsubscribe } from "./decode.ts";
import type { Message, PublishRequest } from "./decode.ts";
import { acknowledgement, pingresp, suback, unsuback } from "./encode.ts";
import { Kind } from "./framing.ts";
import { ReceivedIds } from "./received-ids.ts";
import type { Outlet, Session } from "./session.ts";
import type { SimBroker } from "./sim-broker.ts";
import { Unwanted } from "./violation.ts";

/** "greenhouse/air, QoS 1, id 5, DUP, 75 bytes" */
function messageText({ topic, qos, payload, isRetained }: Message, id: number, isDup: boolean): string {
  const flags = `${qos === 0 ? "" : `, id ${id}`}${isDup ? ", DUP" : ""}${isRetained ? ", retained" : ""}`;
  return `${topic}, QoS ${qos}${flags}, ${payload.length} bytes`;
}

export class Conversation implements Outlet {
  readonly ids: ReceivedIds;
  /** What is written goes behind all other answers to its segment. */
  private isLate = false;

  constructor(
    private readonly broker: SimBroker,
    readonly session: Session,
    private readonly answers: Answers,
  ) {
    this.ids = new ReceivedIds(session.doubtful, session.isClean, broker.quirks.roundTripMs);
  }

  write(packet: Uint8Array): void {
    this.answers.write(packet, this.isLate);
  }

  delivers(message: Message, id: number, isDup: boolean): void {
    this.say(`is sent ${messageText(message, id, isDup)}`);
  }

  /**
   * Any packet but CONNECT and DISCONNECT.
   *
   * @throws Violation, Unwanted
   */
  packet(kind: number, flags: number, body: Uint8Array): void {
    switch (kind as Kind) {
      case Kind.Publish:
        return this.publish(decodePublish(flags, body));
      case Kind.Puback:
        return this.session.answered("PUBACK", decodeId(kind, body));
      case Kind.Pubrec:
        return this.session.answered("PUBREC", decodeId(kind, body));
      case Kind.Pubcomp:
        return this.session.answered("PUBCOMP", decodeId(kind, body));
      case Kind.Pubrel:
        return this.release(decodeId(kind, body));
      case Kind.Subscribe:
        return this.subscribe(body);
      case Kind.Unsubscribe:
        return this.unsubscribe(body);
      default:
        return this.answers.write(pingresp());
    }
  }

  private publish(message: PublishRequest): void {
    const { id, isDup, qos, topic } = message;
    const { quirks } = this.broker;
    this.say(`publishes ${messageText(message, id, isDup)}`);
    if (qos > 0) this.ids.published(message, this.broker.world.nowMs);
    if (qos === 2 && quirks.qos2Publish === "closes") throw new Unwanted("PUBLISH with QoS 2");
    if (quirks.dots === "refused" && topic.includes(".")) throw new Unwanted(`a "." in topic "${topic}"`);
    const isKnown = qos === 2 && this.session.unreleased.has(id);
    if (qos === 2) this.session.unreleased.add(id);
    this.broker.take(this.session.clientId, message, isDup, isKnown);
    if (qos > 0) this.answers.write(acknowledgement(qos === 1 ? "puback" : "pubrec", id));
  }

  private release(id: number): void {
    // An id that is not known was released before, and its PUBCOMP lost (section 4.3.3).
    this.session.unreleased.delete(id);
    this.answers.write(acknowledgement("pubcomp", id));
  }

  private subscribe(body: Uint8Array): void {
    const { id, wanted } = decodeSubscribe(body);
    this.ids.asked("SUBSCRIBE", id, this.broker.world.nowMs);
    const granted = wanted.map((each) => this.broker.grant(this.session, each));
    const list = wanted.map(({ filter, qos }) => `${filter} (QoS ${qos})`);
    this.say(`subscribes to ${list.join(", ")}`);
    this.isLate = this.broker.quirks.isSubackLate;
    this.write(suback(id, granted));
    for (const { filter } of wanted) this.broker.sendRetained(this.session, filter);
    this.isLate = false;
  }

  private unsubscribe(body: Uint8Array): void {
    const { id, filters } = decodeUnsubscribe(body);
    this.ids.asked("UNSUBSCRIBE", id, this.broker.world.nowMs);
    for (const filter of filters) this.session.subscriptions.delete(filter);
    this.say(`unsubscribes from ${filters.join(", ")}`);
    this.answers.write(unsuback(id));
  }

  private say(text: string): void {
    this.broker.world.say("broker", `${this.session.clientId} ${text}`);
  }
}
