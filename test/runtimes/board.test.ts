/*
 * #board on every engine that is present, by one table of cases: joining, sleep, what is kept, and facts. Where boards
 * differ, BOARDS says how.
 */
import { describe, expect, test } from "vitest";
import { Cause, Status } from "../../src/client/status.ts";
import { WakeCause, Watchdog } from "../../src/runtimes/board.ts";
import { PortEvent } from "../../src/runtimes/port.ts";
import type { BoardEvent } from "../../src/simulator/engines/engine.ts";
import { EPOCH_S } from "../../src/simulator/engines/outside.ts";
import { boardBenches, lifeOf } from "../support/boards.ts";
import type { BoardName } from "../support/boards.ts";
import { JOINED } from "../support/life.ts";
import type { Happening } from "../support/life.ts";

interface Facts {
  /** What of a hint it asks the radio for. */
  hinted: string[];
  /** What it asks for again after that: an address stays. */
  stays: string[];
  /** The hint that it tells, behind channel and BSSID. */
  addresses: string;
  /** It can be given an address. */
  isFixed: boolean;
  /** How often a failure must happen until its firmware tells. */
  tries: number;
  noAddress: Cause | undefined;
  /** The firmware says that it leaves when it is told to stop after a failure. */
  leaves: string[];
  saves: [Status, Status];
  longestMs: number;
  causes: Record<"power" | "restart" | "timer" | "pin", WakeCause>;
}

const FOUND = "060a0b0c0d0e0f";
const ZEROS = "0".repeat(32);
const ADDRESSES = "0a000009ffffff000a000001";
const [CHANNEL, BSSID, ADDRESS] = ['"channel":6', '"bssid":"0a:0b:0c:0d:0e:0f"', '"address":"10.0.0.9"'];
const ALL = {
  power: WakeCause.Power,
  restart: WakeCause.Restart,
  timer: WakeCause.Timer,
  pin: WakeCause.Pin,
};
const UNSAID = { ...ALL, restart: WakeCause.Power };
const SILENT = { ...UNSAID, timer: WakeCause.Power, pin: WakeCause.Power };

const NODEMCU: Facts = {
  hinted: [BSSID, ADDRESS],
  stays: [ADDRESS],
  addresses: `${ADDRESSES}0a000001`,
  isFixed: true,
  tries: 1,
  noAddress: Cause.NotAdmitted,
  leaves: ["leave"],
  saves: [Status.Ok, Status.Ok],
  longestMs: 13_315_000,
  causes: ALL,
};
const MODDABLE: Facts = {
  hinted: [CHANNEL, BSSID],
  stays: [],
  addresses: ZEROS,
  isFixed: false,
  tries: 1,
  noAddress: Cause.NoAccessPoint,
  leaves: ["leave"],
  saves: [Status.Unsupported, Status.Unsupported],
  longestMs: 4_294_967,
  causes: SILENT,
};
const ESPRUINO: Facts = {
  ...NODEMCU,
  hinted: [CHANNEL, BSSID, ADDRESS],
  saves: [Status.Ok, Status.Unsupported],
  longestMs: 2_147_483,
};
const BOARDS: Record<BoardName, Facts> = {
  "espruino esp32": {
    ...ESPRUINO,
    ...{ hinted: [ADDRESS], tries: 3, noAddress: undefined, leaves: [], causes: UNSAID },
  },
  "espruino esp8266": ESPRUINO,
  "moddable esp32": { ...MODDABLE, tries: 6, noAddress: undefined, longestMs: 0 },
  "moddable esp8266": MODDABLE,
  nodemcu: NODEMCU,
  "nodemcu files": NODEMCU,
};

const HINT = `${FOUND}0a000009ffffff000a0000010a000001`;
const joins = (...facts: string[]): string =>
  `join {${['"ssid":"barn"', '"password":"secret12"', ...facts].join()}}`;

type Failure = (BoardEvent & { event: "unjoined" })["failure"];
const fails = (failure: Failure, times: number): Happening[] =>
  Array.from({ length: times }, () => ({ event: "unjoined", failure }));
const unjoined = (cause: Cause): string => `${PortEvent.Unjoined} ${cause}`;
const line = (status: number): string => `${status}`;

const NAMES = ["power", "restart", "timer", "pin"];

