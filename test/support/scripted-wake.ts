/*
 * A board without a program: it wakes, joins, sends and sleeps by a script over a world, so that what the energy
 * model says of it can be compared with what was computed or measured elsewhere.
 */
import { expect } from "vitest";
import { ChargeMeter } from "../../src/simulator/energy/charge-meter.ts";
import type { ChipState, Phase } from "../../src/simulator/energy/meter.ts";
import { loadProfile } from "../../src/simulator/energy/profile.ts";
import type { Profile, ProfileOptions } from "../../src/simulator/energy/profile.ts";
import { World } from "../../src/simulator/world/world.ts";

export const MODULE = { chip: "esp32", board: "module", battery: "liion_18650_2500", firmware: "ideal" };

export class ScriptedBoard {
  readonly world = new World({ seed: 1 });
  readonly meter: ChargeMeter;
  readonly profile: Profile;

  constructor(choice: Partial<typeof MODULE> = {}, options: Partial<ProfileOptions> = {}) {
    this.profile = loadProfile({ ...MODULE, ...choice }, options);
    this.meter = new ChargeMeter(this.world, this.profile);
  }

  /** For so long in this state. */
  be(state: ChipState, phase: Phase, ms: number): void {
    this.meter.become(state, phase);
    this.world.runTo(this.world.nowMs + ms);
  }

  boot(): void {
    for (const { state, phase, time } of this.profile.boot()) this.be(state, phase, time.value);
  }

  join(): void {
    for (const { state, phase, time } of this.profile.join()) this.be(state, phase, time.value);
  }

  /** The first round trip opens the connection; around it the address is asked for and a socket made. */
  exchange(roundTrips: number, roundTripMs: number, aroundMs: number): void {
    this.be("rx", "TCP", roundTripMs + aroundMs);
    this.be("rx", "MQTT", (roundTrips - 1) * roundTripMs);
  }

  /** Asleep, or where the firmware has no deep sleep joined and idle, until a whole number of periods has passed. */
  sleep(periodMs: number): void {
    const restMs = periodMs - (this.world.nowMs % periodMs);
    if (this.profile.firmware.hasDeepSleep) this.be("deep", "sleep", restMs);
    else this.be(this.profile.firmware.idle, "waiting", restMs);
  }
}

/** @param part  0.05 for 5 % */
export function expectWithin(part: number, actual: number, expected: number): void {
  expect(actual).toBeGreaterThan(expected * (1 - part));
  expect(actual).toBeLessThan(expected * (1 + part));
}
