/*
 * A board's Wi-Fi in virtual time: it scans, associates, asks for an address; and loses its access point.
 * While it is not joined, the board's network is down.
 * Not here: what the firmware does by itself (board/wifi.ts), WPA3, roaming, power save.
 */
import type { Meter } from "../energy/meter.ts";
import type { AccessPoint, Member } from "./access-point.ts";
import { isKey } from "./access-point.ts";
import {
  BEACON_LOSS_MS,
  NO_ADDRESS_MS,
  SCAN_LIMIT,
  STALE_MS,
  WRONG_KEY_MS,
  scanTimes,
} from "./join-timings.ts";
import type { JoinTimings, ScanTimes } from "./join-timings.ts";
import type { JoinFailure, JoinRequest, Radio, RadioPeer } from "./network.ts";
import type { SimNetwork } from "./tcp.ts";
import type { World } from "../world/world.ts";

export type { JoinTimings } from "./join-timings.ts";
export { AccessPoint } from "./access-point.ts";

export class SimRadio implements Radio, Member {
  isJoined = false;
  private readonly scan: ScanTimes;
  private readonly dice;
  /** Of whatever happens next: a radio does one thing at a time. */
  private ticket: number | undefined;

  constructor(
    private readonly world: World,
    private readonly accessPoint: AccessPoint,
    private readonly network: SimNetwork,
    private readonly peer: RadioPeer,
    private readonly timings: JoinTimings,
    private readonly meter?: Meter,
  ) {
    this.scan = scanTimes(timings);
    this.dice = world.dice.branch(`Wi-Fi of ${network.name}`);
    network.isUp = false;
    if (meter !== undefined) network.onFrame = (bytes) => meter.transmitted(bytes);
  }

  join(request: JoinRequest): void {
    if (this.isJoined) this.leave();
    else this.stop();
    this.meter?.become("join", "join");
    if (request.channel === undefined) this.scanAll(request, 1);
    else this.scanHinted(request);
  }

  leave(): void {
    if (this.isJoined) {
      this.world.say("wifi", "leaves");
      this.accessPoint.dismiss(this);
    }
    this.stop();
  }

  cut(): void {
    this.stop();
    this.accessPoint.miss(this);
  }

  heard(isPresent: boolean): void {
    this.world.cancel(this.ticket);
    this.network.isUp = isPresent;
    if (!isPresent) this.wait(BEACON_LOSS_MS, () => this.lose("hears no beacons any more"));
  }

  dropped(): void {
    this.network.isUp = false;
    this.wait(0, () => this.lose("is thrown out"));
  }

  private lose(words: string): void {
    this.world.say("wifi", words);
    this.stop();
    this.accessPoint.miss(this);
    this.peer.lost();
  }

  private stop(): void {
    this.world.cancel(this.ticket);
    this.isJoined = false;
    this.network.isUp = false;
  }

  private wait(ms: number, then: () => void): void {
    this.world.cancel(this.ticket);
    this.ticket = this.world.after(ms, then);
  }

  private canHear(request: JoinRequest): boolean {
    return this.accessPoint.isPresent && this.accessPoint.ssid === request.ssid;
  }

  private isHintRight({ channel, bssid }: JoinRequest): boolean {
    const { accessPoint } = this;
    return channel === accessPoint.channel && (bssid ?? accessPoint.bssid) === accessPoint.bssid;
  }

  private scanHinted(request: JoinRequest): void {
    this.world.say("wifi", `looks for ${request.ssid} on channel ${request.channel}`);
    const isFound = () => this.canHear(request) && this.isHintRight(request);
    // The answer of an access point ends the scan; silence takes all of its time.
    this.wait(isFound() ? this.scan.hintedMs : this.timings.scanPerChannelMs, () => {
      if (isFound()) this.associate(request);
      else this.scanAll(request, 1);
    });
  }

  private scanAll(request: JoinRequest, count: number): void {
    this.world.say("wifi", `scans for ${request.ssid}`);
    this.wait(this.canHear(request) ? this.scan.foundMs : this.scan.allMs, () => {
      if (this.canHear(request)) this.associate(request);
      else if (count < SCAN_LIMIT) this.scanAll(request, count + 1);
      else this.fail("no access point");
    });
  }

  private associate(request: JoinRequest): void {
    const { accessPoint } = this;
    if (accessPoint.isFull) return this.wait(this.scan.secureMs, () => this.fail("refused"));
    if (accessPoint.isStale(this)) return this.beForgotten(request);
    const needsKey = request.password !== "" && !isKey(request.password);
    const ms = this.scan.secureMs + (needsKey ? this.timings.keyMs : 0);
    const isRight = accessPoint.accepts(request.password);
    this.wait(isRight ? ms : ms + WRONG_KEY_MS, () => {
      if (!accessPoint.isPresent) this.fail("no access point");
      else if (isRight) this.address(request);
      else this.fail("wrong password");
    });
  }

  /** The access point believes the board to be there: it refuses it, or takes its time, and then forgets. */
  private beForgotten(request: JoinRequest): void {
    const { accessPoint } = this;
    accessPoint.dismiss(this);
    if (this.dice.once(2)) return this.wait(this.scan.secureMs, () => this.fail("refused"));
    this.world.say("wifi", "access point still knows the board, and takes its time");
    this.wait(this.dice.between(STALE_MS.from, STALE_MS.to), () => this.associate(request));
  }

  private address(request: JoinRequest): void {
    const { address } = request;
    if (address !== undefined) return this.succeed(address);
    this.world.say("wifi", "asks for an address");
    // It only waits and listens, which draws less than the rest of a join.
    this.meter?.become("rx", "join");
    const { accessPoint } = this;
    const hasAddress = !accessPoint.isDhcpDown;
    this.wait(hasAddress ? this.timings.dhcpMs : NO_ADDRESS_MS, () => {
      if (hasAddress && accessPoint.isPresent) this.succeed(accessPoint.lease(this));
      else this.fail("no address");
    });
  }

  private succeed(address: string): void {
    const { channel, bssid } = this.accessPoint;
    this.world.say("wifi", `joined on channel ${channel} as ${address}`);
    this.accessPoint.admit(this);
    this.isJoined = true;
    this.network.address = address;
    this.network.isUp = true;
    this.peer.joined({ channel, bssid, address });
  }

  private fail(failure: JoinFailure): void {
    this.world.say("wifi", `join failed: ${failure}`);
    this.stop();
    this.peer.failed(failure);
  }
}