/** Without what a firmware does while it tries again and again. */
const settled = (lines: string[]): string[] => lines.filter((each) => !/^(?:join \{|leave)/.test(each));

const benches = await boardBenches();

describe.each(benches)("$title", (bench) => {
  const facts = BOARDS[bench.board];

  test("joins, and tells a hint", () => {
    const { lines } = lifeOf(bench, ["join -", JOINED, "told"]);
    expect(lines).toEqual([joins(), line(Status.Ok), `joined ${FOUND}${facts.addresses}`]);
  });

  test("joins by a hint", () => {
    const { lines } = lifeOf(bench, [`join ${HINT}`, JOINED, "told"]);
    expect(lines.slice(0, 2)).toEqual([joins(...facts.hinted), line(Status.Ok)]);
    expect(lines[2]).toMatch(`joined ${FOUND}`);
  });

  test("a hint that does not hold any more costs one more join, by itself", () => {
    const stale = [`join ${HINT}`, ...fails("no access point", facts.tries), JOINED, "told"];
    const { lines } = lifeOf(bench, stale);
    expect(lines).toContain(joins(...facts.stays));
    expect(settled(lines)).toEqual([line(Status.Ok), `joined ${FOUND}${facts.addresses}`]);
  });

  test("a hint of another length is none", () => {
    expect(lifeOf(bench, ["join 06"]).lines).toEqual([joins(), line(Status.Ok)]);
  });

  test("takes an address of its own, where the firmware can", () => {
    const { lines } = lifeOf(bench, ["fixed -"]);
    expect(lines[0]).toBe(joins(...(facts.isFixed ? ['"address":"10.0.0.44"'] : [])));
  });

  test("a failure is told once, with its cause, and nothing is tried again", () => {
    const causes: [Failure, Cause | undefined][] = [
      ["no access point", Cause.NoAccessPoint],
      ["wrong password", Cause.WrongPassword],
      ["no address", facts.noAddress],
    ];
    for (const [failure, cause] of causes) {
      const happenings = ["join -", ...fails(failure, facts.tries), "told", 60_000, JOINED, "told"];
      const { lines } = lifeOf(bench, happenings);
      if (cause === undefined) expect(settled(lines)[1]).toBe("");
      else expect(settled(lines)).toEqual([line(Status.Ok), unjoined(cause), ""]);
    }
  });

  test("a wrong password is no reason to try without the hint", () => {
    const { lines } = lifeOf(bench, [`join ${HINT}`, ...fails("wrong password", facts.tries), "told"]);
    expect(settled(lines)).toEqual([line(Status.Ok), unjoined(Cause.WrongPassword)]);
    expect(lines.filter((each) => each === joins())).toEqual([]);
  });

  test("a network that is lost is told once, and can be joined again", () => {
    const lost = ["join -", JOINED, "told", ...fails("lost", facts.tries), "told", 1000, "told"];
    const { lines } = lifeOf(bench, [...lost, "join -", JOINED, "told"]);
    expect(settled(lines).slice(2)).toEqual([
      unjoined(Cause.Reset),
      "",
      line(Status.Ok),
      expect.stringMatching(/^joined/),
    ]);
  });

  test("after it has left, nothing is told", () => {
    const { lines } = lifeOf(bench, ["join -", JOINED, "told", "leave", 1000, "told"]);
    expect(lines.slice(3)).toEqual(["leave", "", ""]);
    expect(lifeOf(bench, ["join -", "leave", JOINED, ...fails("lost", 6), "told"]).lines.at(-1)).toBe("");
  });

  test("says what its radio can save, how well it hears, and nothing of what it does not know", () => {
    const happenings = ["save 0", "save 1", "save 2", "rssi", "join -", JOINED, "rssi", "leave", "rssi"];
    const { lines } = lifeOf(bench, happenings, { rssiDbm: () => -70 });
    const numbers = settled(lines).filter((each) => !each.startsWith("joined"));
    expect(numbers).toEqual([0, ...facts.saves, 0, 0, -70, 0].map(line));
  });

  for (const [cause, known] of Object.entries(BOARDS[bench.board].causes))
    test(`a start by ${cause} is known as ${NAMES[known]}`, () => {
      const outside = { wakeCause: () => cause as keyof Facts["causes"] };
      expect(lifeOf(bench, ["cause", "cause"], outside).lines).toEqual([line(known), line(known)]);
    });

  test("sleeps as long as it can, or says that it cannot", () => {
    expect(lifeOf(bench, ["longest"]).lines).toEqual([line(facts.longestMs)]);
    const asleep = lifeOf(bench, [`sleep ${facts.longestMs} 0`, "longest"]);
    if (facts.longestMs > 0) expect(asleep.lines).toEqual([`sleep ${facts.longestMs}`]);
    else expect(asleep.lines[0]).toBe(line(Status.Unsupported));
  });

  test("a pin wakes it only where the chip can, and not together with the timer", () => {
    const canWake = bench.board === "espruino esp32";
    expect(lifeOf(bench, ["sleep 0 5"]).lines).toEqual([
      canWake ? "sleep 0 pin 4" : line(Status.Unsupported),
    ]);
    expect(lifeOf(bench, ["sleep 1000 5"]).lines).toEqual([line(Status.Unsupported)]);
  });

  test("restarts", () => {
    expect(lifeOf(bench, ["restart", "cause"]).lines).toEqual(["restart"]);
  });

  test("feeds the watchdog that can be fed", () => {
    const hasOne = bench.board === "espruino esp32" || bench.board.startsWith("nodemcu");
    const fed = hasOne ? [`watchdog ${Watchdog.LimitS * 1000}`, "done"] : ["done"];
    expect(lifeOf(bench, ["feed", "feed"]).lines).toEqual([...fed, ...fed]);
  });

  test("knows the time once a server has answered", () => {
    const { lines } = lifeOf(bench, ["epoch", "ask", 0, "epoch", 90_000, "epoch"]);
    expect(lines).toEqual([0, Status.Ok, EPOCH_S, EPOCH_S + 90].map(line));
    const silent = lifeOf(bench, ["ask", 0, "epoch"], { epochS: () => undefined });
    expect(silent.lines).toEqual(["0", "0"]);
  });

  test("counts on when a server sets its clock in the middle of a long wait", () => {
    const { lines } = lifeOf(bench, ["now", "ask", 250, 6750, "now"]);
    const [fromMs, , toMs] = lines.map(Number) as [number, number, number];
    // Espruino has one clock for both, and loses as much as lies between two looks at it.
    expect(toMs - fromMs).toBeGreaterThanOrEqual(6750);
    expect(toMs - fromMs).toBeLessThanOrEqual(7000);
  });

  test("says how much memory is free, or that it does not know", () => {
    const known = bench.board.startsWith("moddable") ? "unknown" : "some";
    expect(lifeOf(bench, ["free"]).lines).toEqual([known]);
  });
});
