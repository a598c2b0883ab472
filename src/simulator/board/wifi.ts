/*
 * A board's Wi-Fi as firmware and program use it together: the firmware joins what it was told once, again and again,
 * until the program takes that into its own hands.
 * Not here: the radio itself (network/wifi.ts).
 */
import type { BoardEvent } from "../engines/engine.ts";
import type { JoinFailure, JoinHint, JoinRequest, Radio, RadioPeer } from "../network/network.ts";
import type { World } from "../world/world.ts";
import type { Firmware } from "./firmware.ts";

/** Of a network that is there without a radio. */
const WIRED = { channel: 1, bssid: "02:00:00:00:00:01", address: "10.0.0.2" };

export class BoardWifi implements RadioPeer {
  private readonly radio: Radio | undefined;
  /** Under way: what the chip does meanwhile, the radio says by itself. */
  isJoining = false;
  /** The firmware keeps it joined. */
  private isFirmwares = false;
  private ticket: number | undefined;

  /**
   * @param makeRadio  undefined where the network is simply there
   * @param tell       is told what happens, and first of all, so that the board sees it too
   */
  constructor(
    private readonly world: World,
    private readonly firmware: Firmware,
    makeRadio: ((peer: RadioPeer) => Radio) | undefined,
    private readonly tell: (event: BoardEvent) => void,
  ) {
    this.radio = makeRadio?.(this);
  }

  get isJoined(): boolean {
    return this.radio?.isJoined ?? true;
  }

  /** After boot. @returns  whether the firmware has begun to join, so that an event will follow */
  boot(): boolean {
    this.isFirmwares = this.firmware.wifi !== undefined && this.radio !== undefined;
    if (this.isFirmwares) this.rejoin();
    return this.isFirmwares;
  }

  /** The program joins. */
  join(request: JoinRequest): void {
    this.take();
    this.isJoining = true;
    if (this.radio !== undefined) this.radio.join(request);
    else this.ticket = this.world.after(0, () => this.joined(WIRED));
  }

  /** The program leaves. */
  leave(): void {
    this.take();
    this.radio?.leave();
  }

  /** The power is cut, or the chip goes to sleep: nothing is said to anybody. */
  stop(): void {
    this.take();
    this.radio?.cut();
  }

  private take(): void {
    this.isFirmwares = false;
    this.isJoining = false;
    this.world.cancel(this.ticket);
  }

  private rejoin(): void {
    if (this.firmware.wifi === undefined) return;
    this.isJoining = true;
    this.radio?.join(this.firmware.wifi);
  }

  private again(): void {
    if (this.isFirmwares) this.ticket = this.world.after(this.firmware.rejoinMs, () => this.rejoin());
  }

  private happen(event: BoardEvent): void {
    this.isJoining = false;
    this.tell(event);
  }

  joined({ channel, bssid, address }: Required<JoinHint>): void {
    const facts = { channel: channel ?? WIRED.channel, bssid: bssid ?? "", address: address ?? "" };
    this.happen({ event: "joined", ...facts });
  }

  failed(failure: JoinFailure): void {
    this.again();
    this.happen({ event: "unjoined", failure });
  }

  lost(): void {
    this.again();
    this.happen({ event: "unjoined", failure: "lost" });
  }
}
