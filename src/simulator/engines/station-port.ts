/*
 * The outside of a station that runs in this process: what it asks becomes calls, what happens is told to it, and
 * time is what it is told. Not here: who performs the calls (station-engine.ts hands them on).
 */
import { take } from "#bytes";
import type { Frame, Memory } from "#bytes";
import { Clock, elapsedMs, isDue, laterMs } from "../../client/clock.ts";
import { Cause } from "../../client/status.ts";
import type { Status } from "../../client/status.ts";
import type { Port } from "../../runtimes/node/port.ts";
import { PortEvent } from "../../runtimes/port.ts";
import type { Listener, Place } from "../../runtimes/port.ts";
import type { Step } from "../../sensors/sensor.ts";
import { transferOn } from "../chips/transfer.ts";
import type { BoardCall, BoardEvent, Ending, Outside } from "./engine.ts";

const CAUSES: Record<Ending, Cause> = {
  ended: Cause.Ended,
  reset: Cause.Reset,
  unreachable: Cause.Unreachable,
  "unknown host": Cause.UnknownHost,
};

export class StationPort implements Port {
  /** What was asked since somebody took it. */
  calls: BoardCall[] = [];
  private clockMs: number;
  private dueMs: number | undefined;
  /** Of the transport that is there or opening; none is 0. */
  private socket = 0;
  private socketCount = 0;
  private isOpen = false;
  /** A frame was taken and not yet told as sent. */
  private isSending = false;
  /** Edges at each pin when a step asked for them first. */
  private readonly counted = new Map<number, number>();
  private listener: Listener<unknown> | undefined;
  private owner: unknown;

  /**
   * @param firstMs  what the clock says at first, below 2^30
   * @param id       of the board
   */
  constructor(
    private readonly outside: Outside,
    firstMs: number,
    private readonly id: string,
  ) {
    this.clockMs = firstMs;
  }

  /** Milliseconds until the timer rings, 0 when it is due; undefined while none is set. */
  get leftMs(): number | undefined {
    if (this.dueMs === undefined) return undefined;
    return isDue(this.dueMs, this.clockMs) ? 0 : elapsedMs(this.clockMs, this.dueMs);
  }

  pass(ms: number): void {
    this.clockMs = laterMs(this.clockMs, ms % Clock.WrapMs);
  }

  happen(event: BoardEvent): void {
    if (event.event === "timer") this.ring();
    else if ("socket" in event && event.socket === this.socket) this.happenTo(event);
  }

  private ring(): void {
    if (this.leftMs !== 0) return;
    this.dueMs = undefined;
    this.tell(PortEvent.Wake, 0);
  }

  private happenTo(event: BoardEvent & { socket: number }): void {
    if (event.event === "received") this.tell(PortEvent.Received, event.bytes);
    else if (event.event === "opened") {
      this.isOpen = true;
      this.tell(PortEvent.Opened, 0);
    } else if (event.event === "closed") {
      this.forget();
      this.tell(PortEvent.Closed, CAUSES[event.ending]);
    } else if (this.isSending) {
      this.isSending = false;
      this.tell(PortEvent.Sent, 0);
    }
  }

  private tell(event: PortEvent, detail: Uint8Array | Cause): void {
    this.listener?.(this.owner, event, detail);
  }

  private forget(): void {
    this.socket = 0;
    this.isOpen = false;
    this.isSending = false;
  }

  bind<Owner>(listener: Listener<Owner>, owner: Owner): void {
    this.listener = listener as Listener<unknown>;
    this.owner = owner;
  }

  open(host: string, port: number, isSecure: boolean): void {
    this.socketCount += 1;
    this.socket = this.socketCount;
    this.calls.push({ call: "connect", socket: this.socket, host, port, isSecure });
  }

  send(frame: Frame): boolean {
    if (!this.isOpen) return false;
    this.isSending = true;
    // A copy: the frame is filled again while these bytes may still be on their way.
    this.calls.push({ call: "write", socket: this.socket, bytes: take(frame).slice() });
    return true;
  }

  close(): void {
    if (this.socket !== 0) this.calls.push({ call: "close", socket: this.socket });
    this.forget();
  }

  nowMs(): number {
    return this.clockMs;
  }

  wakeAt(dueMs: number): void {
    this.dueMs = dueMs;
  }

  end(): void {
    this.dueMs = undefined;
    this.close();
  }

  transfer(place: Place, step: Step, memory: Memory): Status {
    return transferOn(this.outside, place, step, memory, this.counted);
  }

  identity(): string {
    return this.id;
  }
}
