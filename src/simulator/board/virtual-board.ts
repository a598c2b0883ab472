/*
 * A board in the world: an engine, and around it power, firmware, Wi-Fi, sockets, chips and a clock.
 * Not here: what any of them does; what goes wrong with them is for who holds their handles.
 */
import type { Meter } from "../energy/meter.ts";
import type { Artefact, BoardCall, BoardEvent, Engine, Kept, Outcome } from "../engines/engine.ts";
import type { Outside, WakeCause } from "../engines/engine.ts";
import type { Network, Radio, RadioPeer } from "../network/network.ts";
import type { World } from "../world/world.ts";
import { Activity } from "./activity.ts";
import type { BoardChips } from "./chips.ts";
import { BoardClock } from "./clock.ts";
import type { Firmware } from "./firmware.ts";
import { boardOutside } from "./outside.ts";
import { BoardSockets } from "./sockets.ts";
import { BoardTimer } from "./timer.ts";
import { BoardWifi } from "./wifi.ts";

export interface VirtualBoardOptions {
  world: World;
  engine: (outside: Outside) => Engine;
  artefact: Artefact;
  network: Network;
  /** Makes the board's radio; undefined where the network is simply there. */
  radio?: (peer: RadioPeer) => Radio;
  meter?: Meter | undefined;
  chips: BoardChips;
  firmware: Firmware;
}

export type BoardState = "off" | "booting" | "running" | "asleep";

/** What begins with these letters stands in RTC memory (engines/engine.ts). */
const RTC = "rtc";

export class VirtualBoard {
  readonly engine: Engine;
  /** A line that the program printed, or an error that nobody caught. */
  onPrint: (text: string) => void = () => {};
  /** How many errors nobody caught. */
  faultCount = 0;
  /** How often it began, for whatever reason. */
  startCount = 0;
  state: BoardState = "off";
  private readonly clock: BoardClock;
  private readonly timer: BoardTimer;
  private readonly wifi: BoardWifi;
  private readonly sockets: BoardSockets;
  private readonly activity: Activity;
  private kept: Kept = {};
  private cause: WakeCause = "power";
  /** Of the boot, or of the end of a sleep. */
  private nextTicket: number | undefined;

  constructor(private readonly options: VirtualBoardOptions) {
    const { world, network, chips, firmware, radio, meter } = options;
    this.clock = new BoardClock(world);
    this.timer = new BoardTimer(world, this.clock, () => this.tell({ event: "timer" }));
    this.sockets = new BoardSockets(network, (event) => this.tell(event));
    this.wifi = new BoardWifi(world, firmware, radio, (event) => this.heard(event));
    this.activity = new Activity(meter);
    this.engine = options.engine(boardOutside(network, chips, () => this.cause));
    this.activity.become("off", "sleep");
  }

  /** How fast its clock runs: 20 gains 20 microseconds in a second. */
  get clockDriftPpm(): number {
    return this.clock.driftPpm;
  }

  set clockDriftPpm(ppm: number) {
    this.clock.driftPpm = ppm;
    this.timer.renew();
  }

  /** Does nothing where the power is on. */
  powerOn(): void {
    if (this.state !== "off") return;
    this.options.world.say("power", "on");
    this.boot("power");
  }

  /** At any moment; what stands in RTC memory is lost, flash keeps. */
  cutPower(): void {
    if (this.state === "off") return;
    this.halt();
    this.state = "off";
    this.kept = Object.fromEntries(Object.entries(this.kept).filter(([name]) => !name.startsWith(RTC)));
    this.options.chips.renew();
    this.activity.become("off", "sleep");
    this.options.world.say("power", "cut");
  }

  /** Flash and RTC memory as of a new board; what runs does not notice before it begins again. */
  wipeKept(): void {
    const isKept = this.state === "off" || this.state === "asleep" || this.state === "booting";
    if (!isKept)
      throw new Error("a board's memory can be wiped while it is off or asleep: cut its power first");
    this.kept = {};
    this.options.world.say("power", "kept memory wiped");
  }

  /** Everything ends that runs; what is kept stays. */
  private halt(): void {
    this.options.world.cancel(this.nextTicket);
    this.timer.set(undefined);
    if (this.state === "running") this.kept = this.engine.stop();
    this.wifi.stop();
    this.sockets.drop();
  }

  private boot(cause: WakeCause): void {
    this.cause = cause;
    this.state = "booting";
    this.bootFrom(0);
  }

  private bootFrom(at: number): void {
    const { world, firmware } = this.options;
    const step = firmware.boot[at];
    if (step !== undefined) {
      this.activity.become(step.state, "boot");
      this.nextTicket = world.after(step.ms, () => this.bootFrom(at + 1));
      // A firmware that joins by itself begins the program when that has ended, one way or the other.
    } else if (!this.wifi.boot()) this.run();
  }

  private run(): void {
    const { world, artefact } = this.options;
    this.state = "running";
    this.startCount += 1;
    world.say("board", `starts (${this.cause})`);
    this.perform(this.engine.start(artefact, this.clock.nowMs, this.kept));
  }

  private heard(event: BoardEvent): void {
    this.activity.forget();
    if (this.state === "booting") this.run();
    else this.tell(event);
  }

  private tell(event: BoardEvent): void {
    if (this.state === "running") this.perform(this.engine.step(this.clock.nowMs, event));
  }

  private perform({ calls, dueMs }: Outcome): void {
    for (const call of calls) {
      this.take(call);
      if (this.state !== "running") return;
    }
    this.timer.set(dueMs);
    this.activity.follow(this.wifi, this.sockets, this.options.firmware.idle);
  }

  private take(call: BoardCall): void {
    switch (call.call) {
      case "connect":
        return this.sockets.connect(call);
      case "write":
        return this.sockets.write(call);
      case "close":
        return this.sockets.close(call);
      case "join":
        return this.wifi.join(call.request);
      case "leave":
        return this.wifi.leave();
      case "sleep":
        return this.sleep(call.ms);
      case "restart":
        return this.restart();
      case "print":
        return this.print(call.text);
      case "fault":
        this.faultCount += 1;
        return this.print(`uncaught error: ${call.text}`);
    }
  }

  private print(text: string): void {
    this.options.world.say("board", text);
    this.onPrint(text);
  }

  private sleep(ms: number): void {
    const { world } = this.options;
    world.say("board", ms === 0 ? "sleeps for good" : `sleeps ${ms / 1000} s`);
    this.halt();
    this.state = "asleep";
    this.activity.become("deep", "sleep");
    if (ms > 0) this.nextTicket = world.after(this.clock.worldMs(ms), () => this.boot("timer"));
  }

  private restart(): void {
    this.options.world.say("board", "restarts");
    this.halt();
    this.boot("restart");
  }
}
