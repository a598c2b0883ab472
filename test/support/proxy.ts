/*
 * A network between a client and a broker that a test can break: it loses answers, it loses everything without
 * closing, it drops connections and refuses new ones. What the client sent is kept, write by write and decoded.
 */
import net from "node:net";
import { parser } from "mqtt-packet";
import type { Packet } from "mqtt-packet";
import { listening } from "./brokers.ts";

export const enum Loses {
  Nothing = 0,
  /** What the broker sends. */
  Answers = 1,
  /** Both directions, as when a router forgot the connection. */
  All = 2,
}

export class Proxy {
  loses = Loses.Nothing;
  /** New connections are closed at once. */
  isCut = false;
  /** What the client sent, in all connections together. */
  readonly packets: Packet[] = [];
  port = 0;

  private readonly sockets = new Set<net.Socket>();
  private readonly server = net.createServer((client) => this.join(client));

  private constructor(private readonly brokerPort: number) {}

  static async start(brokerPort: number): Promise<Proxy> {
    const proxy = new Proxy(brokerPort);
    proxy.port = await listening(proxy.server);
    return proxy;
  }

  /** Connections that are open. */
  get count(): number {
    return this.sockets.size / 2;
  }

  private join(client: net.Socket): void {
    if (this.isCut) {
      client.destroy();
      return;
    }
    const broker = net.connect(this.brokerPort, "127.0.0.1");
    const reader = parser();
    reader.on("packet", (packet) => this.packets.push(packet));
    client.on("data", (chunk) => {
      if (this.loses === Loses.All) return;
      reader.parse(chunk);
      broker.write(chunk);
    });
    broker.on("data", (chunk) => {
      if (this.loses === Loses.Nothing) client.write(chunk);
    });
    for (const [socket, other] of [
      [client, broker],
      [broker, client],
    ] as const) {
      this.sockets.add(socket);
      socket.setNoDelay(true);
      socket.on("end", () => other.end());
      socket.on("error", () => other.destroy());
      socket.on("close", () => {
        this.sockets.delete(socket);
        other.destroy();
      });
    }
  }

  /** Break all connections off, without a goodbye to either side. */
  drop(): void {
    for (const socket of this.sockets) socket.resetAndDestroy();
  }

  stop(): void {
    this.server.close();
    this.drop();
  }
}
