/*
 * The main job: one station in real time against a real broker, and an independent subscriber that prints
 * what arrives.
 */
import { Link } from "../../client/link.ts";
import { endRun, restRun, run } from "../../station/run.ts";
import { UNNAMED } from "../../station/runner.ts";
import type { Runner } from "../../station/runner.ts";
import { fillTopic } from "../../station/station.ts";
import type { Station } from "../../station/station.ts";
import { brokerText } from "../address.ts";
import type { BrokerAddress } from "../address.ts";
import { deskChips } from "./desk-chips.ts";
import { resultOf, statusText } from "./desk-report.ts";
import type { DeskResult } from "./desk-report.ts";
import { withBroker } from "./desk-broker.ts";
import { ended, READY_MS, until, within } from "./desk-time.ts";
import { DeskPort } from "./port.ts";
import { otherTopics } from "../other-topics.ts";
import { makeShow, secondsText } from "../show.ts";
import type { Output } from "../show.ts";
import { tellHandlers } from "../telling.ts";
import { subscribeTo } from "./subscriber.ts";

export interface DeskOptions {
  station: Station;
  /** undefined for the embedded one. */
  broker: string | undefined;
  /** Ends the run, besides stop. */
  forMs: number | undefined;
  /** Aborted by Ctrl-C. */
  stop: AbortSignal;
  out: Output;
  /** Told every line that is printed, but not the status. */
  hear?: (line: string) => void;
}

/** How long the end waits for acknowledgements, and then for DISCONNECT to be written. */
const DRAIN_MS = 5000;
const PART_MS = 2000;

async function part(runner: Runner, isDone: () => boolean): Promise<void> {
  restRun(runner);
  if (runner.client.link === Link.Up) await until(isDone, DRAIN_MS);
  endRun(runner);
  await until(() => runner.client.link === Link.Down, PART_MS);
}

/**
 * Run a station until the end that the options give, then disconnect cleanly.
 *
 * @throws  Error for a broken address, a station that cannot work, or no free port
 */
export function runDesk(options: DeskOptions): Promise<DeskResult> {
  return withBroker(options.station, options.broker, (address, isEmbedded) =>
    runAt(options, address, isEmbedded),
  );
}

async function runAt(options: DeskOptions, address: BrokerAddress, isEmbedded: boolean): Promise<DeskResult> {
  const { station, out } = options;
  const startMs = performance.now();
  const port = new DeskPort(deskChips(station));
  const topics = station.feeds.map((feed) => fillTopic(station, feed, port.identity()));
  const width = Math.max(...topics.map((topic) => topic.length));
  let runner: Runner | undefined = undefined as Runner | undefined;
  let received = 0;
  const show = makeShow(out, () => statusText(runner), options.hear);
  const broker = brokerText(address);
  const say = (text: string) => show.line(`${secondsText(performance.now() - startMs).padStart(9)}  ${text}`);
  show.line(`broker     ${broker}${isEmbedded ? " (embedded)" : ""}`);
  show.line(`station    ${station.name} on ${station.hardware.name}`);
  const others = otherTopics(station, port.identity());
  const subscriber = subscribeTo(address, [...topics, ...others], (topic, payload, isKept) => {
    const isOther = others.includes(topic);
    // What a broker has kept of an earlier run is none of this one's messages.
    if (!isOther || !isKept) received += 1;
    if (!isOther) say(`${topic.padEnd(width)}  ${payload.toString()}`);
  });
  if (!isEmbedded) say("looking for the broker");
  await within(subscriber.ready, READY_MS, options.stop);
  const current = run(
    station,
    address,
    port,
    tellHandlers(say, broker, () => current),
    UNNAMED,
  );
  runner = current;
  await ended(options.forMs, options.stop);
  const { counters, outbox } = current.client;
  // A subscriber that came later than the station does not get what it missed.
  await part(current, () => outbox.count === 0 && (!isEmbedded || received >= counters.accepted));
  await subscriber.stop();
  show.end();
  return resultOf(current, received, isEmbedded);
}
