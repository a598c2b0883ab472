/*
 * Answers CONNECT with CONNACK, PUBLISH with QoS 1 with PUBACK, and nothing else: all of a broker that a client needs
 * which only publishes.
 */
import { once } from "node:events";
import net from "node:net";
import type { AddressInfo } from "node:net";
import { generate, parser } from "mqtt-packet";
import type { Packet } from "mqtt-packet";
import { CONNACK } from "./packet.ts";

export interface Listener {
  port: number;
  stop: () => Promise<void>;
}

/** What is written for a packet. */
function answerTo(packet: Packet): Uint8Array {
  if (packet.cmd === "connect") return Uint8Array.from(CONNACK);
  const isAsked = packet.cmd === "publish" && packet.qos === 1;
  return isAsked ? generate({ cmd: "puback", messageId: packet.messageId as number }) : new Uint8Array(0);
}

export async function startListener(): Promise<Listener> {
  const sockets = new Set<net.Socket>();
  const server = net.createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    socket.on("close", () => sockets.delete(socket));
    const reader = parser({ protocolVersion: 4 });
    reader.on("packet", (packet: Packet) => socket.write(answerTo(packet)));
    socket.on("data", (bytes) => reader.parse(bytes));
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
