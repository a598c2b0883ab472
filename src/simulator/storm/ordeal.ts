/*
 * A world in which things are broken and everything is watched: what stands between its parts, storm and calm, and the
 * verdict. Who runs the world decides how time passes.
 */
import { isDeepSleeper } from "../../station/availability.ts";
import { addressOf } from "../../station/station.ts";
import type { Station } from "../../station/station.ts";
import { isCountable } from "../chips/counted.ts";
import { boundsOf } from "../checks/bounds.ts";
import { judge, judgeConduct } from "../checks/checks.ts";
import type { Finding } from "../checks/evidence.ts";
import { lookInside } from "../checks/inside.ts";
import { TappedNetwork } from "../checks/wire.ts";
import { Witness } from "../checks/witness.ts";
import { StationEngine } from "../engines/station-engine.ts";
import { FaultyChips } from "../faults/chips.ts";
import { brew } from "../faults/mix.ts";
import { MuteService } from "../faults/service.ts";
import type { Setting } from "../faults/setting.ts";
import type { Network, Service } from "../network/network.ts";
import type { Between, WorldParts } from "../virtual/world-parts.ts";
import type { World } from "../world/world.ts";

/** How often the client's own records are compared with what was seen. */
const LOOK_MS = 10_000;

/** What stands between the parts, as it is made with them. */
class Stands implements Between {
  witness!: Witness;
  chips!: FaultyChips;
  wire!: TappedNetwork;
  mute!: MuteService;

  constructor(private readonly station: Station) {}

  makeChips(world: World, station: Station): FaultyChips {
    this.chips = new FaultyChips(world, station, isJudgeable(station));
    return this.chips;
  }

  boardNetwork(network: Network, world: World): Network {
    this.witness = new Witness(world, this.station);
    this.wire = new TappedNetwork(network, this.witness);
    return this.wire;
  }

  service(broker: Service): Service {
    this.mute = new MuteService(broker);
    return this.mute;
  }
}

/** Whether everything that becomes of a station's readings can be told: it stays awake, and each message names its sample. */
export function isJudgeable(station: Station): boolean {
  return !isDeepSleeper(station) && station.feeds.every(isCountable);
}

export class Ordeal {
  /** For makeWorld. */
  readonly between: Between;
  private readonly stands: Stands;
  private parts: WorldParts | undefined;

  constructor(private readonly station: Station) {
    this.stands = new Stands(station);
    this.between = this.stands;
  }

  /** How long calm must last for all of its checks. */
  get calmMs(): number {
    return Math.ceil(2 * boundsOf(this.station).upMs);
  }

  get witness(): Witness {
    return this.stands.witness;
  }

  /** Watch a world that is made. @returns  the handles of all that can be broken in it */
  watch(parts: WorldParts): Setting {
    this.parts = parts;
    const { board, broker } = parts;
    const { witness, chips } = this.stands;
    const told = broker.onPublish;
    broker.onPublish = (clientId, topic, payload, qos, isRetained, isDup) => {
      witness.arrived(topic, payload, isDup);
      told(clientId, topic, payload, qos, isRetained, isDup);
    };
    if (isJudgeable(this.station)) chips.onReading = (address, number) => witness.sampled(address, number);
    witness.startCount = () => board.startCount;
    witness.model.isFrameHeld = !(board.engine instanceof StationEngine);
    if (isJudgeable(this.station)) this.look();
    return this.settingOf(parts);
  }

  private settingOf(parts: WorldParts): Setting {
    const { board, network } = parts;
    const { witness, chips, wire, mute: service } = this.stands;
    const cutPower = () => {
      witness.powerCut();
      board.cutPower();
    };
    const places = this.station.feeds.map((feed) => ({ bus: feed.bus, address: addressOf(feed) }));
    return { ...parts, chips, wire, service, places, cutPower, calm: { ...network.conditions } };
  }

  /** Let it storm until then. */
  storm(setting: Setting, limitMs: number): void {
    const { evidence } = this.stands.witness;
    brew(setting, 0, limitMs, () => (evidence.calmMs = setting.world.nowMs));
  }

  /** Compare the client's own records with the evidence, now and again and again; only the Node engine shows them. */
  private look(): void {
    const { world, board } = this.parts as WorldParts;
    const { evidence, model } = this.stands.witness;
    if (!(board.engine instanceof StationEngine)) return;
    const runner = board.engine.runner;
    // What differs once goes on to differ: the first look says enough.
    if (runner !== undefined && evidence.inside.length === 0)
      evidence.inside = lookInside(runner.client, model);
    world.after(LOOK_MS, () => this.look());
  }

  /** The run is over. */
  judge(bounds = boundsOf(this.station)): Finding[] {
    const { world, broker, board } = this.parts as WorldParts;
    const { evidence } = this.stands.witness;
    evidence.endMs = world.nowMs;
    evidence.violations = broker.violations;
    evidence.faultCount = board.faultCount;
    return isJudgeable(this.station) ? judge(evidence, bounds) : judgeConduct(evidence);
  }
}
