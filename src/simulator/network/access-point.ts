/*
 * A Wi-Fi access point: what it is, whom it believes to be associated, and what can go wrong with it.
 */
import { pbkdf2Sync } from "node:crypto";
import type { World } from "../world/world.ts";
import { INACTIVITY_MS } from "./join-timings.ts";

/** A board's radio, as its access point knows it. */
export interface Member {
  /** The access point can no longer, or can again, be heard. */
  heard(isPresent: boolean): void;
  /** The access point has thrown it out. */
  dropped(): void;
}

export interface AccessPointOptions {
  ssid: string;
  /** Passphrase, or 64 hexadecimal digits; empty for an open network. */
  password: string;
  channel: number;
  bssid: string;
}

const KEY = /^[0-9a-f]{64}$/i;

/** Whether a password is the key itself, so that nothing must be derived: IEEE 802.11, annex J.4. */
export function isKey(password: string): boolean {
  return KEY.test(password);
}

function keyOf(password: string, ssid: string): string {
  return isKey(password)
    ? password.toLowerCase()
    : pbkdf2Sync(password, ssid, 4096, 32, "sha1").toString("hex");
}

export class AccessPoint {
  readonly ssid: string;
  readonly password: string;
  readonly bssid: string;
  /** May be changed: a hint is wrong then. */
  channel: number;
  /** It answers a board that it believes to be there already as if something was wrong, once. */
  remembersStale = false;
  /** It refuses everybody. */
  isFull = false;
  /** It gives no addresses. */
  isDhcpDown = false;
  private isThere = true;
  private key: string | undefined;
  /** Since when it has not heard of each; Infinity for who is there. */
  private readonly members = new Map<Member, number>();
  private readonly leases = new Map<Member, string>();

  constructor(
    readonly world: World,
    { ssid, password, channel, bssid }: AccessPointOptions,
  ) {
    this.ssid = ssid;
    this.password = password;
    this.channel = channel;
    this.bssid = bssid;
  }

  get isPresent(): boolean {
    return this.isThere;
  }

  /** Without power it is not, and out of range. */
  set isPresent(isPresent: boolean) {
    if (isPresent === this.isThere) return;
    this.isThere = isPresent;
    this.world.say("wifi", `access point ${isPresent ? "is back" : "is gone"}`);
    for (const member of this.present()) member.heard(isPresent);
  }

  /** Whether a password opens it, be it passphrase or key. */
  accepts(password: string): boolean {
    if (password === this.password) return true;
    // Deriving is thousands of hashes: not before somebody needs it, and once.
    this.key ??= keyOf(this.password, this.ssid);
    return password !== "" && this.password !== "" && keyOf(password, this.ssid) === this.key;
  }

  /** Whether it believes a board to be associated that is about to associate. */
  isStale(member: Member): boolean {
    const silentMs = this.world.nowMs - (this.members.get(member) ?? -Infinity);
    return this.remembersStale && silentMs < INACTIVITY_MS;
  }

  admit(member: Member): void {
    this.members.set(member, Infinity);
  }

  /** The address that its DHCP server gives a board: always the same. */
  lease(member: Member): string {
    const address = this.leases.get(member) ?? `10.0.0.${this.leases.size + 2}`;
    this.leases.set(member, address);
    return address;
  }

  /** A board has said that it leaves. */
  dismiss(member: Member): void {
    this.members.delete(member);
  }

  /** A board went without a word. */
  miss(member: Member): void {
    if (this.members.has(member)) this.members.set(member, this.world.nowMs);
  }

  /** It throws out everybody, and forgets them. */
  dropAll(): void {
    this.world.say("wifi", "access point throws everybody out");
    const dropped = this.present();
    this.members.clear();
    for (const member of dropped) member.dropped();
  }

  private present(): Member[] {
    return [...this.members].filter(([, sinceMs]) => sinceMs === Infinity).map(([member]) => member);
  }
}
