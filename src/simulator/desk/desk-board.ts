/*
 * A built station in real time: what its board is given, unchanged, in its runtime's engine on this computer's
 * network, against a real broker, with a subscriber that prints what arrives.
 * Not here: the station's own loop (desk.ts), and virtual time (run-world.ts).
 */
import { fillTopic } from "../../station/station.ts";
import type { Station } from "../../station/station.ts";
import { brokerText } from "../address.ts";
import type { BrokerAddress } from "../address.ts";
import type { DeskOptions } from "./desk.ts";
import { withBroker } from "./desk-broker.ts";
import { deskChips } from "./desk-chips.ts";
import { ended, READY_MS, within } from "./desk-time.ts";
import { HostBoard } from "../engines/host-board.ts";
import { builtProgram } from "../program.ts";
import { runtimeOf } from "../engines/names.ts";
import type { BuiltEngine } from "../engines/names.ts";
import { makeShow, plural, secondsText } from "../show.ts";
import { subscribeTo } from "./subscriber.ts";

export interface DeskBoardOptions extends DeskOptions {
  /** The file of the station, which is built. */
  path: string;
  engine: BuiltEngine;
}

/** What `--json` prints: what can be seen from outside of a board. */
export interface DeskBoardResult {
  /** Something was received, and the program had no error that nobody caught. */
  ok: boolean;
  engine: string;
  received: number;
  faults: number;
}

/** Stands for a board's own id, which is not known from outside: no topic has it. */
const ANY_ID = "\0";

/** Levels with the board's id may be any. */
function filterOf(station: Station): string[] {
  const levels = station.feeds.map((feed) => fillTopic(station, feed, ANY_ID).split("/"));
  return levels.map((each) => each.map((level) => (level.includes(ANY_ID) ? "+" : level)).join("/"));
}

/**
 * Build a station and run it until the end that the options give.
 *
 * @throws  Error for all that is wrong with station, build, address or ports
 */
export function runDeskBoard(options: DeskBoardOptions): Promise<DeskBoardResult> {
  const station = { ...options.station, runtime: runtimeOf(options.engine) };
  return withBroker(station, options.broker, (address, isEmbedded) =>
    runAt({ ...options, station }, address, isEmbedded),
  );
}

async function runAt(
  options: DeskBoardOptions,
  address: BrokerAddress,
  isEmbedded: boolean,
): Promise<DeskBoardResult> {
  const { station, path, engine, stop, out, forMs, hear } = options;
  const { kind, artefact } = await builtProgram(path, station, engine, address);
  const startMs = performance.now();
  let received = 0;
  const show = makeShow(out, () => plural(received, "reading"), hear);
  const say = (text: string) => show.line(`${secondsText(performance.now() - startMs).padStart(9)}  ${text}`);
  show.line(`broker     ${brokerText(address)}${isEmbedded ? " (embedded)" : ""}`);
  show.line(`station    ${station.name} on ${station.hardware.name}, built for ${kind.name}`);
  const subscriber = subscribeTo(address, filterOf(station), (topic, payload) => {
    received += 1;
    say(`${topic}  ${payload.toString()}`);
  });
  await within(subscriber.ready, READY_MS, stop);
  const board = new HostBoard(kind, deskChips(station));
  board.onLog = say;
  board.start(artefact);
  await ended(forMs, stop);
  board.stop();
  await subscriber.stop();
  show.end();
  const faults = board.log.filter((line) => line.startsWith("fault ")).length;
  return { ok: received > 0 && faults === 0, engine: kind.name, received, faults };
}
