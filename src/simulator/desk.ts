/*
 * The main job: one station in real time against a real broker, and an independent subscriber that prints
 * what arrives.
 */
import type { Writable } from "node:stream";
import type { Handlers } from "../client/options.ts";
import { Link } from "../client/link.ts";
import { elapsedMs } from "../client/clock.ts";
import { Reason } from "../client/status.ts";
import { checkStation } from "../station/check.ts";
import { endRun, restRun, run } from "../station/run.ts";
import type { Runner } from "../station/run.ts";
import { fillTopic } from "../station/station.ts";
import type { Station } from "../station/station.ts";
import { brokerText, parseBroker } from "./address.ts";
import type { BrokerAddress } from "./address.ts";
import { startBroker } from "./broker.ts";
import type { EmbeddedBroker } from "./broker.ts";
import { makeBus } from "./chips/models.ts";
import { greenhouseClimate } from "./greenhouse-climate.ts";
import { DeskPort } from "./port.ts";
import { countText, makeShow, secondsText } from "./show.ts";
import { subscribeTo } from "./subscriber.ts";
import { closeWords, linkWord, statusWords } from "./words.ts";

export interface DeskOptions {
  station: Station;
  /** undefined for the embedded one. */
  broker: string | undefined;
  /** Ends the run, besides stop. */
  forMs: number | undefined;
  /** Aborted by Ctrl-C. */
  stop: AbortSignal;
  out: Writable & { isTTY?: boolean };
}

/** What `--json` prints. */
export interface DeskResult {
  /** Everything published was acknowledged, and, on the embedded broker, received. */
  ok: boolean;
  published: number;
  acknowledged: number;
  received: number;
  queued: number;
  dropped: { full: number; replaced: number; expired: number; unsendable: number };
  bytesOut: number;
  bytesIn: number;
}

const DEFAULT_PORT = 1883;
/** Nine in the morning: warming up. */
const START_OF_DAY_S = 9 * 3600;
/** How long the end waits for acknowledgements, and then for DISCONNECT to be written. */
const DRAIN_MS = 5000;
const PART_MS = 2000;
/** How long the start waits for the subscriber, so that it misses no reading. */
const READY_MS = 2000;

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** Resolves when the condition holds, or after this time. */
async function until(condition: () => boolean, limitMs: number): Promise<void> {
  const startMs = performance.now();
  while (!condition() && performance.now() - startMs < limitMs) await sleep(10);
}

/** @throws  Error with all that is wrong with the station */
export function requireStation(station: Station): void {
  const problems = checkStation(station);
  if (problems.length > 0) throw new Error(`this station cannot work:\n  ${problems.join("\n  ")}`);
}

function statusText(runner: Runner | undefined): string {
  if (runner === undefined) return "starting";
  const { counters, link, outbox } = runner.client;
  const columns = [
    `link ${linkWord(link).padEnd(8)}`,
    `acknowledged ${countText(counters.acknowledged)}`,
    `queued ${countText(outbox.count)}`,
    `out ${countText(counters.bytesOut)} B`,
    `in ${countText(counters.bytesIn)} B`,
  ];
  for (const { feed, failures, status } of runner.samplers)
    if (failures > 0)
      columns.push(`${feed.sensor.name} failed ${countText(failures)} times: ${statusWords(status)}`);
  return columns.join("   ");
}

/** Handlers that tell a person how the connection fares. */
function tellHandlers(say: (text: string) => void, broker: string, runner: () => Runner): Handlers {
  return {
    onConnect: () => say(`connected to ${broker}`),
    onClose(reason, code) {
      if (reason === Reason.Asked) return;
      const { client } = runner();
      const waitMs = elapsedMs(client.nowMs, client.retryAtMs);
      const count = client.outbox.count;
      const waiting = count === 1 ? "1 reading waits" : `${count} readings wait`;
      say(`${broker}: ${closeWords(reason, code)}; ${waiting}, next try in ${secondsText(waitMs)}`);
    },
  };
}

function resultOf(runner: Runner, received: number, isEmbedded: boolean): DeskResult {
  const { counters, outbox } = runner.client;
  const { accepted, acknowledged, droppedFull, droppedReplaced, droppedExpired, droppedUnsendable } =
    counters;
  const dropped = droppedFull + droppedReplaced + droppedExpired + droppedUnsendable + counters.refused;
  const isSeen = !isEmbedded || received >= accepted;
  return {
    ok: counters.connects > 0 && accepted > 0 && outbox.count === 0 && dropped === 0 && isSeen,
    published: accepted,
    acknowledged,
    received,
    queued: outbox.count,
    dropped: {
      full: droppedFull + counters.refused,
      replaced: droppedReplaced,
      expired: droppedExpired,
      unsendable: droppedUnsendable,
    },
    bytesOut: counters.bytesOut,
    bytesIn: counters.bytesIn,
  };
}

/** Until Ctrl-C, or for the time that was given. */
function ended(options: DeskOptions): Promise<void> {
  return new Promise((resolve) => {
    const timer = options.forMs === undefined ? undefined : setTimeout(resolve, options.forMs);
    options.stop.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
    if (options.stop.aborted) resolve();
  });
}

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
export async function runDesk(options: DeskOptions): Promise<DeskResult> {
  requireStation(options.station);
  const given = options.broker === undefined ? undefined : parseBroker(options.broker);
  const embedded = given === undefined ? await startBroker(DEFAULT_PORT) : undefined;
  try {
    const address = given ?? loopback((embedded as EmbeddedBroker).port);
    return await runAt(options, address, embedded !== undefined);
  } finally {
    await embedded?.stop();
  }
}

function loopback(port: number): BrokerAddress {
  return { host: "127.0.0.1", port, isSecure: false, userName: undefined, password: undefined };
}

async function runAt(options: DeskOptions, address: BrokerAddress, isEmbedded: boolean): Promise<DeskResult> {
  const { station, out } = options;
  const startMs = performance.now();
  const climate = () =>
    greenhouseClimate(START_OF_DAY_S + (performance.now() - startMs) / 1000, startMs % 1000);
  const port = new DeskPort(makeBus(station, climate));
  const topics = station.feeds.map((feed) => fillTopic(station, feed, port.identity()));
  const width = Math.max(...topics.map((topic) => topic.length));
  let runner: Runner | undefined = undefined as Runner | undefined;
  let received = 0;
  const show = makeShow(out, () => statusText(runner));
  const broker = brokerText(address);
  const say = (text: string) => show.line(`${secondsText(performance.now() - startMs).padStart(9)}  ${text}`);
  show.line(`broker     ${broker}${isEmbedded ? " (embedded)" : ""}`);
  show.line(`station    ${station.name} on ${station.hardware.name}`);
  const subscriber = subscribeTo(address, topics, (topic, payload) => {
    received += 1;
    say(`${topic.padEnd(width)}  ${payload.toString()}`);
  });
  await Promise.race([subscriber.ready, sleep(READY_MS)]);
  const current = run(
    station,
    address,
    port,
    tellHandlers(say, broker, () => current),
  );
  runner = current;
  await ended(options);
  await part(
    current,
    () => current.client.outbox.count === 0 && received >= current.client.counters.accepted,
  );
  await subscriber.stop();
  show.end();
  return resultOf(current, received, isEmbedded);
}
