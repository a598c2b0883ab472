/*
 * A board, a service and a network between them, which note what they are told, in the world's time.
 */
import type { Conditions } from "../../src/simulator/network/conditions.ts";
import type { Connection, Peer } from "../../src/simulator/network/network.ts";
import { SimNetwork } from "../../src/simulator/network/tcp.ts";
import { traceText } from "../../src/simulator/world/trace.ts";
import { World } from "../../src/simulator/world/world.ts";

/** Round figures: 10 ms each way, nothing else takes time. */
export const PLAIN: Partial<Conditions> = { latencyMs: 10, arpMs: 0, dnsMs: 0 };

export function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** One end as its owner sees it: what it was told, as "20 opened". */
export class Owner implements Peer {
  readonly told: string[] = [];
  /** All that it received. */
  text = "";
  /** Done as soon as bytes are there, and as soon as it opens. */
  onReceived: () => void = () => {};
  onOpened: () => void = () => {};

  constructor(private readonly bench: NetworkBench) {}

  private note(what: string): void {
    if (this.bench.isCalling) throw new Error(`${what} was told from inside of a call`);
    this.told.push(`${Math.round(this.bench.world.nowMs * 1000) / 1000} ${what}`);
  }

  opened(): void {
    this.note("opened");
    this.bench.call(this.onOpened);
  }

  received(part: Uint8Array): void {
    const text = new TextDecoder().decode(part);
    this.text += text;
    this.note(part.length <= 16 ? text : `${part.length} bytes`);
    this.bench.call(this.onReceived);
  }

  sent(): void {
    this.note("sent");
  }

  closed(ending: string): void {
    this.note(ending);
  }
}

export class NetworkBench {
  readonly world: World;
  readonly network: SimNetwork;
  readonly trace: string[] = [];
  readonly board = new Owner(this);
  readonly service = new Owner(this);
  connection!: Connection;
  /** The service's end, once it has accepted. */
  accepted: Connection | undefined;
  from = "";
  onAccept: (connection: Connection) => void = () => {};
  isCalling = false;

  constructor(conditions: Partial<Conditions> = {}, seed = 1) {
    this.world = new World({ seed, eventCapacity: 65_536, hear: (line) => this.trace.push(traceText(line)) });
    this.network = new SimNetwork(this.world, { ...PLAIN, ...conditions });
    this.listen();
  }

  listen(): void {
    this.network.listen("broker", 1883, {
      accept: (connection, from) => {
        this.accepted = connection;
        this.from = from;
        this.call(() => this.onAccept(connection));
        return this.service;
      },
    });
  }

  /** Whatever the call does, nobody may be told anything before it returns. */
  call(what: () => void): void {
    this.isCalling = true;
    what();
    this.isCalling = false;
  }

  connect(host = "broker", port = 1883): void {
    this.call(() => (this.connection = this.network.connect(host, port, this.board)));
  }

  /** Connect, and let time pass until both ends know; with jitter that takes more. */
  open(ms = 100): void {
    this.connect();
    this.world.runTo(this.world.nowMs + ms);
    this.board.told.length = 0;
  }

  write(text: string): void {
    this.call(() => this.connection.write(bytes(text)));
  }

  answer(text: string): void {
    this.call(() => this.accepted?.write(bytes(text)));
  }

  /** Whatever the call sends gets lost. */
  losing(what: () => void): void {
    const { conditions } = this.network;
    conditions.loss = 1;
    what();
    conditions.loss = 0;
  }

  pass(ms: number): void {
    this.world.runTo(this.world.nowMs + ms);
  }
}
