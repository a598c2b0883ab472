/*
 * The library as it is built for NodeMCU, in real Lua 5.1, over the host's TCP and a strict model of the firmware,
 * against aedes. MQTT.js is the other side.
 */
import { connectAsync } from "mqtt";
import type { MqttClient } from "mqtt";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { Cause, Reason } from "../../../src/client/status.ts";
import { BUILD_LIMIT_MS } from "../../support/engine-client.ts";
import { freePort, startAedes } from "../../support/brokers.ts";
import type { Broker } from "../../support/brokers.ts";
import { luaLibrary } from "../../support/builds.ts";
import { Board } from "../../support/nodemcu.ts";
import { Proxy } from "../../support/proxy.ts";
import { bytesLike } from "../../support/wire.ts";

const DEADLINE = { timeout: 8000, interval: 5 };

let broker: Broker;
let login: Broker;
const open: (() => unknown)[] = [];

beforeAll(async () => {
  await luaLibrary();
  broker = await startAedes();
  login = await startAedes({ login: { userName: "u", password: "p" } });
}, BUILD_LIMIT_MS);

afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

afterAll(async () => {
  await broker.stop();
  await login.stop();
});

async function startBoard(port: number, options = ""): Promise<Board> {
  const board = await Board.start();
  open.push(() => board.stop());
  board.run(
    `mqtt = catnap.connect(handlers({ host = "127.0.0.1", port = ${port}, retryFirstS = 0.05, retryCapS = 0.2, ${options} }))`,
  );
  return board;
}

async function told(board: Board, line: string): Promise<void> {
  await expect.poll(() => board.log, DEADLINE).toContainEqual(line);
}

async function startPeer(filter = ""): Promise<{ mqtt: MqttClient; log: string[] }> {
  const mqtt = await connectAsync(`mqtt://127.0.0.1:${broker.port}`);
  open.push(() => mqtt.endAsync(true));
  const log: string[] = [];
  mqtt.on("message", (topic, payload, { qos }) => log.push(`${topic} q${qos} ${payload.toString()}`));
  if (filter !== "") await mqtt.subscribeAsync(filter, { qos: 1 });
  return { mqtt, log };
}

test("connects under the chip id, publishes QoS 0 and 1 and is acknowledged", async () => {
  const witness = await startPeer("$SYS/+/new/clients");
  const peer = await startPeer("a/#");
  const board = await startBoard(broker.port);
  await told(board, "connect absent");
  const greeted = expect.stringMatching(/^\$SYS\/.* catnap-00beef$/);
  await expect.poll(() => witness.log, DEADLINE).toContainEqual(greeted);
  expect(board.run(`return catnap.publish(mqtt, "a/b", "zero", 0, false)`)).toBe(0);
  expect(board.run(`return catnap.publish(mqtt, "a/c", "one", 1, false)`)).toBe(1);
  await told(board, "ack 1");
  await expect.poll(() => peer.log, DEADLINE).toEqual(["a/b q0 zero", "a/c q1 one"]);
  expect(board.run(`return catnap.maySleep(mqtt)`)).toBe(0);
  board.run(`catnap.disconnect(mqtt)`);
  await told(board, `close ${Reason.Asked} 0`);
});

test("receives, with UTF-8 in topic and payload, both ways", async () => {
  const peer = await startPeer("é/#");
  const board = await startBoard(broker.port);
  board.run(`catnap.subscribe(mqtt, "é/in", 1)`);
  await told(board, "subscribed é/in 1");
  await peer.mqtt.publishAsync("é/in", "温\0😀", { qos: 1 });
  const payload = Buffer.from("温\0😀").toString("hex");
  await told(board, `message ${Buffer.from("é/in").toString("hex")} q1 0+8/8 ${payload}`);
  board.run(`catnap.publish(mqtt, "é/out", "温😀", 1, false)`);
  await expect.poll(() => peer.log, DEADLINE).toContainEqual("é/out q1 温😀");
});

test("receives 10 KB in pieces of 256 bytes", async () => {
  const peer = await startPeer();
  const board = await startBoard(broker.port, "rxBytes = 256,");
  board.run(`catnap.subscribe(mqtt, "big", 1)`);
  await told(board, "subscribed big 1");
  const payload = Buffer.from(bytesLike(10_000));
  await peer.mqtt.publishAsync("big", payload, { qos: 1 });
  await expect.poll(() => board.log.filter((line) => line.startsWith("message")).length, DEADLINE).toBe(40);
  const pieces = board.log.filter((line) => line.startsWith("message")).map((line) => line.split(" ")[4]);
  expect(pieces.join("")).toBe(payload.toString("hex"));
});

test("says why a broker refuses, and that nobody listens", async () => {
  const refused = await startBoard(login.port, `userName = "u", password = "wrong",`);
  await told(refused, `close ${Reason.Refused} 4`);
  const alone = await startBoard(await freePort());
  await told(alone, `close ${Reason.Lost} ${Cause.Unreachable}`);
});

test("a firmware without tls opens no secure connection, and says so", async () => {
  const board = await startBoard(broker.port, "isSecure = true,");
  expect(board.log).toEqual([]);
  await told(board, `close ${Reason.Lost} ${Cause.Untrusted}`);
});

test("comes back after a drop and sends again what was not acknowledged", async () => {
  const peer = await startPeer("resume");
  const proxy = await Proxy.start(broker.port);
  open.push(() => proxy.stop());
  const board = await startBoard(proxy.port, `clientId = "lua-resume", cleanSession = false,`);
  await told(board, "connect absent");
  // Aedes keeps only sessions with a subscription.
  board.run(`catnap.subscribe(mqtt, "commands", 1)`);
  await told(board, "subscribed commands 1");
  board.run(`catnap.publish(mqtt, "resume", "first", 1, false)`);
  await told(board, "ack 1");
  proxy.drop();
  await expect.poll(() => board.log.some((line) => line.startsWith("close")), DEADLINE).toBe(true);
  board.run(`catnap.publish(mqtt, "resume", "second", 1, false)`);
  await told(board, "connect present");
  await told(board, "ack 2");
  await expect.poll(() => peer.log, DEADLINE).toEqual(["resume q1 first", "resume q1 second"]);
});

test("sends a frame of 5,000 bytes in parts that the firmware takes", async () => {
  const peer = await startPeer("long");
  const board = await startBoard(broker.port, "txBytes = 6000, outboxBytes = 6000,");
  await told(board, "connect absent");
  board.run(`catnap.publish(mqtt, "long", ("0123456789"):rep(500), 1, false)`);
  await told(board, "ack 1");
  await expect.poll(() => peer.log, DEADLINE).toEqual([`long q1 ${"0123456789".repeat(500)}`]);
});

test("a board whose client has parted is held by no timer", async () => {
  const board = await startBoard(broker.port);
  await told(board, "connect absent");
  board.run(`catnap.disconnect(mqtt)`);
  await told(board, `close ${Reason.Asked} 0`);
  expect(board.run("return timersOn()")).toBe(0);
});
