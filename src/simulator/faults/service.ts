/*
 * Stands before a broker and lets its answers through, or swallows them: what a broker does that hangs, or a proxy
 * whose other side is gone.
 */
import type { Connection, Peer, Service } from "../network/network.ts";

export class MuteService implements Service {
  private isMute = false;
  /** Connections that have missed an answer: the other side of each no longer knows what it was told. */
  private readonly broken = new Set<Connection>();

  constructor(private readonly service: Service) {}

  accept(connection: Connection, from: string): Peer {
    return this.service.accept(
      {
        write: (bytes) => {
          if (this.isMute) this.broken.add(connection);
          else if (!this.broken.has(connection)) connection.write(bytes);
        },
        close: () => connection.close(),
        reset: () => connection.reset(),
      },
      from,
    );
  }

  /** From now on every answer is taken and none arrives. */
  mute(): void {
    this.isMute = true;
  }

  /** New connections are answered again; those that missed something stay without an answer. */
  unmute(): void {
    this.isMute = false;
  }
}
