/*
 * A board in the world: an engine, and around it power, firmware, Wi-Fi, sockets, chips and a clock.
 * Not here: what any of them does; what goes wrong with them is for who holds their handles.
 */
import type { BoardCall, BoardEvent, Engine, Kept, Outcome, WakeCause } from "../engines/engine.ts";
import { Activity } from "./activity.ts";
import { Boot } from "./boot.ts";
import { BoardClock } from "./clock.ts";
import { flashOf } from "./kept.ts";
import { Nap } from "./nap.ts";
import type { VirtualBoardOptions } from "./options.ts";
import { boardOutside } from "./outside.ts";
import { BoardSockets } from "./sockets.ts";
import { BoardTimer } from "./timer.ts";
import { Watchdog } from "./watchdog.ts";
import { BoardWifi } from "./wifi.ts";

export type { VirtualBoardOptions } from "./options.ts";

export type BoardState = "off" | "booting" | "running" | "asleep";

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
  private readonly watchdog: Watchdog;
  private readonly firmwareBoot: Boot;
  private readonly nap: Nap;
  private kept: Kept = {};
  private cause: WakeCause = "power";

  constructor(private readonly options: VirtualBoardOptions) {
    const { world, network, chips, firmware, radio, meter } = options;
    this.clock = new BoardClock(world);
    this.timer = new BoardTimer(world, this.clock, () => this.tell({ event: "timer" }));
    this.sockets = new BoardSockets(network, (event) => this.tell(event));
    this.wifi = new BoardWifi(world, firmware, radio, (event) => this.heard(event));
    this.activity = new Activity(meter);
    // A firmware that joins by itself begins the program when that has ended, one way or the other.
    this.firmwareBoot = new Boot(world, firmware, this.activity, () => {
      if (!this.wifi.boot()) this.run();
    });
    this.watchdog = new Watchdog(world, this.clock, () => this.begin("is bitten by its watchdog", "restart"));
    this.nap = new Nap(world, this.clock, () => this.boot("timer"));
    this.engine = options.engine(boardOutside(world, network, this.wifi, chips, () => this.cause));
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
    this.kept = flashOf(this.kept);
    this.options.chips.renew();
    this.activity.become("off", "sleep");
    this.options.world.say("power", "cut");
  }

  /** A GPIO goes low, which ends a sleep that waits for it; or RST does, and the board begins anew whatever it does. */
  wakeByPin(pin: number | "rst"): void {
    if (this.state === "off") return;
    if (pin === "rst") this.begin("is reset by its pin RST", "pin");
    else if (this.nap.isEndedBy(pin)) this.begin(`is woken by GPIO${pin}`, "pin");
  }

  /** Flash and RTC memory as of a new board; what runs does not notice before it begins again. */
  wipeKept(): void {
    if (this.state === "running")
      throw new Error("a board's memory can be wiped while it is off or asleep: cut its power first");
    this.kept = {};
    this.options.world.say("power", "kept memory wiped");
  }

  /** Everything ends that runs; what is kept stays. */
  private halt(): void {
    this.nap.stop();
    this.firmwareBoot.stop();
    this.timer.set(undefined);
    this.watchdog.feed(0);
    if (this.state === "running") this.kept = this.engine.stop();
    this.wifi.stop();
    this.sockets.drop();
  }

  private boot(cause: WakeCause): void {
    this.cause = cause;
    this.state = "booting";
    this.firmwareBoot.start();
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
        return this.sleep(call.ms, call.pin);
      case "watchdog":
        return this.watchdog.feed(call.ms);
      case "restart":
        return this.begin("restarts", "restart");
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

  private sleep(ms: number, pin: number | undefined): void {
    this.halt();
    this.state = "asleep";
    this.activity.become("deep", "sleep");
    this.nap.start(ms, pin);
  }

  /** End what runs, and begin anew. */
  private begin(words: string, cause: WakeCause): void {
    this.options.world.say("board", words);
    this.halt();
    this.boot(cause);
  }
}
