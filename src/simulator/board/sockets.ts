/*
 * A board's sockets, by the engine's numbers, over a simulated network.
 */
import type { BoardCall, BoardEvent } from "../engines/engine.ts";
import type { Connection, Network } from "../network/network.ts";

type Call<Name> = Extract<BoardCall, { call: Name }>;

interface Socket {
  connection: Connection | undefined;
  isOpen: boolean;
  /** Something was written and not yet acknowledged by the other end's stack. */
  isBusy: boolean;
}

export class BoardSockets {
  private readonly sockets = new Map<number, Socket>();

  /** @param tell  is told what happens, never from inside of a call */
  constructor(
    private readonly network: Network,
    private readonly tell: (event: BoardEvent) => void,
  ) {}

  /** What the radio has to do now: for the meter. */
  get need(): "open" | "send" | "nothing" {
    let need: "send" | "nothing" = "nothing";
    for (const { isOpen, isBusy } of this.sockets.values()) {
      if (!isOpen) return "open";
      if (isBusy) need = "send";
    }
    return need;
  }

  /** @throws  Error for TLS */
  connect({ socket: id, host, port, isSecure }: Call<"connect">): void {
    if (isSecure)
      throw new Error(
        `${host}:${port} wants TLS, which a simulated network has not: give an mqtt:// address`,
      );
    const socket: Socket = { connection: undefined, isOpen: false, isBusy: false };
    this.sockets.set(id, socket);
    // Whoever was dropped is told nothing any more.
    const heard = (event: BoardEvent) => {
      if (this.sockets.get(id) === socket) this.tell(event);
    };
    socket.connection = this.network.connect(host, port, {
      opened: () => {
        socket.isOpen = true;
        heard({ event: "opened", socket: id });
      },
      received: (bytes) => heard({ event: "received", socket: id, bytes }),
      sent: () => {
        socket.isBusy = false;
        heard({ event: "sent", socket: id });
      },
      closed: (ending) => {
        if (this.sockets.get(id) !== socket) return;
        this.sockets.delete(id);
        this.tell({ event: "closed", socket: id, ending });
      },
    });
  }

  write({ socket: id, bytes }: Call<"write">): void {
    const socket = this.sockets.get(id);
    if (socket === undefined) return;
    socket.isBusy = true;
    socket.connection?.write(bytes);
  }

  close({ socket: id }: Call<"close">): void {
    this.sockets.get(id)?.connection?.close();
    this.sockets.delete(id);
  }

  /** The board's stack is gone, without a word to anybody; its network must be down already. */
  drop(): void {
    const dropped = [...this.sockets.values()];
    this.sockets.clear();
    for (const { connection } of dropped) connection?.reset();
  }
}
