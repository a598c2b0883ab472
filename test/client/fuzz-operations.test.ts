/*
 * Whatever the user, the network and the clock do, in any order, also from inside of handlers and sources:
 * after each step every rule of invariants.ts holds, each accepted QoS 1 message is in the outbox or was told
 * of, and what is written is whole packets.
 * Not here: received noise (fuzz.test.ts), which is rare in these runs.
 */
import { parser } from "mqtt-packet";
import type { Parser } from "mqtt-packet";
import { test } from "vitest";
import { putPayload } from "#bytes";
import { isDue } from "../../src/client/clock.ts";
import { closed, disconnect, opened, sent, start, tick } from "../../src/client/connection.ts";
import { dueMs, needsPing } from "../../src/client/keepalive.ts";
import { Link } from "../../src/client/link.ts";
import type { WhenFull } from "../../src/client/options.ts";
import type { ClientOptions } from "../../src/client/options.ts";
import { Field, fieldAt } from "../../src/client/outbox.ts";
import { publishMessage } from "../../src/client/publish.ts";
import type { Message } from "../../src/client/publish.ts";
import { received } from "../../src/client/receive.ts";
import { isQuiet, nextFrame } from "../../src/client/send.ts";
import { makeClient } from "../../src/client/state.ts";
import type { Client } from "../../src/client/state.ts";
import { Notice, Status } from "../../src/client/status.ts";
import { subscribe, unsubscribe } from "../../src/client/subscriptions.ts";
import { packet, START_MS, testOptions } from "../support/client.ts";
import { Dice, replay, SEED, TIMES } from "../support/dice.ts";
import { findBroken } from "../support/invariants.ts";
import { findFallen, findGrown, storesOf } from "../support/stores.ts";
import type { Stores } from "../support/stores.ts";

const FILE = "test/client/fuzz-operations.test.ts";
const STEPS = 300_000 * TIMES;
const TIMEOUT_MS = 120_000 * TIMES;
/** A client lives for so many steps. */
const LIFE_STEPS = 300;
/** Handlers act at most so often in one step: what a handler does for ever is its own doing. */
const ACTS = 4;
/** A source that ends early, throws or gives too much fails behind this byte. */
const BAD_FROM = 20;

const PINGRESP = new Uint8Array([0xd0, 0]);
const TOPICS = ["t", "a/b", "alarm", "käse/温度", "x".repeat(24)];
const FILTERS = ["a", "a/#", "+/b", "käse/+", "$share/g/t", "#", "not/a#filter"];

/** The world around one client, and what it promised. */
class Rig {
  readonly client: Client;
  readonly stores: Stores;
  /** QoS 1 messages that were accepted and not yet told of. */
  readonly open = new Set<number>();
  /** What is wrong, found inside of a handler, whose errors the client catches. */
  fault = "";
  private nowMs = START_MS;
  private actsLeft = 0;
  /** What the broker has yet to send of a packet that was cut. */
  private rest: Uint8Array = new Uint8Array(0);
  private wire: Parser = parser();
  private wireCount = 0;
  private hasDisconnect = false;

  constructor(private readonly dice: Dice) {
    this.client = makeClient(this.options(), "board", this.nowMs);
    this.stores = storesOf(this.client);
  }

  private options(): ClientOptions {
    const dice = this.dice;
    return testOptions({
      whenFull: dice.roll(3) as WhenFull,
      ttlS: dice.pick([0, 0, 5, 600]),
      isPipelined: dice.once(2),
      seed: dice.roll(65536),
      cleanSession: dice.once(2),
      keepAliveS: dice.pick([0, 10, 60, 65535]),
      txBytes: dice.pick([40, 64, 128]),
      rxBytes: dice.pick([16, 64]),
      outboxBytes: dice.pick([64, 200, 512]),
      outboxEntries: 1 + dice.roll(8),
      subscriptions: 1 + dice.roll(4),
      pubacks: 1 + dice.roll(6),
      proofS: dice.pick([30, 3600]),
      feeds: {
        topic: (feed) => (feed === 3 ? "y".repeat(200) : `feed/${feed}`),
        // Feed 2 never fits its frame, feed 3 has a topic that fits none, feed 4 is broken.
        format: (feed, values, frame) => {
          if (feed === 4) throw new Error("a feed throws");
          return feed === 2
            ? Status.Full
            : putPayload(frame, `{"v":"${Buffer.from(values).toString("hex")}"}`);
        },
        formatBytes: 40,
      },
      onConnect: () => this.act(),
      onMessage: () => {
        this.act();
        return !dice.once(4);
      },
      onAck: (number) => {
        this.settle(number, "acknowledged");
        this.act();
      },
      onSubscribed: () => this.act(),
      onClose: () => this.act(),
      onNotice: (notice, detail) => {
        const isDrop = notice <= Notice.DroppedExpired || notice === Notice.DroppedUnsendable;
        if (isDrop && detail > 0) this.settle(detail, "dropped");
        this.act();
      },
    });
  }

