/*
 * A strict MQTT 3.1.1 broker in memory, in virtual time: it closes on whatever the protocol forbids and says what it
 * was. Who connects to it is a client in a board, over the simulated network.
 * Not here: a broker for real time (embedded.ts, or any by its URL).
 */
import type { Connection, Peer, Service } from "../network/network.ts";
import { timeText } from "../world/trace.ts";
import type { World } from "../world/world.ts";
import { ClientLink } from "./client-link.ts";
import type { ConnectRequest, Message, Qos, Subscription } from "./decode.ts";
import { REFUSED } from "./encode.ts";
import type { Granted } from "./encode.ts";
import { NO_QUIRKS } from "./quirks.ts";
import type { Quirks } from "./quirks.ts";
import { Session } from "./session.ts";
import { isMatch } from "./topics.ts";

export type Observer = (topic: string, payload: Uint8Array, qos: Qos, isRetained: boolean) => void;

export class SimBroker implements Service {
  readonly quirks: Quirks;
  /** User names and their passwords; while it is empty everybody may connect. */
  readonly users = new Map<string, string>();
  /** CONNACK for everybody; 0 for none. */
  refusesWith: 0 | 1 | 2 | 3 | 4 | 5 = 0;
  /** What clients did that the protocol forbids, in words, with time and client id. */
  readonly violations: string[] = [];
  /** Is told every PUBLISH taken from a client, also one that was sent again. */
  onPublish: (
    clientId: string,
    topic: string,
    payload: Uint8Array,
    qos: Qos,
    isRetained: boolean,
    isDup: boolean,
  ) => void = () => {};
  private isUp = true;
  private namelessCount = 0;
  private readonly sessions = new Map<string, Session>();
  private readonly links = new Set<ClientLink>();
  private readonly retained = new Map<string, Message>();
  private readonly observers: { filter: string; tell: Observer }[] = [];

  constructor(
    readonly world: World,
    quirks: Partial<Quirks> = {},
  ) {
    this.quirks = { ...NO_QUIRKS, ...quirks };
  }

  accept(connection: Connection, from: string): Peer {
    const link = new ClientLink(this, connection, from);
    this.links.add(link);
    // Nobody listens: the connection does not outlive its beginning.
    if (!this.isUp) link.end("the broker is down", "reset");
    return link;
  }

  /** A message from somebody else. */
  publish(topic: string, payload: Uint8Array | string, qos: Qos, isRetained: boolean): void {
    this.route({ topic, payload: Buffer.from(payload), qos, isRetained });
  }

  /** Watch from inside of the world; retained messages are told at once. */
  subscribe(filter: string, tell: Observer): void {
    this.observers.push({ filter, tell });
    for (const { topic, payload, qos } of this.retained.values())
      if (isMatch(filter, topic)) tell(topic, payload, qos, true);
  }

  isConnected(clientId: string): boolean {
    return this.sessions.get(clientId)?.outlet !== undefined;
  }

  /** It ends at once, without a word and without wills; connections are reset until it is up again. */
  down(): void {
    this.world.say("broker", "the broker is down");
    this.isUp = false;
    for (const link of [...this.links]) link.end("the broker is down", "reset");
  }

  up(): void {
    this.world.say("broker", "the broker is up");
    this.isUp = true;
  }

  /** Down and up again, with what a broker keeps on its disk or without. */
  restart({ keepsSessions }: { keepsSessions: boolean }): void {
    this.down();
    if (!keepsSessions) {
      this.sessions.clear();
      this.retained.clear();
    }
    this.up();
  }

  /** CONNACK's return code for a request. */
  judge({ userName, password }: ConnectRequest): number {
    if (this.refusesWith !== 0) return this.refusesWith;
    if (this.users.size === 0) return 0;
    const wanted = userName === undefined ? undefined : this.users.get(userName);
    const isRight = wanted !== undefined && wanted === Buffer.from(password ?? []).toString();
    return isRight ? 0 : this.quirks.loginRefusal;
  }

  /** Give a client its session; whoever has its client id is thrown out. */
  admit(link: ClientLink, { clientId, isClean }: ConnectRequest): { session: Session; isPresent: boolean } {
    const name = clientId === "" ? `nameless-${(this.namelessCount += 1)}` : clientId;
    for (const other of [...this.links])
      if (other !== link && other.conversation?.session.clientId === name)
        other.end("its client id connected again");
    const kept = this.sessions.get(name);
    if (kept !== undefined && !isClean) return { session: kept, isPresent: true };
    const session = new Session(name, isClean, this.quirks);
    this.sessions.set(name, session);
    return { session, isPresent: false };
  }

  /** @param isKnown  it was routed before, and only comes again */
  take(clientId: string, message: Message, isDup: boolean, isKnown: boolean): void {
    const { topic, payload, qos, isRetained } = message;
    this.onPublish(clientId, topic, payload, qos, isRetained, isDup);
    if (!isKnown) this.route(message);
  }

  grant(session: Session, { filter, qos }: Subscription): Granted {
    if (this.quirks.dots === "refused" && filter.includes(".")) return REFUSED;
    const granted = Math.min(qos, this.quirks.maxQos) as Qos;
    session.subscriptions.set(filter, granted);
    return granted;
  }

  sendRetained(session: Session, filter: string): void {
    const limit = session.subscriptions.get(filter);
    if (limit === undefined) return;
    for (const message of this.retained.values())
      if (isMatch(filter, message.topic)) this.deliver(session, message, limit, true);
  }

  /** A link is over. @param isQuiet  its will is not published */
  left(link: ClientLink, isQuiet: boolean): void {
    this.links.delete(link);
    const session = link.conversation?.session;
    if (session === undefined) return;
    session.outlet = undefined;
    if (session.isClean && this.sessions.get(session.clientId) === session)
      this.sessions.delete(session.clientId);
    if (!isQuiet && link.will !== undefined) this.route(link.will);
  }

  note(name: string, what: string): void {
    this.violations.push(`${timeText(this.world.nowMs)} ${name}: ${what}`);
  }

  private route(given: Message): void {
    const topic = this.quirks.dots === "slashes" ? given.topic.replaceAll(".", "/") : given.topic;
    const message = { ...given, topic };
    if (message.isRetained && message.payload.length === 0) this.retained.delete(topic);
    else if (message.isRetained) this.retained.set(topic, message);
    for (const { filter, tell } of this.observers)
      if (isMatch(filter, topic)) tell(topic, message.payload, message.qos, message.isRetained);
    for (const session of this.sessions.values()) {
      const limit = session.qosFor(topic);
      if (limit !== undefined) this.deliver(session, message, limit, false);
    }
  }

  private deliver(session: Session, message: Message, limit: Qos, isRetained: boolean): void {
    const qos = Math.min(message.qos, limit) as Qos;
    const fate = session.deliver({ topic: message.topic, payload: message.payload, qos, isRetained });
    if (fate === "dropped" && qos > 0)
      this.world.say("broker", `${session.clientId} loses ${message.topic}: nothing more waits for it`);
    if (fate === "waits")
      this.world.say("broker", `${message.topic} waits for ${session.clientId} (${session.waitingCount})`);
  }
}
