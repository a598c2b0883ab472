/*
 * The built library in the real XS, over the host's TCP against a real broker: host calls carry the bytes.
 */
import net from "node:net";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import mqtt from "mqtt";
import { buildModdable } from "../../../src/toolchain/moddable.ts";
import { freePort, startAedes } from "../../support/brokers.ts";
import { asScript, SDK, STRING_FROM_BUFFER } from "../../support/moddable.ts";
import { notRun } from "../../support/not-run.ts";
import { findXs, Xs } from "../../support/xs.ts";

const DEADLINE = { timeout: 8000, interval: 5 };
/** Less than lwIP gives, so that a long frame is written in several. */
const CREDIT_BYTES = 100;

const GUEST = `${STRING_FROM_BUFFER}
globalThis.host = (what, id, detail) =>
  void issueCommand(new TextEncoder().encode(JSON.stringify({ what, id, detail })).buffer);
globalThis.log = (text) => host("log", 0, text);
globalThis.handleCommand = (buffer) => {
  const { event, id, detail, nowMs } = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer)));
  ticks = nowMs;
  happen(event, id, detail);
  return new ArrayBuffer(0);
};
globalThis.text = (bytes) => new TextDecoder().decode(bytes);
${SDK}
globalThis.start = (options) => (globalThis.mqtt = catnap.connect({
  host: "127.0.0.1", retryFirstS: 1,
  onConnect: (present) => log("connect " + present),
  onAck: (number) => log("ack " + number),
  onSubscribed: (filter, granted) => log("subscribed " + filter + " " + granted),
  onMessage: (topic, piece, qos, retain, dup, offset, total) =>
    log("message " + topic + " " + offset + "+" + piece.length + "/" + total + (total < 40 ? " " + text(piece) : "")),
  onClose: (reason, code) => log("close " + reason + " " + code),
  ...options,
}));`;

interface Call {
  what: string;
  id: number;
  detail: string;
}

let script = "";
beforeAll(async () => {
  const { "catnap.js": module } = await buildModdable();
  script = await asScript(module as string, "catnap");
});

/** One board: the guest, and the host's sockets and timers behind its SDK. */
class Board {
  readonly log: string[] = [];
  readonly sockets = new Map<number, net.Socket>();
  readonly timers = new Map<number, NodeJS.Timeout>();
  writes = 0;

  constructor(readonly xs: Xs) {
    xs.onCommand = (text) => {
      this.take(JSON.parse(text) as Call);
      return "";
    };
  }

  async load(): Promise<this> {
    await this.xs.evaluate(GUEST);
    await this.xs.evaluate(script);
    return this;
  }

  private tell(event: string, id: number, detail: unknown): void {
    const nowMs = Math.floor(performance.now());
    this.xs.command(JSON.stringify({ event, id, detail, nowMs })).catch((error: Error) => {
      if (!/ended/.test(error.message)) this.log.push(String(error));
    });
  }

  private take({ what, id, detail }: Call): void {
    const socket = this.sockets.get(id);
    if (what === "log") this.log.push(detail);
    else if (what === "connect") this.connect(id, Number(detail.split(" ")[1]));
    else if (what === "write") {
      this.writes += 1;
      socket?.write(Buffer.from(detail, "hex"), () => this.tell("writable", id, CREDIT_BYTES));
    } else if (what === "close") socket?.end();
    else if (what === "set")
      this.timers.set(
        id,
        setTimeout(() => this.tell("timer", id, 0), Number(detail)),
      );
    else if (what === "clear") clearTimeout(this.timers.get(id));
  }

  private connect(id: number, port: number): void {
    const socket = net.connect({ host: "127.0.0.1", port });
    this.sockets.set(id, socket);
    socket.on("connect", () => this.tell("writable", id, CREDIT_BYTES));
    socket.on("data", (bytes) => this.tell("readable", id, bytes.toString("hex")));
    socket.on("error", () => {});
    socket.on("close", () => this.tell("error", id, 0));
  }

  async told(...lines: string[]): Promise<void> {
    await expect.poll(() => this.log, DEADLINE).toEqual(lines);
  }

  async stop(): Promise<void> {
    for (const timer of this.timers.values()) clearTimeout(timer);
    for (const socket of this.sockets.values()) socket.destroy();
    await this.xs.stop();
  }
}