  private settle(number: number, how: string): void {
    if (!this.open.delete(number)) this.fault = `message ${number} was ${how}, and was not waiting`;
  }

  /** What a handler or a source may do: call the client, as the face does with what follows, or throw. */
  private act(): void {
    const dice = this.dice;
    if (this.actsLeft === 0 || dice.once(2)) return;
    this.actsLeft -= 1;
    if (dice.once(6)) throw new Error("a handler throws");
    this.userCall();
    if (dice.once(2)) this.pump();
  }

  private userCall(): void {
    const dice = this.dice;
    const client = this.client;
    switch (dice.roll(8)) {
      case 0:
        subscribe(client, dice.pick(FILTERS), dice.roll(2), dice.once(2) ? () => this.act() : undefined);
        return;
      case 1:
        unsubscribe(client, dice.pick(FILTERS));
        return;
      case 2:
        if (dice.once(8)) disconnect(client, this.nowMs);
        return;
      case 3:
        start(client, this.nowMs);
        return;
      default:
        this.publish();
    }
  }

  private publish(): void {
    const dice = this.dice;
    const message: Message = { topic: dice.pick(TOPICS), qos: dice.roll(2), retain: dice.once(3) };
    if (dice.once(3)) message.whenFull = dice.roll(3);
    if (dice.once(3)) message.ttlS = dice.roll(20);
    message.isAlarm = dice.once(4);
    if (dice.once(4)) {
      message.topic = dice.roll(5);
      message.payload = new Uint8Array(dice.roll(12));
    } else if (dice.once(4)) {
      message.totalBytes = dice.roll(300);
      message.source = this.source(dice.roll(8));
    } else message.payload = "p".repeat(dice.once(4) ? dice.roll(200) : dice.roll(20));
    const number = publishMessage(this.client, message);
    if (number > 0) this.open.add(number);
  }

  /** Most sources are good; the others fail where their kind says. */
  private source(kind: number): (offset: number, limitBytes: number) => string {
    return (offset, limitBytes) => {
      if (kind === 0) this.act();
      if (offset >= BAD_FROM) {
        if (kind === 1) return "";
        if (kind === 2) return "s".repeat(limitBytes + 1);
        if (kind === 3) throw new Error("a source throws");
        // What a source without types answers when it is at its end.
        if (kind === 4) return undefined as unknown as string;
      }
      return "s".repeat(kind === 5 ? 1 : limitBytes);
    };
  }

  /** As src/runtimes/drive.ts does after every event: time, then a frame; the network may break at it. */
  private pump(): void {
    tick(this.client, this.nowMs);
    this.frame();
    if (this.dice.once(32)) closed(this.client, 1, this.nowMs);
  }

  /** One frame; answers its bytes. */
  private frame(): number {
    const client = this.client;
    const bytes = nextFrame(client, this.nowMs);
    if (bytes === 0) return 0;
    if (bytes > (client.options.txBytes as number)) this.fault = `a frame of ${bytes} bytes`;
    this.wire.parse(Buffer.from(client.tx.bytes.slice(0, bytes)));
    return bytes;
  }

  /** The network took the frame; a client that then is quiet has nothing to write but a ping. */
  private taken(): void {
    const client = this.client;
    if (!client.isSending) return;
    sent(client, this.nowMs);
    const hasNothing = isQuiet(client) && !needsPing(client, false);
    if (hasNothing && this.frame() > 0) this.fault = "quiet, but there was something to write";
  }

  /** What is written to it begins with CONNECT, ends with DISCONNECT if at all, and is whole packets. */
  private newTransport(): void {
    const wire = parser();
    this.rest = new Uint8Array(0);
    this.wire = wire;
    this.wireCount = 0;
    this.hasDisconnect = false;
    wire.on("error", (error: Error) => {
      if (this.wire === wire) this.fault = `what is written is no MQTT: ${error.message}`;
    });
    wire.on("packet", ({ cmd, messageId }) => {
      if (this.wire !== wire) return;
      if ((cmd === "connect") !== (this.wireCount === 0)) this.fault = `${cmd} as packet ${this.wireCount}`;
      if (this.hasDisconnect) this.fault = `${cmd} behind DISCONNECT`;
      if (messageId === 0) this.fault = `${cmd} with id 0`;
      this.wireCount += 1;
      this.hasDisconnect = cmd === "disconnect";
    });
  }

  step(): void {
    this.actsLeft = ACTS;
    const before = { ...this.client.counters };
    this.move();
    const fault =
      this.fault ||
      findBroken(this.client) ||
      findGrown(this.client, this.stores) ||
      findFallen(before, this.client.counters) ||
      this.findLost();
    if (fault !== "") throw new Error(fault);
  }

