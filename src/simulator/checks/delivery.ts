/*
 * What a station promises about its readings, each promise as a check.
 */
import { timeText } from "../world/trace.ts";
import type { Bounds } from "./bounds.ts";
import type { Check, Publish, Sample } from "./evidence.ts";

const nameOf = ({ topic, number }: { topic: string; number: number | undefined }) =>
  `${topic} ${number === undefined ? "(garbled)" : `sample ${number}`}`;

/** How many there are of each name. */
function tally(list: readonly { topic: string; number: number | undefined }[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const each of list) counts.set(nameOf(each), (counts.get(nameOf(each)) ?? 0) + 1);
  return counts;
}

/** Of QoS 1, taken into the outbox and not lost with the power, and old enough to be judged. */
function isOwed({ qos, fate, atMs }: Sample, judgedMs: number): boolean {
  return qos === 1 && atMs <= judgedMs && (fate === "waiting" || fate === "done");
}

const arrivesOnce = ({ settleMs }: Bounds): Check => ({
  sentence: "Every QoS 1 message taken arrives at least once, or was dropped for a reason that is seen.",
  find({ samples, arrivals, endMs }) {
    const arrived = tally(arrivals);
    const owed = samples.filter((sample) => isOwed(sample, endMs - settleMs));
    const short = [...tally(owed)].filter(([name, count]) => count > 0 && !arrived.has(name));
    return short.map(
      ([name]) => `${name} never arrived, and neither a full outbox nor the power explains it`,
    );
  },
});

const onlyWaiting: Check = {
  sentence:
    "Only what waits is written: a full outbox has dropped its oldest, and what is acknowledged is done.",
  find({ links, samples }) {
    const known = tally(samples);
    const writes = links.flatMap((link) => link.writes);
    return writes
      .filter((each) => !each.isWaiting && known.has(nameOf(each)))
      .map((each) => `${nameOf(each)} was written at ${timeText(each.atMs)}, when it no longer waited`);
  },
};

const order: Check = {
  sentence: "Order holds per topic among first arrivals.",
  find({ arrivals }) {
    const last = new Map<string, Publish>();
    const found: string[] = [];
    for (const each of firstOnly(arrivals)) {
      const before = last.get(each.topic);
      if ((before?.number ?? -1) > (each.number ?? 0))
        found.push(`${nameOf(each)} arrived at ${timeText(each.atMs)}, after ${nameOf(before as Publish)}`);
      last.set(each.topic, each);
    }
    return found;
  },
};

/** The first arrival of each sample; garbled ones have no place in an order. */
function firstOnly(arrivals: readonly Publish[]): Publish[] {
  const seen = new Set<string>();
  return arrivals.filter((each) => {
    if (each.number === undefined || seen.has(nameOf(each))) return false;
    seen.add(nameOf(each));
    return true;
  });
}

const onceAConnection: Check = {
  sentence: "Nothing is sent twice on a healthy connection.",
  find({ links, samples }) {
    const measured = tally(samples);
    return links.flatMap(({ writes, dialedMs }) =>
      [...tally(writes)]
        .filter(([name, count]) => count > (measured.get(name) ?? 0) && measured.has(name))
        .map(
          ([name, count]) => `${name} was written ${count} times in the connection of ${timeText(dialedMs)}`,
        ),
    );
  },
};

const measured: Check = {
  sentence: "Nothing arrives that was never measured.",
  find({ arrivals, samples }) {
    const found: string[] = [];
    for (const topic of new Set(arrivals.map((each) => each.topic))) {
      const own = samples.filter((sample) => sample.topic === topic);
      if (own.length === 0) found.push(`${topic} is the topic of no feed`);
      // What a garbled measurement became is not known, only how many there were.
      const unknown = arrivals.filter((each) => each.topic === topic && each.number === undefined);
      const texts = new Set(unknown.map(({ text }) => text));
      const garbled = own.filter(({ number }) => number === undefined).length;
      if (texts.size > garbled)
        found.push(`${topic}: ${texts.size} payloads of no sample, such as ${[...texts][0]}`);
    }
    return found;
  },
};

const arrivesAsWritten: Check = {
  sentence: "What was not written does not arrive, and not more often than it was written.",
  find({ arrivals, links }) {
    const written = tally(links.flatMap(({ writes }) => writes));
    return [...tally(arrivals)]
      .filter(([name, count]) => count > (written.get(name) ?? 0))
      .map(([name, count]) => `${name} arrived ${count} times, written ${written.get(name) ?? 0} times`);
  },
};

const newPublish: Check = {
  sentence:
    "With a clean session, what the outbox still holds is a new publish: DUP 0, and an id that is free.",
  find({ links }) {
    return links.flatMap(({ writes, isClean, dialedMs }) => {
      const repeats = isClean ? writes.filter(({ isDup }) => isDup) : [];
      return repeats.map((each) => `${nameOf(each)} with DUP 1 in the connection of ${timeText(dialedMs)}`);
    });
  },
};

export function deliveryChecks(bounds: Bounds): Check[] {
  return [arrivesOnce(bounds), onlyWaiting, order, onceAConnection, measured, arrivesAsWritten, newPublish];
}
