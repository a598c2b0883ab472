/*
 * A board's radio, its access point and its network, which note what they are told and what they meter.
 */
import { expect } from "vitest";
import type { Meter } from "../../src/simulator/energy/meter.ts";
import type { JoinTimings } from "../../src/simulator/network/join-timings.ts";
import type { JoinRequest } from "../../src/simulator/network/network.ts";
import { SimNetwork } from "../../src/simulator/network/tcp.ts";
import { AccessPoint, SimRadio } from "../../src/simulator/network/wifi.ts";
import { World } from "../../src/simulator/world/world.ts";

/** The ESP32 of the energy model. */
export const ESP32_JOIN: JoinTimings = {
  scanPerChannelMs: 120,
  fastMs: 200,
  noHintMs: 264,
  dhcpMs: 892,
  keyMs: 400,
};

export const BSSID = "02:00:00:00:00:01";
// IEEE 802.11, annex J.4.2: passphrase "password" with the SSID "IEEE".
const KEY = "f42c6fc52df0ebef9ebb4b90b38a5f902e83fe1b135a70e23aed762e9710a12e";
const REQUEST: JoinRequest = { ssid: "IEEE", password: KEY, channel: 6, bssid: BSSID, address: "10.0.0.9" };

export class WifiBench {
  readonly world: World;
  readonly network: SimNetwork;
  readonly accessPoint: AccessPoint;
  readonly radio: SimRadio;
  readonly told: string[] = [];
  readonly metered: string[] = [];

  constructor(timings: JoinTimings = ESP32_JOIN, seed = 1) {
    this.world = new World({ seed });
    this.network = new SimNetwork(this.world);
    this.accessPoint = new AccessPoint(this.world, {
      ssid: "IEEE",
      password: "password",
      channel: 6,
      bssid: BSSID,
    });
    const note = (what: string) => this.told.push(`${this.world.nowMs} ${what}`);
    const peer = {
      joined: (facts: object) => note(`joined ${Object.values(facts).join(" ")}`),
      failed: (failure: string) => note(failure),
      lost: () => note("lost"),
    };
    const meter: Meter = {
      become: (state, phase) => this.metered.push(`${this.world.nowMs} ${state} ${phase}`),
      transmitted: (bytes) => this.metered.push(`${bytes} bytes`),
    };
    this.radio = new SimRadio(this.world, this.accessPoint, this.network, peer, timings, meter);
  }

  /** Nothing may be told before the call returns. @param changes  what differs from knowing everything */
  join(changes: Partial<JoinRequest> = {}): void {
    const toldCount = this.told.length;
    this.radio.join({ ...REQUEST, ...changes });
    expect(this.told).toHaveLength(toldCount);
  }

  pass(ms: number): void {
    this.world.runTo(this.world.nowMs + ms);
  }

  /** Join as fast as can be; what is told later comes after. */
  joinNow(): void {
    this.join();
    this.pass(1000);
    this.told.length = 0;
  }
}
