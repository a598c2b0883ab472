/*
 * A connection: two ends, a way each way between them, and how it comes about.
 */
import type { Ending } from "../engines/engine.ts";
import { End } from "./end.ts";
import type { Between } from "./end.ts";
import type { Names } from "./names.ts";
import type { Connection, Peer, Service } from "./network.ts";
import { Opening } from "./opening.ts";
import type { Door } from "./opening.ts";
import { Way } from "./way.ts";
import type { Air } from "./way.ts";

/** What a connection needs of its network. */
export interface Home {
  readonly air: Air;
  readonly dns: Names;
  /** Where the board is, for who accepts it. */
  readonly address: string;
  serviceAt(host: string, port: number): Service | undefined;
  /** It is over. */
  forget(link: Link): void;
}

export class Link implements Between, Door, Connection {
  readonly air: Air;
  readonly names: Names;
  readonly name: string;
  readonly there: Way;
  readonly back: Way;
  private readonly board: End;
  private readonly service: End;
  /** Undefined once that is over. */
  private opening: Opening | undefined;

  constructor(
    private readonly home: Home,
    private readonly host: string,
    private readonly port: number,
    peer: Peer,
    arpMs: number,
  ) {
    this.air = home.air;
    this.names = home.dns;
    this.name = `${host}:${port}`;
    this.there = new Way(home.air, true);
    this.back = new Way(home.air, false);
    this.board = new End(this, true, this.there, this.back, () => this.service);
    this.service = new End(this, false, this.back, this.there, () => this.board);
    this.service.open();
    this.board.peer = peer;
    this.board.greet();
    this.opening = new Opening(this, host, arpMs);
  }

  write(bytes: Uint8Array): void {
    this.board.write(bytes);
  }

  close(): void {
    if (!this.isGivenUp()) this.board.close();
  }

  reset(): void {
    if (!this.isGivenUp()) this.board.reset();
  }

  /** Something between the two ends resets both of them. */
  breakOff(): void {
    if (this.opening !== undefined) return this.failed("unreachable");
    this.board.finish("reset", "is told of a reset");
    this.service.finish("reset", "is told of a reset");
  }

  /** Nothing passes any more, and nobody is told. */
  silence(): void {
    this.there.isSilent = true;
    this.back.isSilent = true;
  }

  isListening(): boolean {
    return this.home.serviceAt(this.host, this.port) !== undefined;
  }

  opened(): void {
    this.opening = undefined;
    this.air.world.say("tcp", `${this.board.name}: open`);
    this.board.open();
    this.board.peer?.opened();
  }

  failed(ending: Ending): void {
    this.opening?.cancel();
    this.opening = undefined;
    this.service.isGone = true;
    this.board.finish(ending, ending);
  }

  accept(end: End): Peer | undefined {
    return this.home.serviceAt(this.host, this.port)?.accept(end, this.home.address);
  }

  forget(): void {
    this.home.forget(this);
  }

  /** @returns  whether it was not open yet, so that nobody else knows of it */
  private isGivenUp(): boolean {
    if (this.opening === undefined) return false;
    this.opening.cancel();
    this.opening = undefined;
    this.board.peer = undefined;
    this.board.isGone = true;
    this.forget();
    return true;
  }
}
