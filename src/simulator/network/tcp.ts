/*
 * The network between a board and the services behind it, in virtual time: host names, connections, and faults that
 * strike all of them at once. One board has one network; a service may listen in many.
 * Not here: UDP but for names, IPv6, TLS.
 */
import type { Dice } from "../world/dice.ts";
import type { World } from "../world/world.ts";
import { CONDITIONS } from "./conditions.ts";
import type { Conditions } from "./conditions.ts";
import { Link } from "./link.ts";
import type { Home } from "./link.ts";
import { Names } from "./names.ts";
import type { Connection, Network, Peer, Service } from "./network.ts";
import type { Air } from "./way.ts";

export class SimNetwork implements Network, Air, Home {
  readonly dice: Dice;
  /** May be changed at any time: for what is sent from then on. */
  readonly conditions: Conditions;
  readonly air: Air = this;
  readonly dns: Names;
  /** The board's, as its radio was given it. */
  address = "10.0.0.2";
  stalledToMs = 0;
  onFrame: (bytes: number) => void = () => {};
  private isJoined = true;
  private knowsRouter = false;
  private readonly services = new Map<string, Service>();
  private readonly links = new Set<Link>();

  /**
   * @param conditions  what differs from a LAN
   * @param name        the board's, for the trace and its dice
   */
  constructor(
    readonly world: World,
    conditions: Partial<Conditions> = {},
    readonly name = "board",
  ) {
    this.dice = world.dice.branch(`network of ${name}`);
    this.conditions = { ...CONDITIONS.lan, ...conditions };
    this.dns = new Names(this);
  }

  /** False while the radio is not joined: nothing passes, and nothing can be opened. */
  get isUp(): boolean {
    return this.isJoined;
  }

  set isUp(isUp: boolean) {
    this.isJoined = isUp;
    if (!isUp) this.knowsRouter = false;
  }

  /** Host to address; who listens at a host that is not in it gets one. */
  get names(): Map<string, string> {
    return this.dns.table;
  }

  /** The name server answers nobody. */
  get isDnsDown(): boolean {
    return this.dns.isDown;
  }

  set isDnsDown(isDown: boolean) {
    this.dns.isDown = isDown;
  }

  listen(host: string, port: number, service: Service): void {
    this.services.set(`${this.dns.admit(host)}:${port}`, service);
  }

  unlisten(host: string, port: number): void {
    this.services.delete(`${this.dns.at(host)}:${port}`);
  }

  connect(host: string, port: number, peer: Peer): Connection {
    this.world.say("tcp", `${this.name} -> ${host}:${port}: opens`);
    const arpMs = this.knowsRouter ? 0 : this.conditions.arpMs;
    this.knowsRouter = this.isUp;
    const link = new Link(this, host, port, peer, arpMs);
    this.links.add(link);
    return link;
  }

  resolve(host: string): string | undefined {
    return this.dns.resolve(host);
  }

  isListening(host: string, port: number): boolean {
    return this.isUp && this.serviceAt(host, port) !== undefined;
  }

  serviceAt(host: string, port: number): Service | undefined {
    return this.services.get(`${this.dns.at(host)}:${port}`);
  }

  /** Connections that an end still knows of. */
  get connectionCount(): number {
    return this.links.size;
  }

  forget(link: Link): void {
    this.links.delete(link);
  }

  /** Something on the way, such as a router that restarts, resets every connection: both ends are told. */
  resetAll(): void {
    this.world.say("tcp", "all connections are reset");
    for (const link of this.links) this.world.after(0, () => link.breakOff());
  }

  /**
   * Nothing arrives for so long; then everything does, in order. What a stack sends again meanwhile is not shown: it
   * would only arrive twice.
   */
  stallFor(ms: number): void {
    this.world.say("tcp", `stalls for ${ms} ms`);
    this.stalledToMs = Math.max(this.stalledToMs, this.world.nowMs + ms);
  }

  /**
   * Nothing passes any more on the connections that are there, and nobody is told: a router has forgotten them. A stack
   * with something to say finds out when it gives up.
   */
  halfOpenAll(): void {
    this.world.say("tcp", "all connections fall silent");
    for (const link of this.links) link.silence();
  }
}