  private move(): void {
    const dice = this.dice;
    const client = this.client;
    // Much less can happen without a link, so that is made short.
    if (client.link < Link.Greeting && dice.once(2)) {
      start(client, this.nowMs);
      if (opened(client, this.nowMs) === Status.Ok) this.newTransport();
      return;
    }
    switch (dice.roll(12)) {
      case 0:
        this.passTime();
        return;
      case 1:
        if (opened(client, this.nowMs) === Status.Ok) this.newTransport();
        return;
      case 2:
        if (dice.once(16)) closed(client, dice.roll(5), this.nowMs);
        return;
      case 3:
      case 4:
        this.frame();
        return;
      case 5:
      case 6:
        this.taken();
        return;
      case 7:
      case 8:
        this.userCall();
        return;
      case 9:
        this.frame();
        this.taken();
        this.fromBroker();
        return;
      default:
        this.fromBroker();
    }
  }

  /** From nothing to half of what the clock can hold, and then all that is due; it must come to rest. */
  private passTime(): void {
    const client = this.client;
    const longestMs = this.dice.once(8)
      ? this.dice.pick([100_000, 4_000_000, 2 ** 28])
      : this.dice.pick([1, 1000, 9000]);
    this.nowMs = (this.nowMs + this.dice.roll(longestMs)) % 2 ** 30;
    this.actsLeft = 0;
    for (let pumps = 0; pumps < 4; pumps += 1) {
      tick(client, this.nowMs);
      this.frame();
    }
    if (isDue(dueMs(client), this.nowMs)) this.fault = `always due in link ${client.link}`;
  }

  private connack(): Uint8Array {
    const isRefused = this.dice.once(16);
    const isPresent = this.client.options.cleanSession === false && !isRefused && this.dice.once(2);
    return new Uint8Array([0x20, 2, isPresent ? 1 : 0, isRefused ? 1 + this.dice.roll(5) : 0]);
  }

  /** The next bytes from the broker: what is left of a cut packet, or a new one; now and then noise. */
  private fromBroker(): void {
    const dice = this.dice;
    if (this.client.link < Link.Greeting && !dice.once(8)) return;
    const bytes = this.rest.length > 0 ? this.rest : this.answer();
    const to = dice.once(3) ? dice.roll(bytes.length + 1) : bytes.length;
    const chunk = bytes.slice(0, to);
    this.rest = bytes.slice(to);
    received(this.client, chunk, this.nowMs);
    chunk.fill(0xee);
  }

  private answer(): Uint8Array {
    const dice = this.dice;
    const { outbox, inbound } = this.client;
    const messageId = outbox.sentCount === 0 ? 0 : fieldAt(outbox, dice.roll(outbox.sentCount), Field.Id);
    const subscription = inbound.table[dice.roll(4)];
    if (this.client.link === Link.Greeting) return dice.once(16) ? noise(dice) : this.connack();
    switch (dice.roll(8)) {
      case 0:
      case 1:
      case 2:
        return messageId === 0 ? PINGRESP : packet({ cmd: "puback", messageId });
      case 3:
      case 4:
        if (subscription === undefined || subscription.packetId === 0) return PINGRESP;
        if (subscription.sentQos < 0)
          return packet({ cmd: "unsuback", messageId: subscription.packetId, granted: [] });
        return packet({
          cmd: "suback",
          messageId: subscription.packetId,
          granted: [dice.once(4) ? 128 : subscription.sentQos],
        });
      case 5:
        return dice.once(20) ? noise(dice) : PINGRESP;
      default:
        return this.message();
    }
  }

  private message(): Uint8Array {
    const dice = this.dice;
    const qos = dice.roll(2) as 0 | 1;
    return packet({
      cmd: "publish",
      topic: dice.pick(TOPICS),
      payload: Buffer.alloc(dice.once(3) ? dice.roll(200) : dice.roll(10), 0x71),
      qos,
      retain: dice.once(4),
      dup: false,
      messageId: 1 + dice.roll(65535),
    });
  }

  /** Each accepted QoS 1 message is in the outbox, or its end was told. */
  private findLost(): string {
    const outbox = this.client.outbox;
    let waiting = 0;
    for (let at = 0; at < outbox.count; at += 1) {
      const number = fieldAt(outbox, at, Field.Number);
      if (number === 0) continue;
      waiting += 1;
      if (!this.open.has(number)) return `message ${number} waits, but its end was told`;
    }
    return waiting === this.open.size ? "" : `of ${this.open.size} messages only ${waiting} wait`;
  }
}

function noise(dice: Dice): Uint8Array {
  const bytes = new Uint8Array(1 + dice.roll(8));
  for (let at = 0; at < bytes.length; at += 1) bytes[at] = dice.roll(256);
  return bytes;
}

test(
  `${STEPS} random steps, with handlers that call back and throw: every rule holds after each`,
  () => {
    console.log(`seed ${SEED}: ${replay(FILE)}`);
    for (let life = 0; life * LIFE_STEPS < STEPS; life += 1) {
      const rig = new Rig(new Dice(SEED + life));
      for (let step = 0; step < LIFE_STEPS; step += 1) {
        try {
          rig.step();
        } catch (error) {
          const what = `life ${life}, step ${step}, link ${rig.client.link}: ${String(error)}`;
          throw new Error(`${what}; see it again with ${replay(FILE)}`, { cause: error });
        }
      }
    }
  },
  TIMEOUT_MS,
);
