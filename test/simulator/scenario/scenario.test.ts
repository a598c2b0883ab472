/*
 * The steps of a scenario happen one after the other, and it ends by itself, with a line where it failed.
 */
import { expect, test } from "vitest";
import { cellar } from "../../support/stations/cellar.ts";
import { Ordeal } from "../../../src/simulator/storm/ordeal.ts";
import { Scenario } from "../../../src/simulator/scenario/scenario.ts";
import { parseScenario } from "../../../src/simulator/scenario/steps.ts";
import { makeWorld } from "../../../src/simulator/virtual/world-parts.ts";

function played(...lines: string[]) {
  const told: string[] = [];
  const ordeal = new Ordeal(cellar);
  let endedMs: number | undefined;
  const parts = makeWorld({
    ...{ station: cellar, seed: 2, between: ordeal.between },
    hear: ({ atMs, place, text }) => {
      if (place === "fault" || place === "check") told.push(`${Math.round(atMs / 1000)} ${text}`);
    },
  });
  const { world, board, broker } = parts;
  const steps = parseScenario(`steps:\n${lines.join("\n")}`, "s.yaml");
  const scenario = new Scenario(steps, "s.yaml", () => (endedMs ??= world.nowMs));
  const setting = ordeal.watch(parts);
  const arrived = broker.onPublish;
  broker.onPublish = (...all) => {
    arrived(...all);
    scenario.see(all[1]);
  };
  board.onPrint = (text) => scenario.see(text);
  scenario.begin(setting);
  board.powerOn();
  world.runTo(3_600_000);
  return { told, scenario, endedS: Math.round((endedMs ?? Infinity) / 1000) };
}

test("faults begin at their time and do not hold up the steps behind them", () => {
  const { told, scenario, endedS } = played(
    "  - expect: cellar/air",
    "    within: 30s",
    "  - at: 10m",
    "    fault: broker-down",
    "    for: 2m",
    "  - fault: latency",
    "    for: 1m",
    "  - wait: 5m",
    "  - after: 30s",
    "    fault: reset",
  );
  expect(told.slice(1)).toEqual([
    "600 broker-down for 120 s",
    "600 latency (latencyMs 500, jitterMs 200) for 60 s",
    "660 latency is over",
    "720 broker-down is over",
    "930 reset",
  ]);
  expect([scenario.isDone, scenario.failure, endedS]).toEqual([true, undefined, 930]);
});

test("what is expected and does not come fails the scenario, at its line and in its time", () => {
  const { scenario, endedS } = played(
    "  - wait: 1m",
    "  - expect: attic/air",
    "    within: 5m",
    "  - wait: 1m",
  );
  expect(scenario.isDone).toBe(false);
  expect(scenario.failure).toBe('s.yaml:3: "attic/air" has not come within 300 s');
  expect(endedS).toBe(360);
});

test("a time that has passed fails the scenario", () => {
  const { scenario } = played("  - wait: 5m", "  - at: 2m", "    fault: reset");
  expect(scenario.failure).toBe(
    "s.yaml:3: at 00:02:00.000 has passed: the steps before took until 00:05:00.000",
  );
});

test("a printed line counts as well as a topic", () => {
  const { scenario, endedS } = played("  - expect: connected to", "    within: 1m");
  expect(scenario.isDone).toBe(true);
  expect(endedS).toBeLessThan(60);
});
