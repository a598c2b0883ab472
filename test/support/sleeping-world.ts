/*
 * The outside of a station that sleeps deeply, in virtual time: a network to join, sleep in which the program ends, and
 * memory that outlives it. Each wake is a new run.
 */
import { expect } from "vitest";
import { greenhouse } from "./stations/greenhouse.ts";
import { FEED, World } from "./station-run.ts";
import { Cause, Status } from "../../src/client/status.ts";
import { WakeCause } from "../../src/runtimes/board.ts";
import type { Wifi } from "../../src/runtimes/board.ts";
import { PortEvent } from "../../src/runtimes/port.ts";
import { checkStation } from "../../src/station/check.ts";
import { run } from "../../src/station/run.ts";
import { UNNAMED } from "../../src/station/runner.ts";
import type { Runner } from "../../src/station/runner.ts";
import type { Feed, Station } from "../../src/station/station.ts";
import type { Payload } from "#bytes";

export const WIFI: Wifi = { ssid: "shed", password: "hen and egg" };
export const SITE = { host: "broker.test", port: 1883, isSecure: false, wifi: WIFI };

export function sleepingStation(changes: Partial<Feed> = {}): Station {
  return {
    ...greenhouse,
    name: "shed",
    feeds: [{ ...FEED, ...changes }],
    sleep: { depth: "deep" },
    limits: { ...greenhouse.limits, txBytes: 512 },
  };
}

export class SleepingWorld extends World {
  cause = WakeCause.Power;
  /** Milliseconds of each sleep. */
  readonly sleeps: number[] = [];
  /** What a join comes to; "silent" is a firmware that says nothing. */
  joining: "ok" | "failed" | "silent" = "ok";
  joins = 0;
  leaves = 0;
  restarts = 0;
  /** The hint of each join, and what a good one tells. */
  readonly hints: number[] = [];
  hint = Uint8Array.of(1, 2, 3);
  hasSlept = false;
  /** Its station is one that checkStation refuses. */
  isUnchecked = false;

  override wakeCause(): WakeCause {
    return this.cause;
  }

  override join(_wifi: Wifi, hint: Payload): Status {
    this.joins += 1;
    this.hints.push(hint.length);
    if (this.joining === "ok") this.later(PortEvent.Joined, this.hint);
    if (this.joining === "failed") this.later(PortEvent.Unjoined, Cause.NotAdmitted);
    return Status.Ok;
  }

  override leave(): void {
    this.leaves += 1;
  }

  override longestSleepMs(): number {
    return 10_800_000;
  }

  override sleepFor(delayMs: number): Status {
    this.sleeps.push(delayMs);
    this.hasSlept = true;
    this.timer = undefined;
    return Status.Ok;
  }

  override restart(): void {
    this.restarts += 1;
  }

  override epochS(): number {
    return 0;
  }

  /** The network that was joined goes away. */
  lose(): void {
    this.later(PortEvent.Unjoined, Cause.NotAdmitted);
    this.pass(0);
  }

  /** Wake, and live until the next sleep or so many milliseconds long. */
  wakeOnce(station: Station, mostMs = 60_000): Runner {
    if (!this.isUnchecked) expect(checkStation(station)).toEqual([]);
    this.hasSlept = false;
    const runner = run(station, SITE, this, {}, UNNAMED);
    for (let ms = 0; ms < mostMs && !this.hasSlept; ms += 10) this.pass(10);
    return runner;
  }

  /** Live so many seconds, from switching on. */
  live(station: Station, seconds: number): void {
    let leftMs = seconds * 1000;
    while (leftMs > 0) {
      const beganMs = this.now;
      this.wakeOnce(station);
      const sleptMs = this.sleeps.at(-1) ?? 0;
      leftMs -= (this.now - beganMs + 2 ** 30) % 2 ** 30;
      leftMs -= sleptMs;
      this.now = (this.now + sleptMs) % 2 ** 30;
      this.cause = WakeCause.Timer;
    }
  }

  saidTopics(): string[] {
    return this.packets.flatMap((each) => (each.cmd === "publish" ? [each.topic] : []));
  }
}
