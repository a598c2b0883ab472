/*
 * A station's report: what stands in it, what stays away, and the frame that is one byte too short.
 */
import { describe, expect, test } from "vitest";
import { begin, room, take, textAt, used } from "#bytes";
import { makeFacts, noteBoard, noteReason, putReport, reportBytes, statusTopic } from "#status";
import type { Facts } from "#status";
import type { Counters } from "../../src/client/counters.ts";
import { makeClient } from "../../src/client/state.ts";
import { Reason, Status } from "../../src/client/status.ts";
import { WakeCause } from "../../src/runtimes/board.ts";
import { greenhouse } from "../../boards/greenhouse.ts";
import { START_MS, testOptions } from "../support/client.ts";

function countersOf(changes: Partial<Counters> = {}): Counters {
  return { ...makeClient(testOptions(), "board", START_MS).counters, ...changes };
}

function reportOf(changes: Partial<Facts> = {}, counters: Partial<Counters> = {}): string {
  const facts = { ...makeFacts(WakeCause.Power, "0.1.0"), ...changes };
  const frame = begin(reportBytes(facts.version));
  expect(putReport(frame, facts, countersOf(counters))).toBe(Status.Ok);
  return textAt(take(frame), 0, used(frame));
}

describe("putReport", () => {
  test("a board that knows nothing of itself says when it began and what the client counts", () => {
    expect(reportOf()).toBe(
      '{"uptimeS":0,"boots":1,"cause":"power","reconnects":0,' +
        '"dropped":{"full":0,"replaced":0,"expired":0,"unsendable":0},"closed":0,"version":"0.1.0"}',
    );
  });

  test("all that a board may know", () => {
    const facts = { uptimeS: 86_400, boots: 7, cause: WakeCause.Timer, rssiDbm: -61, supplyMv: 3291 };
    const counters = { connects: 3, droppedFull: 1, droppedReplaced: 2, droppedExpired: 4 };
    const text = reportOf(
      { ...facts, freeBytes: 20_480, reason: Reason.Silent },
      { ...counters, droppedUnsendable: 5 },
    );
    expect(JSON.parse(text)).toEqual({
      uptimeS: 86_400,
      boots: 7,
      cause: "timer",
      rssiDbm: -61,
      supplyMv: 3291,
      freeBytes: 20_480,
      reconnects: 2,
      dropped: { full: 1, replaced: 2, expired: 4, unsendable: 5 },
      closed: 14,
      version: "0.1.0",
    });
  });

  test.each([
    [WakeCause.Power, "power"],
    [WakeCause.Restart, "restart"],
    [WakeCause.Timer, "timer"],
    [WakeCause.Pin, "pin"],
  ])("cause %d is the word %s", (cause, word) => {
    expect(JSON.parse(reportOf({ cause }))).toMatchObject({ cause: word });
  });

  test("no supply and no memory at all are said: only less than that is not known", () => {
    const report = JSON.parse(reportOf({ supplyMv: 0, freeBytes: 0 })) as Record<string, unknown>;
    expect(report).toMatchObject({ supplyMv: 0, freeBytes: 0 });
    expect(report).not.toHaveProperty("rssiDbm");
  });

  test("the first connection is no reconnect, and neither is none", () => {
    const reconnects = [0, 1, 2].map((connects) => JSON.parse(reportOf({}, { connects })) as unknown);
    expect(reconnects).toMatchObject([{ reconnects: 0 }, { reconnects: 0 }, { reconnects: 1 }]);
  });

  test("the longest report is as long as reportBytes says, and a frame of one byte less stays empty", () => {
    const most = 2 ** 30 - 1;
    const longest = { uptimeS: most, boots: most, cause: WakeCause.Restart, rssiDbm: -most };
    const counters = { connects: most + 1, droppedFull: most, droppedReplaced: most, droppedExpired: most };
    const facts = { ...longest, supplyMv: most, freeBytes: most, reason: most as Reason };
    const bytes = reportOf(facts, { ...counters, droppedUnsendable: most }).length;
    expect(bytes).toBe(reportBytes("0.1.0"));
    const frame = begin(reportBytes("0.1.0") - 1);
    expect(putReport(frame, makeFacts(WakeCause.Power, "0.1.0"), countersOf())).toBe(Status.Full);
    expect([used(frame), room(frame)]).toEqual([0, reportBytes("0.1.0") - 1]);
  });
});

test("what the board says of itself, and why a connection ended, is noted for the next report", () => {
  const facts = makeFacts(WakeCause.Power, "0.1.0");
  noteBoard(facts, 86_400, 7, -61, 20_480, 3291);
  noteReason(facts, Reason.Silent);
  expect(facts).toMatchObject({ uptimeS: 86_400, boots: 7, rssiDbm: -61, freeBytes: 20_480, supplyMv: 3291 });
  expect(facts.reason).toBe(Reason.Silent);
});

test("a report goes to the station's status", () => {
  expect(statusTopic(greenhouse)).toBe("greenhouse/status");
});
