/*
 * The embedded broker: the wanted port of 127.0.0.1 or the next free one, and nothing that a neighbour could reach.
 */
import { once } from "node:events";
import net from "node:net";
import os from "node:os";
import { connectAsync } from "mqtt";
import { afterEach, expect, test } from "vitest";
import { startBroker } from "../../../src/simulator/broker/embedded.ts";
import type { EmbeddedBroker } from "../../../src/simulator/broker/embedded.ts";
import { freePort, listening } from "../../support/brokers.ts";

/** What a test opened, closed after it in reverse order. */
const open: (() => unknown)[] = [];

afterEach(async () => {
  while (open.length > 0) await open.pop()?.();
});

async function start(port: number): Promise<EmbeddedBroker> {
  const broker = await startBroker(port);
  open.push(() => broker.stop());
  return broker;
}

async function occupy(port = 0): Promise<number> {
  const server = net.createServer();
  open.push(() => server.close());
  return listening(server, port);
}

/** Whether somebody listens there. */
async function isAnswered(host: string, port: number): Promise<boolean> {
  const socket = net.connect({ host, port });
  try {
    await once(socket, "connect");
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

test("a free port is taken as wanted, and the broker there speaks MQTT", async () => {
  const wanted = await freePort();
  const { port } = await start(wanted);
  expect(port).toBe(wanted);
  const client = await connectAsync(`mqtt://127.0.0.1:${port}`, { reconnectPeriod: 0 });
  expect(client.connected).toBe(true);
  await client.endAsync();
});

test("when the wanted port is taken, the next free one is used", async () => {
  const taken = await occupy();
  const { port } = await start(taken);
  expect(port).toBeGreaterThan(taken);
  expect(await isAnswered("127.0.0.1", port)).toBe(true);
});

test("three brokers that want the same port get three", async () => {
  const wanted = await freePort();
  const ports = [await start(wanted), await start(wanted), await start(wanted)].map(({ port }) => port);
  expect(new Set(ports).size).toBe(3);
});

test("only loopback is listened on", async () => {
  const { port } = await start(await freePort());
  const others = Object.values(os.networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    // A link-local address needs its interface beside it.
    .filter(({ address }) => address !== "127.0.0.1" && !address.startsWith("fe80"))
    .map(({ address }) => address);
  // All of 127/8 is this computer on Linux, and only the first address is ours.
  if (process.platform === "linux") others.push("127.0.0.2");
  expect(await isAnswered("127.0.0.1", port)).toBe(true);
  for (const host of others) expect([host, await isAnswered(host, port)]).toEqual([host, false]);
});

test("a stopped broker drops its clients and frees the port", async () => {
  const wanted = await freePort();
  const broker = await startBroker(wanted);
  const client = await connectAsync(`mqtt://127.0.0.1:${wanted}`, { reconnectPeriod: 0 });
  const dropped = new Promise<void>((resolve) => client.on("close", resolve));
  await broker.stop();
  await dropped;
  await client.endAsync(true);
  expect(await occupy(wanted)).toBe(wanted);
});
