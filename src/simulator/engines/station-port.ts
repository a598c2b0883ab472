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
import type { Runtime } from "../../station/station.ts";
import { transferOn } from "../chips/transfer.ts";
import type { BoardEvent, Ending, Kept, Outside } from "./engine.ts";
import { StationBoard } from "./station-board.ts";

const CAUSES: Record<Ending, Cause> = {
  ended: Cause.Ended,
  reset: Cause.Reset,
  unreachable: Cause.Unreachable,
  "unknown host": Cause.UnknownHost,
};

export class StationPort extends StationBoard implements Port {
  private clockMs: number;
  private passedMs = 0;
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
   * @param runtime  whose station it is, which decides where it keeps what
   * @param kept     is written into
   * @param firstMs  what the clock says at first, below 2^30
   * @param id       of the board
   */
  constructor(
    outside: Outside,
    runtime: Runtime,
    kept: Kept,
    firstMs: number,
    private readonly id: string,
  ) {
    super(outside, runtime, kept);
    this.clockMs = firstMs;
  }

  /** Milliseconds until the timer rings, 0 when it is due; undefined while none is set. */
  get leftMs(): number | undefined {
    if (this.dueMs === undefined || this.hasEnded) return undefined;
    return isDue(this.dueMs, this.clockMs) ? 0 : elapsedMs(this.clockMs, this.dueMs);
  }

  pass(ms: number): void {
    this.clockMs = laterMs(this.clockMs, ms % Clock.WrapMs);
    this.passedMs += ms;
  }

  happen(event: BoardEvent): void {
    if (this.hasEnded) return;
    if (event.event === "timer") this.ring();
    else if (event.event === "joined") this.joined(event);
    else if (event.event === "unjoined") this.unjoined(event.failure);
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

  protected override tell(event: PortEvent, detail: Uint8Array | Cause): void {
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
    this.say({ call: "connect", socket: this.socket, host, port, isSecure });
  }

  send(frame: Frame): boolean {
    if (!this.isOpen) return false;
    this.isSending = true;
    // A copy: the frame is filled again while these bytes may still be on their way.
    this.say({ call: "write", socket: this.socket, bytes: take(frame).slice() });
    return true;
  }

  close(): void {
    if (this.socket !== 0) this.say({ call: "close", socket: this.socket });
    this.forget();
  }

  nowMs(): number {
    return this.clockMs;
  }

  protected override aliveS(): number {
    return Math.floor(this.passedMs / 1000);
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
