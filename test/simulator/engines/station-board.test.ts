/*
 * The board of a station that runs in this process: what it asks of the world, and what it is told.
 */
import { describe, expect, test } from "vitest";
import { Cause, Status } from "../../../src/client/status.ts";
import { Block, PowerSave, WakeCause, Watchdog } from "../../../src/runtimes/board.ts";
import { PortEvent } from "../../../src/runtimes/port.ts";
import type { BoardEvent, Kept, Outside } from "../../../src/simulator/engines/engine.ts";
import { EPOCH_S, OPEN_OUTSIDE } from "../../../src/simulator/engines/outside.ts";
import { StationPort } from "../../../src/simulator/engines/station-port.ts";
import type { Runtime } from "../../../src/station/station.ts";
import { callLine } from "../../support/engines.ts";
import { JOINED } from "../../support/life.ts";

const WIFI = { ssid: "barn", password: "secret12" };
const FIXED = {
  ...WIFI,
  address: "10.0.0.44",
  netmask: "255.255.255.0",
  gateway: "10.0.0.1",
  dns: "10.0.0.1",
};
const HINT = "060a0b0c0d0e0f0a000009ffffff000a0000010a000001";
const HINTED = '"channel":6,"bssid":"0a:0b:0c:0d:0e:0f"';
const joins = (rest = ""): string => `join {"ssid":"barn","password":"secret12"${rest}}`;

function boardOf({
  outside = {},
  kept = {},
  runtime = "nodemcu",
}: { outside?: Partial<Outside>; kept?: Kept; runtime?: Runtime } = {}) {
  const port = new StationPort({ ...OPEN_OUTSIDE, ...outside }, runtime, kept, 0, "id");
  const told: string[] = [];
  port.bind((_owner, event, detail) => {
    const words = detail instanceof Uint8Array ? Buffer.from(detail).toString("hex") : `${detail}`;
    told.push(`${PortEvent.Joined === event ? "joined" : event} ${words}`);
  }, {});
  const asked = (): string[] => port.calls.splice(0).map(callLine);
  return { port, told, asked, kept };
}

const failed = (failure: (BoardEvent & { event: "unjoined" })["failure"]): BoardEvent => ({
  event: "unjoined",
  failure,
});

describe("Wi-Fi", () => {
  test("is joined by its name, and by a hint that is then told again", () => {
    const { port, told, asked } = boardOf();
    expect(port.join(WIFI, "")).toBe(Status.Ok);
    port.happen(JOINED);
    expect([asked(), told]).toEqual([[joins()], [`joined ${HINT}`]]);
    port.join(WIFI, Buffer.from(HINT, "hex"));
    expect(asked()).toEqual([joins(`,${HINTED},"address":"10.0.0.9"`)]);
  });

  test("with an address of its own, which a hint does not change", () => {
    const { port, asked } = boardOf();
    port.join(FIXED, Buffer.from(HINT, "hex"));
    expect(asked().join()).toContain('"address":"10.0.0.44"');
  });

  test("is looked for once more without a hint that fails, but not after a wrong password", () => {
    const { port, told, asked } = boardOf();
    port.join(WIFI, Buffer.from(HINT, "hex"));
    port.happen(failed("no access point"));
    expect(asked()[1]).toBe(joins());
    port.happen(failed("no access point"));
    port.join(WIFI, Buffer.from(HINT, "hex"));
    port.happen(failed("wrong password"));
    expect(told).toEqual(
      [Cause.NoAccessPoint, Cause.WrongPassword].map((cause) => `${PortEvent.Unjoined} ${cause}`),
    );
  });

  test("is lost once, and left without a word", () => {
    const { port, told, asked } = boardOf();
    port.join(WIFI, "");
    port.happen(JOINED);
    port.happen(failed("lost"));
    port.happen(failed("lost"));
    expect(told.slice(1)).toEqual([`${PortEvent.Unjoined} ${Cause.Reset}`]);
    asked();
    port.leave();
    port.join(WIFI, "");
    port.leave();
    port.happen(JOINED);
    expect([asked(), told.length]).toEqual([[joins(), "leave"], 2]);
  });
});

test("knows why it runs, how well it hears, and the time once it has asked", () => {
  const { port } = boardOf({ outside: { wakeCause: () => "pin", rssiDbm: () => -70 } });
  expect([port.wakeCause(), port.rssiDbm(), port.epochS()]).toEqual([WakeCause.Pin, -70, 0]);
  port.pass(10_000);
  expect(port.askTime()).toBe(Status.Ok);
  port.pass(2500);
  expect(port.epochS()).toBe(EPOCH_S + 2);
});

test("asks for nothing any more once it sleeps, and no timer rings", () => {
  const { port, asked, told, kept } = boardOf();
  port.wakeAt(5);
  port.feedWatchdog();
  expect(port.setPowerSave(PowerSave.Modem)).toBe(Status.Ok);
  expect(port.sleepFor(60_000, -1)).toBe(Status.Ok);
  port.open("broker", 1883, false);
  port.keep(Block.Session, Uint8Array.of(1));
  port.restart();
  port.pass(10);
  port.happen({ event: "timer" });
  expect(asked()).toEqual([`watchdog ${Watchdog.LimitS * 1000}`, "sleep 60000"]);
  expect([told, kept, port.leftMs]).toEqual([[], {}, undefined]);
});

test("sleeps until a pin, and restarts", () => {
  const first = boardOf();
  first.port.sleepFor(0, 4);
  const second = boardOf();
  second.port.restart();
  expect([...first.asked(), ...second.asked()]).toEqual(["sleep 0 pin 4", "restart"]);
});

// Runtime, how long it can sleep, and how many bytes there are for blocks.
const ROOM: [Runtime, number, number][] = [
  ["nodemcu", 13_315_000, 460],
  ["espruino", 2_147_483, 4000],
];
for (const [runtime, longestMs, bytes] of ROOM)
  test(`keeps up to ${bytes} bytes as ${runtime} does, a copy of them, and sleeps up to ${longestMs} ms`, () => {
    const { port, kept } = boardOf({ runtime });
    const own = new Uint8Array(bytes - 2).fill(1);
    expect(port.longestSleepMs()).toBe(longestMs);
    expect(port.keep(Block.Network, Uint8Array.of(7, 8))).toBe(Status.Ok);
    expect(port.keep(Block.Session, own)).toBe(Status.Ok);
    expect(port.keep(Block.Session, new Uint8Array(bytes - 1))).toBe(Status.TooLarge);
    own.fill(2);
    const next = boardOf({ runtime, kept }).port;
    expect([next.kept(Block.Session)?.[0], next.kept(Block.Network), next.kept(Block.Station)]).toEqual([
      1,
      Uint8Array.of(7, 8),
      undefined,
    ]);
    expect(Object.keys(kept).every((name) => name.startsWith("rtc"))).toBe(runtime === "nodemcu");
  });