const path = findXs();
if (path === undefined) notRun("xsnap worker not built");
else
  describe("the library on XS", () => {
    const open: (() => unknown)[] = [];
    afterEach(async () => {
      while (open.length > 0) await open.pop()?.();
    });

    async function setUp(): Promise<{
      board: Board;
      port: number;
      peer: mqtt.MqttClient;
      stop: () => Promise<void>;
    }> {
      const broker = await startAedes();
      const board = await new Board(new Xs(path as string)).load();
      const peer = await mqtt.connectAsync({ host: "127.0.0.1", port: broker.port, reconnectPeriod: 0 });
      peer.on("error", () => {});
      open.push(
        () => broker.stop(),
        () => board.stop(),
        () => peer.endAsync(true),
      );
      return { board, port: broker.port, peer, stop: () => broker.stop() };
    }

    test("publishes with QoS 0 and 1, and UTF-8 arrives as it is, both ways", async () => {
      const { board, port, peer } = await setUp();
      const got: string[] = [];
      peer.on("message", (topic, payload) => got.push(`${topic} ${payload.toString()}`));
      await peer.subscribeAsync("up/#", { qos: 1 });
      await board.xs.evaluate(`start({ port: ${port} }); catnap.subscribe(mqtt, "down/ä", 1);`);
      await board.told("connect false", "subscribed down/ä 1");
      await board.xs.evaluate(`catnap.publish(mqtt, "up/ä", "grün 😀", 0, false);
        catnap.publish(mqtt, "up/b", new Uint8Array([50, 49]), 1, false);
        catnap.publish(mqtt, "up/c", "x".repeat(200), 1, false);`);
      await expect.poll(() => got, DEADLINE).toEqual(["up/ä grün 😀", "up/b 21", `up/c ${"x".repeat(200)}`]);
      await expect.poll(() => board.log.slice(2), DEADLINE).toEqual(["ack 1", "ack 2"]);
      await peer.publishAsync("down/ä", "heiß 😀", { qos: 1 });
      await expect.poll(() => board.log.at(-1), DEADLINE).toBe("message down/ä 0+10/10 heiß 😀");
    });

    test("takes 10 KB in pieces with a buffer of 256 bytes", async () => {
      const { board, port, peer } = await setUp();
      await board.xs.evaluate(`start({ port: ${port}, rxBytes: 256 }); catnap.subscribe(mqtt, "big", 1);`);
      await board.told("connect false", "subscribed big 1");
      await peer.publishAsync("big", Buffer.alloc(10_240, "y"), { qos: 1 });
      const bytes = (): number =>
        board.log.reduce((sum, line) => sum + Number(/\+(\d+)\/10240/.exec(line)?.[1] ?? 0), 0);
      await expect.poll(bytes, DEADLINE).toBe(10_240);
    });

    test("is told when nobody listens", async () => {
      const board = await new Board(new Xs(path)).load();
      open.push(() => board.stop());
      await board.xs.evaluate(`start({ port: ${await freePort()}, retryFirstS: 60 });`);
      await board.told("close 10 2");
    });

    test("resumes after the broker was gone, and sends what waited", async () => {
      const { board, port, stop } = await setUp();
      await board.xs.evaluate(`start({ port: ${port} });`);
      await board.told("connect false");
      open.shift();
      await stop();
      await board.told("connect false", "close 10 0");
      await board.xs.evaluate('catnap.publish(mqtt, "t", "waited", 1, false);');
      const again = await startAedes({ port });
      open.unshift(() => again.stop());
      await expect.poll(() => board.log.at(-1), DEADLINE).toBe("ack 1");
    });

    test("costs few slots, and a publish leaves little behind", async () => {
      const { board, port } = await setUp();
      const { xs } = board;
      const bare = await xs.heldSlots();
      await xs.evaluate(`start({ port: ${port} });`);
      await board.told("connect false");
      const connected = (await xs.heldSlots()) - bare;
      // From here on the stand-ins cost nothing: what is measured is ours.
      await xs.evaluate(`globalThis.timer = { id: 0 }; globalThis.written = undefined;
        SDK.TCP.prototype.write = () => 1000;
        SDK.Timer.clear = () => {};
        SDK.Timer.set = (told, delayMs) => { if (delayMs === undefined) written = told; return timer; };
        for (const id in sockets) sockets[id].options.onWritable(1e6);
        globalThis.go = (count) => {
          for (let at = 0; at < count; at += 1) { catnap.publish(mqtt, "sensor/air", "21.50", 0, false); written(); }
        };
        gc();`);
      const none = await xs.evaluate("go(0)");
      const hundred = await xs.evaluate("go(100)");
      const each = (name: "compute" | "currentHeapCount"): number => (hundred[name] - none[name]) / 100;
      console.log(
        `XS: ${connected} slots connected; publish, written: ${each("compute")} computrons, ` +
          `${each("currentHeapCount")} slots of garbage`,
      );
      expect(connected).toBeLessThan(1000);
    });
  });

test("the build is the same twice", async () => {
  expect(await buildModdable()).toEqual(await buildModdable());
});
