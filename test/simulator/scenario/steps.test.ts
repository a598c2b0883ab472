/*
 * A scenario as a file: what its steps become, and for each mistake the line and what is allowed there.
 */
import { expect, test } from "vitest";
import { parseScenario } from "../../../src/simulator/scenario/steps.ts";
import type { Step } from "../../../src/simulator/scenario/steps.ts";

function words(step: Step): string {
  const when = `${step.line}: ${step.atMs === undefined ? "" : `at ${step.atMs} `}${step.afterMs === 0 ? "" : `after ${step.afterMs} `}`;
  if (step.kind === "wait") return `${when}wait ${step.forMs}`;
  if (step.kind === "expect") return `${when}expect ${step.text} within ${step.withinMs}`;
  return `${when}${step.fault.name} ${JSON.stringify(step.values)} for ${step.forMs}`;
}

test("steps stand in the order of the file, each with its line", () => {
  const text = [
    "# a bad hour",
    "steps:",
    "  - wait: 90s",
    "  - fault: loss",
    "    loss: 0.4",
    "    for: 2m",
    "  - {fault: latency, latencyMs: 800, for: 1m, at: 5m}",
    "  - fault: reset",
    "    after: 500ms",
    "  - expect: cellar/air",
    "    within: 10m",
  ];
  expect(parseScenario(text.join("\n"), "bad.yaml").map(words)).toEqual([
    "3: wait 90000",
    '4: loss {"loss":0.4} for 120000',
    '7: at 300000 latency {"latencyMs":800,"jitterMs":200} for 60000',
    "8: after 500 reset {} for 0",
    "10: expect cellar/air within 600000",
  ]);
});

/** Without its first line, which is "steps:". */
const BAD: [string, string][] = [
  ["  - fualt: loss", "2: a step has exactly one of fault, expect, wait"],
  ["  - wait: 5m\n    expect: a", "2: a step has exactly one of fault, expect, wait"],
  ["  - wait: 5m\n    for: 2m", '3: "for" is nothing here: there are wait'],
  ["  - wait: 5", "2: wait: give a number with its unit, such as 500ms"],
  [
    "  - wait: 5m\n  - fault: rain\n    for: 1m",
    '3: no fault is called "rain": there are latency, loss, narrow,',
  ],
  ["  - fault: loss", '2: loss needs to know how long: give "for", such as for: 30s'],
  ["  - fault: loss\n    for: 1m\n    loss: 2", "4: loss is 2, it goes from 0 to 1"],
  ["  - fault: loss\n    for: 1m\n    loss: much", "4: loss needs a number"],
  ["  - fault: refused\n    for: 1m\n    code: 4.5", "4: code is 4.5, it takes whole numbers from 1 to 5"],
  [
    "  - fault: loss\n    latencyMs: 3\n    for: 1m",
    '3: "latencyMs" is nothing here: there are fault, for, loss, at, after',
  ],
  ["  - fault: reset\n    for: 1m", '3: "for" is nothing here: there are fault, at, after'],
  ["  - expect: a", "2: within needs a text"],
  ["  - expect: a\n    within: soon", "3: within: give a number with its unit"],
  ["  - expect: [a, b]\n    within: 1m", "2: expect must be a text or a number"],
  ["  - fault: reset\n    at: 1m\n    after: 1m", "4: at and after both say when: give one of them"],
  ["  - reset", "2: a step is one of fault, expect, wait, such as wait: 30s"],
  ["  - wait: 1m\n    wait: 2m", "3: this is no YAML: Map keys must be unique"],
  ["\t- wait: 1m", "2: this is no YAML: Tabs are not allowed as indentation"],
  ["  wait: 1m", "1: steps is a list, and has a step at least"],
];

for (const [lines, message] of BAD) {
  test(`bad.yaml:${message}`, () => {
    let said = "";
    try {
      parseScenario(`steps:\n${lines}\n`, "bad.yaml");
    } catch (error) {
      said = (error as Error).message;
    }
    expect(said.startsWith(`bad.yaml:${message}`), said).toBe(true);
  });
}

test("what is no scenario at all is said as well", () => {
  expect(() => parseScenario("- wait: 1m", "x.yaml")).toThrow(
    'x.yaml:1: a scenario begins with "steps:" and a list',
  );
  expect(() => parseScenario("", "x.yaml")).toThrow('x.yaml:1: a scenario begins with "steps:" and a list');
  expect(() => parseScenario("steps: []", "x.yaml")).toThrow(
    "x.yaml:1: steps is a list, and has a step at least",
  );
  expect(() => parseScenario("steps:\n  - wait: 1m\nspeed: 3", "x.yaml")).toThrow(
    'x.yaml:3: "speed" is nothing here',
  );
});
