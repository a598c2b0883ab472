/*
 * A port of paper: it writes down what it is told, and the test tells what happened. Its clock stands still
 * until the test moves it.
 */
import { take } from "#bytes";
import type { Chunk, Frame } from "#bytes";
import type { Port } from "#port";
import { Clock, elapsedMs } from "../../src/client/clock.ts";
import type { Cause } from "../../src/client/status.ts";
import { Status } from "../../src/client/status.ts";
import { Computer } from "../../src/runtimes/node/computer.ts";
import { PortEvent } from "../../src/runtimes/port.ts";
import type { Listener } from "../../src/runtimes/port.ts";
import { hex, START_MS } from "./client.ts";

export class FakePort extends Computer implements Port {
  /** What the port was told: "open broker:1883", "send c000", "dead", "close", "end". */
  readonly calls: string[] = [];
  /** What wakeAt was told last, counted from now on; undefined after end. */
  waitMs: number | undefined;
  /** How often wakeAt was called. */
  timersSet = 0;
  /** No transport is open: the next sends are not taken. */
  isDead = false;
  private ms = START_MS;
  private listener: Listener<unknown> | undefined;
  private owner: unknown;

  bind<Owner>(listener: Listener<Owner>, owner: Owner): void {
    this.listener = listener as Listener<unknown>;
    this.owner = owner;
  }

  open(host: string, number: number, isSecure: boolean): void {
    this.calls.push(`open ${host}:${number}${isSecure ? " secure" : ""}`);
  }

  send(frame: Frame): boolean {
    this.calls.push(this.isDead ? "dead" : `send ${hex(take(frame))}`);
    return !this.isDead;
  }

  close(): void {
    this.calls.push("close");
  }

  nowMs(): number {
    return this.ms;
  }

  wakeAt(dueMs: number): void {
    this.timersSet += 1;
    this.waitMs = elapsedMs(this.ms, dueMs);
  }

  end(): void {
    this.calls.push("end");
    this.waitMs = undefined;
  }

  transfer(): Status {
    return Status.Unsupported;
  }

  identity(): string {
    return "0badcafe";
  }

  /** The calls since the last question. */
  told(): string[] {
    return this.calls.splice(0);
  }

  /** The bytes of the sends since the last question, one after the other. */
  written(): Buffer {
    const sends = this.told().filter((call) => call.startsWith("send "));
    return Buffer.from(sends.map((call) => call.slice(5)).join(""), "hex");
  }

  /** Let time pass without a call. */
  pass(ms: number): this {
    this.ms = (this.ms + ms) % Clock.WrapMs;
    return this;
  }

  private tell(event: PortEvent, detail: Chunk | Cause = 0): this {
    this.listener?.(this.owner, event, detail);
    return this;
  }

  opened(): this {
    return this.tell(PortEvent.Opened);
  }

  received(chunk: Chunk): this {
    return this.tell(PortEvent.Received, chunk);
  }

  sent(): this {
    return this.tell(PortEvent.Sent);
  }

  closed(cause: Cause): this {
    return this.tell(PortEvent.Closed, cause);
  }

  /** Let the time until wakeAt pass, and call. */
  wake(): this {
    return this.pass(this.waitMs ?? 0).tell(PortEvent.Wake);
  }
}
