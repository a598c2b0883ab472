/*
 * A network between a client and a broker that keeps what either wrote, chunk by chunk, in the order in which it passed.
 * On loopback a chunk is what one side had written when it was passed on: its segment.
 */
import net from "node:net";
import { listening } from "./brokers.ts";

export interface Passed {
  by: "client" | "broker";
  bytes: Uint8Array;
}

export class Recorder {
  readonly passed: Passed[] = [];
  port = 0;
  private readonly sockets = new Set<net.Socket>();
  private readonly server = net.createServer((client) => this.join(client));

  private constructor(private readonly brokerPort: number) {}

  static async start(brokerPort: number): Promise<Recorder> {
    const recorder = new Recorder(brokerPort);
    recorder.port = await listening(recorder.server);
    return recorder;
  }

  private join(client: net.Socket): void {
    const broker = net.connect(this.brokerPort, "127.0.0.1");
    this.pass("client", client, broker);
    this.pass("broker", broker, client);
  }

  private pass(by: Passed["by"], from: net.Socket, to: net.Socket): void {
    this.sockets.add(from);
    from.setNoDelay(true);
    from.on("data", (bytes) => {
      this.passed.push({ by, bytes: new Uint8Array(bytes) });
      to.write(bytes);
    });
    from.on("end", () => to.end());
    from.on("error", () => to.destroy());
    from.on("close", () => this.sockets.delete(from));
  }

  /** How many bytes this side wrote in all. */
  bytesBy(by: Passed["by"]): number {
    return this.passed.filter((each) => each.by === by).reduce((sum, { bytes }) => sum + bytes.length, 0);
  }

  stop(): void {
    this.server.close();
    for (const socket of this.sockets) socket.destroy();
  }
}
