/*
 * Answers every first packet with CONNACK and nothing else: all of a broker that a client needs which only
 * publishes with QoS 0.
 */
import { once } from "node:events";
import net from "node:net";
import type { AddressInfo } from "node:net";
import { CONNACK } from "./packet.ts";

export interface Listener {
  port: number;
  stop: () => Promise<void>;
}

export async function startListener(): Promise<Listener> {
  const sockets = new Set<net.Socket>();
  const server = net.createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    socket.on("close", () => sockets.delete(socket));
    socket.once("data", () => socket.write(Uint8Array.from(CONNACK)));
    socket.resume();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    async stop() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}
