/*
 * What breaks things during `catnap sim`: a storm, a scenario, or nothing; and how such a run ends.
 */
import { readFileSync } from "node:fs";
import { isDeepSleeper } from "../station/availability.ts";
import { feedName } from "../station/station.ts";
import type { Station } from "../station/station.ts";
import { boundsOf } from "../simulator/checks/bounds.ts";
import type { Quirks } from "../simulator/broker/quirks.ts";
import type { Conditions } from "../simulator/network/conditions.ts";
import { isCountable } from "../simulator/chips/counted.ts";
import { Ordeal } from "../simulator/storm/ordeal.ts";
import { Scenario } from "../simulator/scenario/scenario.ts";
import { parseScenario } from "../simulator/scenario/steps.ts";
import { plural } from "../simulator/show.ts";
import { Storm } from "../simulator/storm/storm.ts";
import { brokenLines, findingLines } from "../simulator/storm/storm-report.ts";
import type { Replay } from "../simulator/storm/storm-report.ts";
import { Watch } from "../simulator/watch.ts";
import type { Program, WorldChoice, WorldParts } from "../simulator/virtual/world-parts.ts";
import { endingOf } from "./ending.ts";
import type { Ending } from "./ending.ts";
import type { SimOptions } from "./sim-options.ts";

/** What a run is given. */
export interface TroubleRun {
  path: string;
  station: Station;
  seed: number;
  program: Program | undefined;
  conditions: Partial<Conditions>;
  quirks: Partial<Quirks>;
  options: SimOptions;
}

export interface Trouble {
  choice: Partial<WorldChoice>;
  title: string;
  watch: Watch;
  begin(parts: WorldParts): void;
  /** The run is over. @returns  lines to print, and how it ends */
  end(isTimedOut: boolean): { lines: string[]; ending: Ending };
}

function ending(sentence: string): Ending {
  return { code: sentence === "" ? 0 : 1, sentence };
}

/**
 * The station with the feeds that a storm can judge.
 *
 * @throws  Error when there is none, or when the station was built with others
 */
function judged({ station, program }: TroubleRun): Station {
  if (isDeepSleeper(station))
    throw new Error(
      `a storm judges stations that stay connected, and ${station.name} sleeps deeply: break things with a --scenario`,
    );
  const feeds = station.feeds.filter(isCountable);
  const others = station.feeds.filter((feed) => !feeds.includes(feed)).map(feedName);
  if (others.length === 0) return station;
  if (feeds.length > 0 && program === undefined) return { ...station, feeds };
  throw new Error(
    `a storm judges feeds of a BME280 or BMP280 without filter, batch or template, whose samples it can tell apart, and there is ${others.join(", ")}: ` +
      (feeds.length > 0 ? "leave out --engine" : "break things with a --scenario"),
  );
}

function stormOf(run: TroubleRun): Trouble {
  const { path, options, seed } = run;
  const watch = new Watch(options.expect, options.fail);
  const station = judged(run);
  const storm = new Storm({ ...run, station, forMs: options.for as number });
  const spared = run.station.feeds.length - station.feeds.length;
  const replay: Replay = {
    ...{ path, seed, everyS: options.every, forMs: options.for as number },
    ...{ engine: options.engine, network: options.network, quirks: options.quirks },
  };
  return {
    choice: storm.choice,
    title: spared === 0 ? storm.words : `${storm.words} on ${station.feeds.map(feedName).join(", ")} alone`,
    watch,
    begin: (parts) => storm.begin(parts),
    end(isTimedOut) {
      const { verdict } = storm;
      const cutShort = "the storm was ended before its calm";
      if (verdict === undefined)
        return { lines: [], ending: endingOf(options, watch.verdict, isTimedOut, cutShort) };
      const count = verdict.findings.length;
      if (count === 0) return { lines: ["storm       every promise was kept"], ending: ending("") };
      const sentence = `the storm broke something, ${plural(count, "finding")}: see above, with the command that shows it again`;
      return { lines: brokenLines(verdict, replay), ending: ending(sentence) };
    },
  };
}

/** Shows a scenario what is printed and what arrives, and ends the run with it. */
class ScenarioWatch extends Watch {
  private scenario: Scenario | undefined;

  constructor(options: SimOptions) {
    super(undefined, options.fail);
  }

  follow(scenario: Scenario): void {
    this.scenario = scenario;
  }

  override see(text: string): void {
    super.see(text);
    // A line that --fail was waiting for ends no step.
    if (this.verdict === undefined) this.scenario?.see(text);
  }
}

function scenarioText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new Error(`the scenario cannot be read, give a YAML file: ${(error as Error).message}`);
  }
}

function scenarioOf({ station, options }: TroubleRun, file: string): Trouble {
  const steps = parseScenario(scenarioText(file), file);
  const ordeal = new Ordeal(station);
  const watch = new ScenarioWatch(options);
  const scenario = new Scenario(steps, file, () => {
    watch.verdict = scenario.isDone ? "expected" : "failed";
  });
  watch.follow(scenario);
  return {
    choice: { between: ordeal.between },
    title: `scenario ${file}`,
    watch,
    begin: (parts) => scenario.begin(ordeal.watch(parts)),
    end(isTimedOut) {
      // Where the steps leave a station, readings may wait: what is on its way is not judged.
      const findings = ordeal.judge({ ...boundsOf(station), settleMs: Infinity });
      const lines = findingLines(findings);
      if (scenario.failure !== undefined) return { lines, ending: ending(scenario.failure) };
      const cutShort = `the run ended at ${scenario.place}: give it more time with --for`;
      if (!scenario.isDone) return { lines, ending: endingOf(options, watch.verdict, isTimedOut, cutShort) };
      return { lines, ending: ending(findings.length > 0 ? "the scenario broke something, see above" : "") };
    },
  };
}

/** @throws  Error for a scenario that cannot be read, or a storm without enough time */
export function troubleOf(run: TroubleRun): Trouble | undefined {
  const { storm, scenario } = run.options;
  if (storm === true) return stormOf(run);
  return scenario === undefined ? undefined : scenarioOf(run, scenario);
}
