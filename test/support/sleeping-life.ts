/*
 * Many wakes of a board that sleeps deep, over a lossy network: at each it begins anew with what was kept, reads, sends as
 * far as the network lets it, and keeps its session. Power may fail at any step, also inside of the write.
 * On the way everything is noted; a life is judged from these notes (test/client/wakes-random.test.ts).
 */
import { begin, take } from "#bytes";
import { disconnect } from "../../src/client/connection.ts";
import { WhenFull } from "../../src/client/options.ts";
import type { ClientOptions } from "../../src/client/options.ts";
import { Field, fieldAt } from "../../src/client/outbox.ts";
import { putSession, snapshotBytes, takeSession } from "../../src/client/snapshot.ts";
import { BlockHead, openBlock, sealBlock } from "../../src/station/blocks.ts";
import type { Dice } from "./dice.ts";
import { findBroken } from "./invariants.ts";
import { Lossy } from "./lossy.ts";
import { FEEDS, read } from "./reader.ts";
import { linesOf } from "./wire.ts";

/** A reading that publish took. */
export interface Taken {
  name: string;
  feed: number;
  qos: number;
}

/** What becomes of kept memory when the power fails. */
export type Memory = "safe" | "flash" | "rtc";

const BUILD = 4711;
/** More than any connection holds: all there is. */
const ALL = 100000;

export class SleepingLife {
  readonly lossy: Lossy;
  readonly taken: Taken[] = [];
  /** Readings that a drop counter stands for, and those that went with the power. */
  readonly dropped = new Set<string>();
  readonly gone = new Set<string>();
  wakes = 0;
  coldBoots = 0;
  private kept = new Uint8Array(0);
  /** The readings that are in it. */
  private keptNames = new Set<string>();
  /** Of this boot: the reading that has this message number. */
  private names = new Map<number, string>();
  /** Readings that may still be in this boot's outbox. */
  private waiting = new Set<string>();

  constructor(
    private readonly dice: Dice,
    options: ClientOptions,
    private readonly memory: Memory,
  ) {
    this.lossy = new Lossy({ ...FEEDS, whenFull: WhenFull.DropOldest, txBytes: 64, ...options });
  }

  /** One wake, from the reset to the sleep, or to the failure of the power. */
  wake(): void {
    this.wakes += 1;
    this.boot();
    for (let count = 1 + this.dice.roll(3); count > 0; count -= 1) this.read();
    if (!this.dice.once(5)) this.lossy.open();
    for (let steps = this.dice.roll(14); steps > 0; steps -= 1) {
      this.step();
      this.check();
      if (this.memory !== "safe" && this.dice.once(150)) return this.lose();
    }
    // Its time may be up in the middle of anything.
    if (!this.dice.once(4)) this.leave();
    this.keep();
  }

  private boot(): void {
    this.lossy.reboot();
    this.names = new Map();
    const body = openBlock(this.kept, BUILD);
    if (body === undefined) this.coldBoots += 1;
    else if (takeSession(this.lossy.bench.client, body) < 0) throw new Error("a sealed snapshot was refused");
    this.waiting = new Set(this.outboxNames());
    this.check();
  }

  private step(): void {
    const { lossy, dice } = this;
    const bytes = dice.once(2) ? ALL : dice.roll(120);
    const what = dice.roll(40);
    if (what < 4) this.read();
    else if (what < 16) lossy.write();
    else if (what < 24) lossy.arrive(bytes);
    else if (what < 32) lossy.answer(bytes);
    else if (what < 34) lossy.cut(bytes, dice.once(2) ? ALL : dice.roll(20));
    else if (what < 37) lossy.open();
    else if (what < 39) lossy.pass(dice.roll(20000));
    else lossy.forget();
  }

  private read(): void {
    const name = `m${this.taken.length}`;
    const feed = this.dice.roll(3);
    const qos = this.dice.once(4) ? 0 : 1;
    const number = read(this.lossy.bench, feed, `${name}.${"x".repeat(this.dice.roll(20))}`, {
      qos,
      isAlarm: this.dice.once(8),
    });
    if (number < 0) return;
    if (number > 0) this.names.set(number, name);
    this.taken.push({ name, feed, qos });
    this.waiting.add(name);
  }

  /** The wake is over, well or not: say goodbye, if somebody still listens. */
  private leave(): void {
    const { lossy, dice } = this;
    disconnect(lossy.bench.client, lossy.bench.nowMs);
    while (lossy.write() > 0);
    if (dice.once(2)) lossy.arrive(ALL);
    this.check();
  }

  private keep(): void {
    const { client } = this.lossy.bench;
    const body = begin(snapshotBytes(client.outbox));
    if (putSession(client, body) !== 0) throw new Error("a reading was not kept");
    const block = begin(BlockHead.Bytes + snapshotBytes(client.outbox));
    sealBlock(block, BUILD, take(body));
    this.note();
    const whole = take(block).slice();
    if (this.memory !== "safe" && this.dice.once(60)) return this.tear(whole);
    this.kept = whole;
    this.keptNames = new Set(this.outboxNames());
  }

  /** The power fails in the middle of the write. */
  private tear(block: Uint8Array): void {
    const from = this.dice.roll(block.length);
    const mixed = new Uint8Array(Math.max(block.length, this.kept.length));
    mixed.set(this.kept);
    mixed.set(block.slice(0, from));
    if (openBlock(mixed, BUILD) === undefined) this.keptNames = new Set();
    this.kept = mixed;
    this.lose();
  }

  /** The power fails: what is not kept is gone, and RTC memory holds noise. */
  private lose(): void {
    this.note();
    if (this.memory === "rtc") {
      this.kept = Uint8Array.from({ length: this.kept.length }, () => this.dice.roll(256));
      this.keptNames = new Set();
    }
    // What the network has of this boot may still arrive.
    if (this.dice.once(2)) this.lossy.arrive(this.dice.roll(200));
    for (const name of this.waiting) if (!this.keptNames.has(name)) this.gone.add(name);
  }

  /** Write down what this boot's client has dropped. */
  private note(): void {
    for (const line of linesOf(this.lossy.bench, "notice")) {
      const name = this.names.get(Number(line.split(" ")[2]));
      if (name !== undefined) this.dropped.add(name);
    }
  }

  /** The names of what waits in the outbox; on the way they get the numbers that they have in this boot. */
  private outboxNames(): string[] {
    const { outbox } = this.lossy.bench.client;
    const names: string[] = [];
    let from = 0;
    for (let at = 0; at < outbox.count; at += 1) {
      const bytes = fieldAt(outbox, at, Field.Bytes);
      // The store has three bytes of length before each entry.
      const text = Buffer.from(outbox.store.bytes.slice(from + 3, from + 3 + bytes)).toString();
      const name = text.split(".", 1)[0] as string;
      names.push(name);
      const number = fieldAt(outbox, at, Field.Number);
      if (number > 0) this.names.set(number, name);
      from += 3 + bytes;
    }
    return names;
  }

  private check(): void {
    const broken = findBroken(this.lossy.bench.client);
    if (broken !== "") throw new Error(`in wake ${this.wakes}: ${broken}`);
  }

  /** The last wake: the network is well, and everything is delivered. */
  end(): void {
    this.boot();
    this.lossy.calm();
    this.note();
    this.check();
  }
}
