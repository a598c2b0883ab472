/*
 * A station in a world: its board with chips, firmware and meter, Wi-Fi, network and a broker, all of them made from
 * a few choices. Who breaks something or checks something gets their handles.
 */
import type { Wifi } from "../../runtimes/board.ts";
import { isDeepSleeper } from "../../station/availability.ts";
import type { Site } from "../../station/runner.ts";
import type { Station } from "../../station/station.ts";
import { BoardChips } from "../board/chips.ts";
import type { Firmware } from "../board/firmware.ts";
import { VirtualBoard } from "../board/virtual-board.ts";
import type { Quirks } from "../broker/quirks.ts";
import { SimBroker } from "../broker/sim-broker.ts";
import { ChargeMeter } from "../energy/charge-meter.ts";
import { loadProfile } from "../energy/profile.ts";
import type { Profile, ProfileChoice, ProfileOptions } from "../energy/profile.ts";
import type { Artefact, Engine, Outside } from "../engines/engine.ts";
import { StationEngine } from "../engines/station-engine.ts";
import type { Conditions } from "../network/conditions.ts";
import type { JoinRequest, Network, Service } from "../network/network.ts";
import { SimNetwork } from "../network/tcp.ts";
import { AccessPoint, SimRadio } from "../network/wifi.ts";
import { World } from "../world/world.ts";
import type { WorldOptions } from "../world/world.ts";

/** What runs on the board, where it is not the station's loop in this process. */
export interface Program {
  engine: (outside: Outside) => Engine;
  artefact: Artefact;
}

/** What stands between the parts of a world, for who breaks or watches something there. */
export interface Between {
  makeChips(world: World, station: Station): BoardChips;
  /** The network as the board's sockets see it. */
  boardNetwork(network: Network, world: World): Network;
  /** What listens in the broker's place. */
  service(broker: Service): Service;
}

export interface WorldChoice extends WorldOptions {
  station: Station;
  program?: Program | undefined;
  conditions?: Partial<Conditions> | undefined;
  quirks?: Partial<Quirks> | undefined;
  /** Figures of the energy model instead of those of the station's own hardware and runtime. */
  profile?: Partial<ProfileChoice> | undefined;
  /** How they are used, such as how often sleepers listen. */
  energy?: Partial<ProfileOptions> | undefined;
  /** Every sample has air of its own (chips/counted.ts). */
  isCounted?: boolean;
  between?: Between | undefined;
  /** What the board's clock says at each start; only without a program. */
  firstMs?: number;
  /** The station's program joins the network, which is part of its site; else the firmware does, before the program. */
  isJoining?: boolean;
}

/** Everything there is in the world of one station. */
export interface WorldParts {
  world: World;
  network: SimNetwork;
  accessPoint: AccessPoint;
  broker: SimBroker;
  board: VirtualBoard;
  chips: BoardChips;
  meter: ChargeMeter;
}

/** Where a station finds its broker in a world. */
export const WORLD_SITE: Site = { host: "broker.local", port: 1883, isSecure: false };

const HOME: JoinRequest & Wifi = { ssid: "home", password: "correct horse" };
/** Part of the site of a station that joins by itself. */
export const WORLD_WIFI: Wifi = HOME;
const CHANNEL = 6;
const BSSID = "02:00:00:00:00:06";
/** ESP-IDF and the ESP8266's SDK try again at once; scanning all channels takes them a while. An estimate. */
const REJOIN_MS = 1000;

const BATTERY = "liion_18650_2500";

/** What the station's hardware draws, with its runtime's firmware, where nothing else is chosen. */
export function profileOf(
  { hardware, runtime }: Station,
  choice: Partial<ProfileChoice> = {},
  options: Partial<ProfileOptions> = {},
): Profile {
  const own = { chip: hardware.chip, board: hardware, battery: BATTERY, firmware: runtime };
  return loadProfile({ ...own, ...choice }, options);
}

function firmwareOf(profile: Profile, { sleep }: Station, isJoining: boolean): Firmware {
  const joined = profile.firmware.keepsJoin ? { ...HOME, channel: CHANNEL, bssid: BSSID } : HOME;
  return {
    boot: profile.boot().map(({ state, time }) => ({ state, ms: time.value })),
    wifi: isJoining ? undefined : joined,
    rejoinMs: REJOIN_MS,
    idle: sleep?.depth === "light" && profile.firmware.hasLightSleep ? "idle_light" : profile.firmware.idle,
  };
}

/** Where a station is in a world: who sleeps deeply joins by itself, so its site has the network as well. */
export function worldSiteOf(station: Station): Site {
  return isDeepSleeper(station) ? { ...WORLD_SITE, wifi: WORLD_WIFI } : WORLD_SITE;
}

/** Made, and switched off. */
export function makeWorld(choice: WorldChoice): WorldParts {
  const { station, program, conditions, quirks, between } = choice;
  const { isCounted = false, firstMs = 0, isJoining = isDeepSleeper(station) } = choice;
  const world = new World(choice);
  const network = new SimNetwork(world, conditions);
  const accessPoint = new AccessPoint(world, { ...HOME, channel: CHANNEL, bssid: BSSID });
  const broker = new SimBroker(world, { roundTripMs: 2 * network.conditions.latencyMs, ...quirks });
  network.listen(WORLD_SITE.host, WORLD_SITE.port, between?.service(broker) ?? broker);
  const chips = between?.makeChips(world, station) ?? new BoardChips(world, station, isCounted);
  const profile = profileOf(station, choice.profile, choice.energy);
  const meter = new ChargeMeter(world, profile);
  const timings = profile.joinTimes();
  const site: Site = isJoining ? { ...WORLD_SITE, wifi: WORLD_WIFI } : WORLD_SITE;
  const own = (outside: Outside) => new StationEngine({ station, site, outside, firstMs, isTelling: true });
  const board = new VirtualBoard({
    world,
    network: between?.boardNetwork(network, world) ?? network,
    engine: program?.engine ?? own,
    artefact: program?.artefact ?? { text: "", program: "" },
    radio: (peer) => new SimRadio(world, accessPoint, network, peer, timings, meter),
    meter,
    chips,
    firmware: firmwareOf(profile, station, isJoining),
  });
  return { world, network, accessPoint, broker, board, chips, meter };
}
