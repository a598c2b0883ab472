/*
 * The simplest network and broker that keep the contracts of a simulated network: a millisecond each way, nothing is
 * lost, and everybody is answered at once.
 */
import type { Packet } from "mqtt-packet";
import { parser } from "mqtt-packet";
import type { Connection, Network, Peer, Service } from "../../src/simulator/network/network.ts";
import type { World } from "../../src/simulator/world/world.ts";
import { connack, puback } from "./client.ts";
import { PINGRESP } from "./wire.ts";

const WAY_MS = 1;

/** One connection: what each end tells reaches the other a millisecond later. */
class Pipe {
  readonly ends: (Peer | undefined)[] = [undefined, undefined];

  constructor(private readonly world: World) {}

  later(end: number, tell: (peer: Peer) => void): void {
    this.world.after(WAY_MS, () => {
      const peer = this.ends[end];
      if (peer !== undefined) tell(peer);
    });
  }

  connection(own: number): Connection {
    const other = 1 - own;
    const leave = (ending: "ended" | "reset") => {
      this.ends[own] = undefined;
      this.later(other, (peer) => {
        this.ends[other] = undefined;
        peer.closed(ending);
      });
    };
    return {
      write: (bytes) => {
        this.later(other, (peer) => {
          peer.received(bytes);
          this.later(own, (sender) => sender.sent());
        });
      },
      close: () => leave("ended"),
      reset: () => leave("reset"),
    };
  }
}

export class PlainNetwork implements Network {
  private readonly services = new Map<string, Service>();

  constructor(private readonly world: World) {}

  listen(host: string, port: number, service: Service): void {
    this.services.set(`${host}:${port}`, service);
  }

  unlisten(host: string, port: number): void {
    this.services.delete(`${host}:${port}`);
  }

  connect(host: string, port: number, peer: Peer): Connection {
    const pipe = new Pipe(this.world);
    pipe.ends[0] = peer;
    pipe.later(0, () => {
      const service = this.services.get(`${host}:${port}`);
      if (service === undefined) {
        pipe.ends[0] = undefined;
        peer.closed("unreachable");
        return;
      }
      pipe.ends[1] = service.accept(pipe.connection(1), "board");
      peer.opened();
    });
    return pipe.connection(0);
  }

  resolve(host: string): string {
    return host;
  }

  isListening(host: string, port: number): boolean {
    return this.services.has(`${host}:${port}`);
  }
}

/** Takes everything, and notes it. */
export class PlainBroker implements Service {
  readonly packets: Packet[] = [];
  /** Payloads of all readings, as text. */
  readonly payloads: string[] = [];
  endings: string[] = [];

  accept(connection: Connection): Peer {
    const reader = parser();
    reader.on("packet", (packet) => this.take(packet, connection));
    return {
      opened: () => {},
      received: (bytes) => void reader.parse(Buffer.from(bytes)),
      sent: () => {},
      closed: (ending) => this.endings.push(ending),
    };
  }

  private take(packet: Packet, connection: Connection): void {
    this.packets.push(packet);
    if (packet.cmd === "connect") connection.write(connack());
    if (packet.cmd === "pingreq") connection.write(PINGRESP);
    if (packet.cmd !== "publish") return;
    if (!packet.topic.endsWith("/availability")) this.payloads.push(packet.payload.toString());
    if (packet.qos === 1) connection.write(puback(packet.messageId ?? 0));
  }
}
