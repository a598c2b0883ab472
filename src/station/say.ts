/*
 * What a station says besides its readings, each as one message: reports, Home Assistant's description, texts.
 * Not here: when (speech.ts), and what stands in them (#status, #discovery).
 */
import { freeBytes, rssiDbm } from "#board";
import { clear, take } from "#bytes";
import type { Payload } from "#bytes";
import { makeDiscovery } from "#discovery";
import { identity, portNowMs } from "#port";
import { noteBoard, putReport, statusTopic } from "#status";
import { WhenFull } from "../client/options.ts";
import { publishMessage } from "../client/publish.ts";
import { setOnce, Slot } from "./plan.ts";
import type { Runner } from "./runner.ts";
import type { Sampler } from "./sampler.ts";
import type { Feed, Station } from "./station.ts";

const enum Again {
  AfterS = 10,
}

/** Publish a text now, or when there is a connection; below 0 when the outbox has no room for it. */
export function say(
  runner: Runner,
  topic: string,
  payload: Payload,
  qos: number,
  isRetained: boolean,
): number {
  const message = runner.speech.message;
  message.topic = topic;
  message.payload = payload;
  message.source = undefined;
  message.qos = qos;
  message.retain = isRetained;
  // Held back with the readings it would be of no use, and no reading goes for it.
  message.isAlarm = true;
  message.whenFull = WhenFull.Refuse;
  return publishMessage(runner.client, message);
}

/** The QoS of its readings: a build without QoS 1 has it for nothing else either. */
function mostQos(station: Station): number {
  for (let at = 0; at < station.feeds.length; at += 1) if ((station.feeds[at] as Feed).qos > 0) return 1;
  return 0;
}

/** Publish what Home Assistant has to know, while it is made. */
export function tellHomeAssistant(runner: Runner): void {
  const discovery = makeDiscovery(runner.station, identity(runner.port), runner.speech.version);
  const message = runner.speech.message;
  if (discovery === undefined) return;
  message.topic = discovery.topic;
  message.payload = undefined;
  message.source = discovery.source;
  message.totalBytes = discovery.totalBytes;
  message.qos = mostQos(runner.station);
  message.retain = true;
  message.whenFull = WhenFull.Refuse;
  // The outbox may be full, and nothing else would try again.
  if (publishMessage(runner.client, message) < 0)
    setOnce(runner.plan, Slot.Discovery, Again.AfterS, portNowMs(runner.port));
}

/** Publish how the station fares. */
export function report(runner: Runner): void {
  const speech = runner.speech;
  clear(speech.frame);
  noteBoard(
    speech.facts,
    runner.plan.counterS,
    runner.plan.boots,
    rssiDbm(runner.port),
    freeBytes(runner.port),
    supplyMv(runner),
  );
  putReport(speech.frame, speech.facts, runner.client.counters);
  // Readings may leave no room for it; they go out first then.
  speech.isReporting = say(runner, statusTopic(runner.station), take(speech.frame), 0, false) < 0;
}

/** What a feed of the supply has measured last; -1 for none. */
function supplyMv(runner: Runner): number {
  for (let at = 0; at < runner.samplers.length; at += 1) {
    const sampler = runner.samplers[at] as Sampler;
    if (sampler.feed.sensor.name === "supply" && sampler.readings > 0) return sampler.values[0] as number;
  }
  return -1;
}
