/*
 * Listens at a board's sockets: which packets the board wrote, which it heard, when a connection came and went.
 * It sees what the board sees, and nothing of what the network still holds. It changes nothing.
 */
import { parser } from "mqtt-packet";
import type { Packet } from "mqtt-packet";
import type { Connection, Network, Peer, Service } from "../network/network.ts";

/** Told in the order in which it happens to the board, before the board is told. */
export interface WireListener {
  /** The board's stack was asked for a host: where there is no answer, no connection is asked for. */
  asked(): void;
  /** The board asks for a connection. @returns  who listens at it */
  dialed(): LinkListener;
}

/** Told of one connection. */
export interface LinkListener {
  opened(): void;
  /** A whole packet that the board wrote. */
  wrote(packet: Packet): void;
  /** Bytes of one write of the board. */
  wroteBytes(count: number): void;
  /** A whole packet that the board is about to be told of. */
  heard(packet: Packet): void;
  /** The connection is gone, or never came about, whoever ended it. */
  closed(): void;
}

/** Whole packets of one direction of one connection; what is no MQTT is left to the broker to judge. */
function reader(tell: (packet: Packet) => void): (bytes: Uint8Array) => void {
  const packets = parser({ protocolVersion: 4 });
  let isBroken = false;
  packets.on("packet", tell);
  packets.on("error", () => (isBroken = true));
  return (bytes) => {
    if (!isBroken) packets.parse(Buffer.from(bytes));
  };
}

/** A network with somebody who listens between it and the board. */
export class TappedNetwork implements Network {
  /** How often something happened at the board's sockets. */
  passCount = 0;
  /** Told after each of them. */
  onPass: () => void = () => {};

  constructor(
    private readonly network: Network,
    private readonly listener: WireListener,
  ) {}

  listen(host: string, port: number, service: Service): void {
    this.network.listen(host, port, service);
  }

  unlisten(host: string, port: number): void {
    this.network.unlisten(host, port);
  }

  resolve(host: string): string | undefined {
    this.listener.asked();
    return this.network.resolve(host);
  }

  isListening(host: string, port: number): boolean {
    this.listener.asked();
    return this.network.isListening(host, port);
  }

  connect(host: string, port: number, peer: Peer): Connection {
    const end = new TappedEnd(peer, this.listener.dialed(), () => this.passed());
    return end.over(this.network.connect(host, port, end));
  }

  private passed(): void {
    this.passCount += 1;
    this.onPass();
  }
}

/** The board's end of one connection. */
class TappedEnd implements Peer {
  private readonly hear: (bytes: Uint8Array) => void;
  private readonly read: (bytes: Uint8Array) => void;
  private isOver = false;

  constructor(
    private readonly peer: Peer,
    private readonly listener: LinkListener,
    private readonly passed: () => void,
  ) {
    this.hear = reader((packet) => listener.heard(packet));
    this.read = reader((packet) => listener.wrote(packet));
  }

  over(connection: Connection): Connection {
    return {
      write: (bytes) => {
        if (!this.isOver) {
          this.listener.wroteBytes(bytes.length);
          this.read(bytes);
        }
        connection.write(bytes);
        this.passed();
      },
      close: () => {
        this.end();
        connection.close();
      },
      reset: () => {
        this.end();
        connection.reset();
      },
    };
  }

  private end(): void {
    if (this.isOver) return;
    this.isOver = true;
    this.listener.closed();
  }

  opened(): void {
    this.listener.opened();
    this.peer.opened();
    this.passed();
  }

  received(bytes: Uint8Array): void {
    if (!this.isOver) this.hear(bytes);
    this.peer.received(bytes);
    this.passed();
  }

  sent(): void {
    this.peer.sent();
    this.passed();
  }

  closed(ending: Parameters<Peer["closed"]>[0]): void {
    this.end();
    this.peer.closed(ending);
    this.passed();
  }
}
