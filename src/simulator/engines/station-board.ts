/*
 * The board of a station that runs in this process, as #board asks for it: Wi-Fi, sleep, kept blocks. What it asks of the
 * world becomes calls. Not here: sockets, clock and chips (station-port.ts).
 */
import { chunkBytes } from "#bytes";
import type { Chunk, Payload } from "#bytes";
import { Cause, Status } from "../../client/status.ts";
import { WakeCause, Watchdog } from "../../runtimes/board.ts";
import type { Block, PowerSave, Wifi } from "../../runtimes/board.ts";
import { Computer } from "../../runtimes/node/computer.ts";
import { PortEvent } from "../../runtimes/port.ts";
import type { Runtime } from "../../station/station.ts";
import type { BoardCall, BoardEvent, Kept, Outside, WakeCause as Waking } from "./engine.ts";
import { hintOf, requestOf } from "./station-hint.ts";

const WAKING: Record<Waking, WakeCause> = {
  power: WakeCause.Power,
  restart: WakeCause.Restart,
  timer: WakeCause.Timer,
  pin: WakeCause.Pin,
};

const CAUSES: Record<(BoardEvent & { event: "unjoined" })["failure"], Cause> = {
  "no access point": Cause.NoAccessPoint,
  "wrong password": Cause.WrongPassword,
  "no address": Cause.NotAdmitted,
  refused: Cause.NotAdmitted,
  lost: Cause.Reset,
};

/** As NodeMCU's: the room of its RTC memory, and its longest sleep at room temperature. */
const NODEMCU = { bytes: 460, longestMs: 13_315_000 };
/** Of the others: far more than a block has, and an int of microseconds. */
const OTHERS = { bytes: 4000, longestMs: 2_147_483 };

export abstract class StationBoard extends Computer {
  /** What was asked since somebody took it. */
  calls: BoardCall[] = [];
  /** It sleeps, or begins anew: nothing of it is left, and what it still asks has no effect. */
  protected hasEnded = false;
  private wifi: Wifi | undefined;
  private isHinted = false;
  private isJoined = false;
  private clockOffsetS: number | undefined;

  protected constructor(
    protected readonly outside: Outside,
    private readonly runtime: Runtime,
    private readonly memory: Kept,
  ) {
    super();
  }

  protected abstract tell(event: PortEvent, detail: Uint8Array | Cause): void;

  say(call: BoardCall): void {
    if (!this.hasEnded) this.calls.push(call);
  }

  override wakeCause(): WakeCause {
    return WAKING[this.outside.wakeCause()];
  }

  override join(wifi: Wifi, hint: Payload): Status {
    this.wifi = wifi;
    this.isJoined = false;
    this.request(wifi, hint);
    return Status.Ok;
  }

  private request(wifi: Wifi, hint: Payload): void {
    const request = requestOf(wifi, hint);
    this.isHinted = request.channel !== undefined;
    this.say({ call: "join", request });
  }

  protected joined(facts: BoardEvent & { event: "joined" }): void {
    if (this.wifi === undefined) return;
    this.isJoined = true;
    this.tell(PortEvent.Joined, hintOf(facts));
  }

  protected unjoined(failure: keyof typeof CAUSES): void {
    const { wifi, isJoined, isHinted } = this;
    if (wifi === undefined) return;
    if (!isJoined && isHinted && failure !== "wrong password") return this.request(wifi, "");
    this.wifi = undefined;
    this.isJoined = false;
    this.tell(PortEvent.Unjoined, CAUSES[failure]);
  }

  override leave(): void {
    if (this.wifi !== undefined) this.say({ call: "leave" });
    this.wifi = undefined;
    this.isJoined = false;
  }

  override setPowerSave(_powerSave: PowerSave): Status {
    return Status.Ok;
  }

  private get limits(): typeof NODEMCU {
    return this.runtime === "nodemcu" ? NODEMCU : OTHERS;
  }

  override longestSleepMs(): number {
    return this.limits.longestMs;
  }

  override sleepFor(ms: number, pin: number): Status {
    return this.finish({ call: "sleep", ms, pin: pin < 0 ? undefined : pin });
  }

  override restart(): void {
    this.finish({ call: "restart" });
  }

  /** The last call that has an effect. */
  private finish(call: BoardCall): Status {
    this.say(call);
    this.hasEnded = true;
    return Status.Ok;
  }

  /** NodeMCU's is RTC memory, which a cut of the power empties; that of the others is flash. */
  private nameOf(block: Block): string {
    return `${this.runtime === "nodemcu" ? "rtc/" : ""}block ${block}`;
  }

  override keep(block: Block, bytes: Chunk): Status {
    const others = Object.entries(this.memory).filter(([name]) => name !== this.nameOf(block));
    const used = others.reduce((sum, [, { length }]) => sum + length, 0);
    if (used + chunkBytes(bytes) > this.limits.bytes) return Status.TooLarge;
    if (!this.hasEnded) this.memory[this.nameOf(block)] = bytes.slice();
    return Status.Ok;
  }

  override kept(block: Block): Chunk | undefined {
    return this.memory[this.nameOf(block)]?.slice();
  }

  override feedWatchdog(): void {
    this.say({ call: "watchdog", ms: Watchdog.LimitS * 1000 });
  }

  /** Answered at once, as no real server does. */
  override askTime(): Status {
    const seconds = this.outside.epochS();
    if (seconds !== undefined) this.clockOffsetS = seconds - this.aliveS();
    return Status.Ok;
  }

  override epochS(): number {
    return this.clockOffsetS === undefined ? 0 : this.clockOffsetS + this.aliveS();
  }

  /** Seconds since some moment of this life. */
  protected abstract aliveS(): number;

  override rssiDbm(): number {
    return this.outside.rssiDbm() ?? 0;
  }
}
