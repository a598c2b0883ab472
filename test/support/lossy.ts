/*
 * A network that loses connections at any byte, and a broker in memory that keeps or forgets the session.
 * Both only do what a history tells them, so the same history always ends the same way. On the way they note
 * what was written and what arrived; a history is judged from these notes (test/client/delivery-random.test.ts).
 */
import type { IPublishPacket } from "mqtt-packet";
import { opened, sent, start, tick } from "../../src/client/connection.ts";
import { Link } from "../../src/client/link.ts";
import { received } from "../../src/client/receive.ts";
import { Bench, connack, puback } from "./client.ts";
import type { testOptions } from "./client.ts";
import { lose, packetsOf } from "./wire.ts";

/** One PUBLISH as the client wrote it. */
export interface Written {
  connection: number;
  /** Begun before the client read CONNACK. */
  isEarly: boolean;
  /** Undefined when its connection ended in the middle of it. */
  payload: string | undefined;
  messageId: number;
  isDup: boolean;
  qos: number;
}

export class Lossy {
  bench: Bench;
  readonly isClean: boolean;
  /** On the wire, in each direction. */
  up: Uint8Array = new Uint8Array(0);
  down: Uint8Array = new Uint8Array(0);
  /** Payloads in the order in which the broker took them, repeats included. */
  readonly arrived: string[] = [];
  readonly written: Written[] = [];
  /** Connections whose CONNACK the client read and that said: no session. */
  readonly absent: number[] = [];
  connection = 0;
  /** What the next CONNECT is answered with. */
  returnCode = 0;
  private hasSession = false;
  private isConnected = false;
  private isRefused = false;
  private unread: Uint8Array = new Uint8Array(0);
  private unjudged: Uint8Array = new Uint8Array(0);
  private isUnjudgedEarly = false;

  constructor(private readonly changes: Parameters<typeof testOptions>[0]) {
    this.bench = this.boot();
    this.isClean = this.bench.client.options.cleanSession !== false;
  }

  private boot(): Bench {
    return new Bench(this.changes, {
      onConnect: (isPresent) => {
        if (!isPresent) this.absent.push(this.connection);
      },
    });
  }

  /** The board begins anew, with a client that knows nothing; its connection is gone, and nobody told it. */
  reboot(): void {
    this.bench = this.boot();
  }

  /** Time passes, and the client is called as a driver calls it. */
  pass(ms: number): void {
    this.bench.pass(ms);
    tick(this.bench.client, this.bench.nowMs);
    this.afterClose();
  }

  /** Open a connection at once, whatever the back-off says. */
  open(): void {
    const { client, nowMs } = this.bench;
    start(client, nowMs);
    if (opened(client, nowMs) < 0) return;
    this.judgeCut();
    this.connection += 1;
    this.isConnected = false;
    this.isRefused = false;
    this.up = this.down = this.unread = this.unjudged = new Uint8Array(0);
  }

  /** The client fills one frame, and the network takes it. */
  write(): number {
    const isEarly = this.bench.client.link === Link.Greeting;
    const frame = this.bench.frame();
    this.afterClose();
    if (frame.length === 0) return 0;
    this.up = join(this.up, frame);
    this.judge(frame, isEarly);
    sent(this.bench.client, this.bench.nowMs);
    this.afterClose();
    return frame.length;
  }

  /** So many bytes reach the broker, which answers. */
  arrive(bytes: number): void {
    this.unread = join(this.unread, this.up.slice(0, bytes));
    this.up = this.up.slice(bytes);
    const { packets, rest } = packetsOf(this.unread);
    this.unread = rest;
    for (const each of packets) {
      if (this.isRefused) continue;
      if (each.cmd === "connect") this.greet();
      else if (this.isConnected && each.cmd === "publish") this.take(each);
    }
  }

  private greet(): void {
    const isPresent = this.hasSession && !this.isClean;
    this.isRefused = this.returnCode > 0;
    this.down = join(this.down, connack(this.returnCode, isPresent && !this.isRefused));
    this.isConnected = !this.isRefused;
    if (this.isConnected) this.hasSession = true;
    this.returnCode = 0;
  }

  private take({ payload, qos, messageId }: IPublishPacket): void {
    this.arrived.push(nameOf(payload.toString()));
    if (qos > 0) this.down = join(this.down, puback(messageId as number));
  }

  /** So many bytes reach the client. */
  answer(bytes: number): void {
    const chunk = this.down.slice(0, bytes);
    this.down = this.down.slice(bytes);
    if (chunk.length > 0) received(this.bench.client, chunk, this.bench.nowMs);
    this.afterClose();
  }

  /** The connection breaks after so many bytes each way. */
  cut(upBytes: number, downBytes: number): void {
    if (this.bench.client.link < Link.Greeting) return;
    this.arrive(upBytes);
    this.answer(downBytes);
    lose(this.bench);
    this.afterClose();
  }

  /** The broker restarts, and nothing of us is left. */
  forget(): void {
    this.cut(0, 0);
    this.hasSession = false;
  }

  /** What the client closed itself still arrives, in order, but nobody reads the answers. */
  private afterClose(): void {
    if (this.bench.client.link >= Link.Greeting) return;
    if (this.up.length > 0) this.arrive(this.up.length);
    this.down = new Uint8Array(0);
  }

  private judge(frame: Uint8Array, isEarly: boolean): void {
    if (this.unjudged.length === 0) this.isUnjudgedEarly = isEarly;
    const { packets, rest } = packetsOf(join(this.unjudged, frame));
    for (const each of packets) {
      if (each.cmd === "publish") this.note(each, nameOf(each.payload.toString()));
      this.isUnjudgedEarly = isEarly;
    }
    this.unjudged = rest;
  }

  /** A QoS 1 message of which only a part was written counts as sent. */
  private judgeCut(): void {
    const first = this.unjudged[0] ?? 0;
    const topicAt = (this.unjudged[1] as number) < 128 ? 2 : 3;
    const idAt = topicAt + 2 + (this.unjudged[topicAt + 1] as number);
    if (Math.floor(first / 16) !== 3 || Math.floor(first / 2) % 4 === 0) return;
    const messageId = (this.unjudged[idAt] as number) * 256 + (this.unjudged[idAt + 1] as number);
    this.note({ messageId, dup: first % 16 >= 8, qos: 1 }, undefined);
  }

  private note(each: Pick<IPublishPacket, "messageId" | "dup" | "qos">, payload: string | undefined): void {
    const { messageId = 0, dup: isDup, qos } = each;
    const { connection, isUnjudgedEarly: isEarly } = this;
    this.written.push({ connection, isEarly, payload, messageId, isDup, qos });
  }

  /** The storm is over: everything arrives, at once, until nothing is left to do. */
  calm(): void {
    for (let round = 0; round < 200 && this.bench.client.outbox.count > 0; round += 1) {
      this.returnCode = 0;
      if (this.bench.client.link < Link.Greeting) this.open();
      while (this.write() > 0);
      this.arrive(this.up.length);
      this.answer(this.down.length);
      this.pass(100);
    }
  }
}

/** Payloads are a name and, behind a dot, anything to make them longer. */
function nameOf(payload: string): string {
  return payload.split(".", 1)[0] as string;
}

function join(first: Uint8Array, second: Uint8Array): Uint8Array {
  return new Uint8Array(Buffer.concat([first, second]));
}
