/*
 * What a broker keeps for a client, connected or not: subscriptions, what was sent to it and not answered, what waits.
 * Source: MQTT 3.1.1, sections 3.1.2.4, 4.3 and 4.4.
 */
import type { Message, Qos } from "./decode.ts";
import { acknowledgement, publish } from "./encode.ts";
import { isMatch } from "./topics.ts";
import type { Quirks } from "./quirks.ts";
import { Violation } from "./violation.ts";

/** Which answer a message in flight waits for. */
type Awaited = "PUBACK" | "PUBREC" | "PUBCOMP";

interface Flight {
  message: Message;
  awaited: Awaited;
}

/** Where a session's packets go while its client is connected. */
export interface Outlet {
  write(packet: Uint8Array): void;
  /** For the trace. */
  delivers(message: Message, id: number, isDup: boolean): void;
}

export type Fate = "sent" | "waits" | "dropped";

export class Session {
  readonly subscriptions = new Map<string, Qos>();
  /** Ids of QoS 2 messages from the client that were taken and not released. */
  readonly unreleased = new Set<number>();
  /** Messages from the client whose answer perhaps never arrived (received-ids.ts). */
  readonly doubtful = new Map<number, number>();
  outlet: Outlet | undefined;
  /** Oldest first. */
  private readonly flights = new Map<number, Flight>();
  private readonly waiting: Message[] = [];
  private lastId = 0;

  constructor(
    readonly clientId: string,
    readonly isClean: boolean,
    private readonly quirks: Quirks,
  ) {}

  get waitingCount(): number {
    return this.waiting.length;
  }

  get inflightCount(): number {
    return this.flights.size;
  }

  /** The best QoS of all subscriptions that fit, or undefined when none does. */
  qosFor(topic: string): Qos | undefined {
    let best: Qos | undefined;
    for (const [filter, qos] of this.subscriptions)
      if ((best === undefined || qos > best) && isMatch(filter, topic)) best = qos;
    return best;
  }

  /** Send a message now, or let it wait. */
  deliver(message: Message): Fate {
    if (message.qos === 0) {
      if (this.outlet === undefined) return "dropped";
      this.write(message, 0, false);
      return "sent";
    }
    if (this.outlet !== undefined && this.flights.size < this.quirks.inflightLimit) {
      this.fly(message);
      return "sent";
    }
    const isKept = this.outlet !== undefined || this.quirks.isQueuedOffline;
    if (!isKept || this.waiting.length >= this.quirks.queueLimit) return "dropped";
    this.waiting.push(message);
    return "waits";
  }

  /** The client is back: what was not answered first, in its order, then what waits. */
  resume(): void {
    for (const [id, { message, awaited }] of this.flights)
      if (awaited === "PUBCOMP") this.outlet?.write(acknowledgement("pubrel", id));
      else this.write(message, id, this.quirks.isDupSet);
    this.fill(0);
  }

  /**
   * The client has answered a message.
   *
   * @throws Violation for an id that waits for no such answer
   */
  answered(answer: Awaited, id: number): void {
    const flight = this.flights.get(id);
    if (flight?.awaited !== answer)
      throw new Violation(`${answer} ${id}, but no message with this id waits for it`, "4.3");
    if (answer === "PUBREC") {
      flight.awaited = "PUBCOMP";
      this.outlet?.write(acknowledgement("pubrel", id));
      return;
    }
    this.flights.delete(id);
    this.fill(this.quirks.isWindowReset ? this.quirks.inflightLimit : 0);
  }

  /** @param atLeast  so many go, even if the window is full */
  private fill(atLeast: number): void {
    for (let count = 0; this.waiting.length > 0; count += 1) {
      if (count >= atLeast && this.flights.size >= this.quirks.inflightLimit) return;
      this.fly(this.waiting.shift() as Message);
    }
  }

  private fly(message: Message): void {
    do this.lastId = (this.lastId % 65_535) + 1;
    while (this.flights.has(this.lastId));
    this.flights.set(this.lastId, { message, awaited: message.qos === 1 ? "PUBACK" : "PUBREC" });
    this.write(message, this.lastId, false);
  }

  private write(message: Message, id: number, isDup: boolean): void {
    this.outlet?.write(publish(message, id, isDup));
    this.outlet?.delivers(message, id, isDup);
  }
}
