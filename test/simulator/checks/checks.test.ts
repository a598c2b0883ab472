/*
 * Every check: silent for a good run, and for a run that is spoilt in one place the one that says so.
 */
import { expect, test } from "vitest";
import { cellar } from "../../support/stations/cellar.ts";
import { boundsOf } from "../../../src/simulator/checks/bounds.ts";
import { checksFor, judge } from "../../../src/simulator/checks/checks.ts";
import type { Evidence, Link } from "../../../src/simulator/checks/evidence.ts";
import { goodEvidence, sampleOf, writeOf } from "../../support/evidence.ts";

const BOUNDS = boundsOf(cellar);
const SENTENCES = checksFor(BOUNDS).map(({ sentence }) => sentence);

const firstLink = ({ links }: Evidence) => links[0] as Link;

interface Spoilt {
  name: string;
  spoil: (evidence: Evidence) => void;
  /** The beginning of the sentence that must be broken, and words of what is said. */
  sentence: string;
  text: string;
}

const SPOILT: Spoilt[] = [
  {
    name: "a reading that never arrived",
    spoil: ({ arrivals }) => arrivals.splice(3, 1),
    sentence: "Every QoS 1 message taken arrives",
    text: "cellar/air sample 3 never arrived",
  },
  {
    name: "a reading that waits for ever",
    spoil: (evidence) => {
      (evidence.samples[2] as { fate: string }).fate = "waiting";
      evidence.arrivals.splice(2, 1);
      firstLink(evidence).writes.splice(2, 1);
    },
    sentence: "Every QoS 1 message taken arrives",
    text: "sample 2 never arrived",
  },
  {
    name: "a reading that was dropped, and is written later",
    spoil: (evidence) => {
      firstLink(evidence).writes[4] = writeOf(4, { isWaiting: false });
    },
    sentence: "Only what waits is written",
    text: "sample 4 was written at 00:20:00.010, when it no longer waited",
  },
  {
    name: "two readings that change places",
    spoil: ({ arrivals }) => arrivals.splice(2, 2, writeOf(3), writeOf(2)),
    sentence: "Order holds",
    text: "sample 2 arrived at 00:10:00.010, after cellar/air sample 3",
  },
  {
    name: "a reading that is written twice on one connection",
    spoil: (evidence) => firstLink(evidence).writes.push(writeOf(7)),
    sentence: "Nothing is sent twice",
    text: "sample 7 was written 2 times",
  },
  {
    name: "a payload that no sample has",
    spoil: (evidence) => {
      const invented = writeOf(0, { number: undefined, text: "forged" });
      firstLink(evidence).writes.push(invented);
      evidence.arrivals.push(invented);
    },
    sentence: "Nothing arrives that was never measured",
    text: "1 payloads of no sample, such as forged",
  },
  {
    name: "a topic of no feed",
    spoil: (evidence) => {
      const stray = writeOf(7, { topic: "attic/air" });
      firstLink(evidence).writes.push(stray);
      evidence.arrivals.push(stray);
    },
    sentence: "Nothing arrives that was never measured",
    text: "attic/air is the topic of no feed",
  },
  {
    name: "a reading that arrives more often than it was written",
    spoil: ({ arrivals }) => arrivals.push(writeOf(7)),
    sentence: "What was not written does not arrive",
    text: "sample 7 arrived 2 times, written 1 times",
  },
  {
    name: "DUP with a clean session",
    spoil: (evidence) => {
      firstLink(evidence).writes[1] = writeOf(1, { isDup: true });
    },
    sentence: "With a clean session",
    text: "sample 1 with DUP 1",
  },
  {
    name: "what the strict broker forbids",
    spoil: ({ violations }) => violations.push("00:00:01.000 cellar: PUBLISH with packet id 0"),
    sentence: "Nothing that MQTT 3.1.1 forbids",
    text: "PUBLISH with packet id 0",
  },
  {
    name: "an error that nobody caught",
    spoil: (evidence) => (evidence.faultCount = 1),
    sentence: "Nothing that is received can throw",
    text: "1 errors",
  },
  {
    name: "a write that is too long",
    spoil: (evidence) => (evidence.largestWriteBytes = 193),
    sentence: "Nothing grows",
    text: "a write of 193 bytes, txBytes is 192",
  },
  {
    name: "a client whose records are wrong",
    spoil: (evidence) => evidence.inside.push("outbox entries: 17, the limit is 16"),
    sentence: "Nothing grows",
    text: "17, the limit is 16",
  },
  {
    name: "a pause that is longer than retryCapS",
    spoil: (evidence) => {
      const [link] = evidence.links as [Link];
      evidence.links.unshift({ ...link, dialedMs: -400_000, upMs: undefined, writes: [], endedMs: -399_000 });
    },
    sentence: "The next attempt follows",
    text: "no attempt for 399.1 s",
  },
  {
    name: "a station that stays away",
    spoil: (evidence) => (firstLink(evidence).upMs = BOUNDS.upMs + 1),
    sentence: "After a storm",
    text: "not connected",
  },
  {
    name: "a station that is away again at the end",
    spoil: (evidence) => (firstLink(evidence).endedMs = evidence.endMs - 1),
    sentence: "After a storm",
    text: "not connected at the end of the calm",
  },
  {
    name: "readings that wait on a link that is up",
    spoil: (evidence) => (firstLink(evidence).clearedMs = BOUNDS.clearMs + 201),
    sentence: "In calm, what waits",
    text: "up at 00:00:00.200",
  },
  {
    name: "a feed that is no longer measured",
    spoil: (evidence) => {
      evidence.samples.length = 3;
      evidence.arrivals.length = 3;
      firstLink(evidence).writes.length = 3;
    },
    sentence: "In calm, every feed",
    text: "2 measurements, not 5",
  },
];

test("a good run breaks nothing", () => {
  expect(judge(goodEvidence(), BOUNDS)).toEqual([]);
});

for (const { name, spoil, sentence, text } of SPOILT) {
  test(`${name} breaks: ${sentence}`, () => {
    const evidence = goodEvidence();
    spoil(evidence);
    const findings = judge(evidence, BOUNDS);
    expect([...new Set(findings.map((each) => each.sentence))]).toEqual([
      SENTENCES.find((each) => each.startsWith(sentence)),
    ]);
    expect(findings.map((each) => each.text).join("\n")).toContain(text);
  });
}

test("every check is broken by one of these runs", () => {
  const broken = SENTENCES.filter((each) => SPOILT.some(({ sentence }) => each.startsWith(sentence)));
  expect(broken).toEqual(SENTENCES);
});

test("what a full outbox or the power explains is not missed", () => {
  for (const fate of ["dropped", "refused", "lost with the power"] as const) {
    const evidence = goodEvidence();
    evidence.samples[3] = sampleOf(3, { fate });
    evidence.arrivals.splice(3, 1);
    firstLink(evidence).writes.splice(3, 1);
    expect(judge(evidence, BOUNDS)).toEqual([]);
  }
});
