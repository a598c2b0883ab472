/*
 * A port of paper: it writes down what it is told, and the test tells what happened. Its clock stands still
 * until the test moves it.
 */
import { take } from "#bytes";
import type { Frame } from "#bytes";
import type { Port } from "#port";
import { Clock, elapsedMs } from "../../src/client/clock.ts";
import type { Cause } from "../../src/client/status.ts";
import { Status } from "../../src/client/status.ts";
import { Sending } from "../../src/runtimes/port.ts";
import type { PortEvents } from "../../src/runtimes/port.ts";
import { hex, START_MS } from "./client.ts";

export class FakePort implements Port {
  /** What the port was told: "open broker:1883", "send c000", "busy", "dead", "close", "end". */
  readonly calls: string[] = [];
  /** What wakeAt was told last, counted from now on; undefined after end. */
  waitMs: number | undefined;
  /** What the next sends answer. */
  sending = Sending.Accepted;
  private ms = START_MS;
  private events: PortEvents<unknown> | undefined;
  private owner: unknown;

  bind<Owner>(events: PortEvents<Owner>, owner: Owner): void {
    this.events = events as PortEvents<unknown>;
    this.owner = owner;
  }

  open(host: string, number: number, isSecure: boolean): void {
    this.calls.push(`open ${host}:${number}${isSecure ? " secure" : ""}`);
  }

  send(frame: Frame): Sending {
    if (this.sending === Sending.Accepted) this.calls.push(`send ${hex(take(frame))}`);
    else this.calls.push(this.sending === Sending.Busy ? "busy" : "dead");
    return this.sending;
  }

  close(): void {
    this.calls.push("close");
  }

  nowMs(): number {
    return this.ms;
  }

  wakeAt(dueMs: number): void {
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

  opened(): this {
    this.events?.opened(this.owner);
    return this;
  }

  received(chunk: Uint8Array): this {
    this.events?.received(this.owner, chunk);
    return this;
  }

  sent(): this {
    this.events?.sent(this.owner);
    return this;
  }

  closed(cause: Cause): this {
    this.events?.closed(this.owner, cause);
    return this;
  }

  /** Let the time until wakeAt pass, and call. */
  wake(): this {
    this.pass(this.waitMs ?? 0);
    this.events?.wake(this.owner);
    return this;
  }
}
