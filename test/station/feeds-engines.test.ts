/*
 * Filters, alarms, records, batches and texts on every engine: the same scripts, line by line the same results. What the
 * lines mean, and the feeds: test/probe/feeds-probe.ts. On Lua also where there are integers only.
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { GuestEngine } from "../../src/simulator/engines/guest.ts";
import { OPEN_OUTSIDE } from "../../src/simulator/engines/outside.ts";
import { loadedEngines, printsOf } from "../support/engines.ts";
import type { Loaded } from "../support/engines.ts";
import { LEAST, MOST } from "../support/feeds.ts";
import { FENGARI } from "../support/lua.ts";
import { dividingIntegers } from "../support/lua-integers.ts";

const ENTRY = { path: "test/probe/feeds-probe.ts", names: ["feedsProbe"] };
const EPOCH_S = 1767225600;

const biased = (values: number[]): string => values.map((value) => value + 2 ** 30).join(" ");
const sample = (feed: number, nowS: number, ...values: number[]) =>
  `sample ${feed} ${nowS} ${biased(values)}`;
const publish = (feed: number, stampS: number, boot: number, ...values: number[]) =>
  `publish ${feed} ${stampS} ${boot} ${biased(values)}`;
const sent = (topic: string, text: string) => `0 ${topic} ${Buffer.from(text).toString("hex")}`;

// What is done, each with what it must answer.
const CASES: [string, [string, string][]][] = [
  [
    "a record with calendar time is JSON",
    [
      [publish(0, EPOCH_S, 3, -450, 417), "0"],
      ["entry 0", sent("roof/air", '{"temperatureC":-4.50,"co2Ppm":417,"t":1767225600}')],
    ],
  ],
  [
    "the edges of values and seconds",
    [
      [publish(0, MOST, 65535, LEAST, MOST), "0"],
      [
        "entry 0",
        sent("roof/air", '{"temperatureC":-10737418.24,"co2Ppm":1073741823,"age":1073741823,"boot":65535}'),
      ],
      [publish(0, 2 ** 31 - 1, 0, -1, 0), "0"],
      ["entry 1", sent("roof/air", '{"temperatureC":-0.01,"co2Ppm":0,"t":2147483647}')],
    ],
  ],
  [
    "readings of a batch share an entry",
    [
      [publish(1, 60, 1, 2150, 417), "0"],
      [publish(1, 120, 1, 2151, 418), "0"],
      [publish(1, 180, 1, 2152, 419), "0"],
      [
        "entry 0",
        sent(
          "batch",
          '[{"temperatureC":21.50,"co2Ppm":417,"age":60,"boot":1},{"temperatureC":21.51,"co2Ppm":418,"age":120,"boot":1}]',
        ),
      ],
      ["entry 1", sent("batch", '[{"temperatureC":21.52,"co2Ppm":419,"age":180,"boot":1}]')],
    ],
  ],
  [
    "a topic for each field",
    [
      [publish(2, 60, 1, -5, 417), "0"],
      ["entry 0", sent("b7/temperatureC", "-0.05")],
      ["entry 1", sent("b7/co2Ppm", "417")],
    ],
  ],
  [
    "a template",
    [
      [publish(3, 60, 1, 2150, 417), "0"],
      ["entry 0", sent("text", 'air 21.50°||60|1|{"age":60,"boot":1}|{x}')],
      [publish(3, EPOCH_S, 7, 2150, 417), "0"],
      ["entry 1", sent("text", 'air 21.50°|1767225600||7|{"t":1767225600}|{x}')],
    ],
  ],
  [
    "the median of three, calibrated; then the dead band, over a deep sleep",
    [
      [sample(0, 60, 2000, 400), "0 2000 400"],
      [sample(0, 60, 9000, 400), "0 9000 400"],
      [sample(0, 60, 2000, 400), "1 1992 400"],
      ["sleep 0", "13 4000003c400007c84000019000"],
      [sample(0, 240, 2005, 405), "0 2005 405"],
      [sample(0, 240, 2005, 405), "0 2005 405"],
      [sample(0, 240, 2005, 405), "0 1997 405"],
    ],
  ],
  [
    "an alarm before the minimum, over a deep sleep, and the end of it",
    [
      ...["0", "0", "2"].map((verdict): [string, string] => [
        sample(0, 60, 1000, 1000),
        `${verdict} ${verdict === "2" ? 971 : 1000} 1000`,
      ]),
      ["sleep 0", "13 4000003c400003cb400003e801"],
      [sample(0, 70, -1000, 900), "0 -1000 900"],
      [sample(0, 70, -1000, 899), "0 -1000 899"],
      [sample(0, 70, -1000, 899), "2 -1071 899"],
    ],
  ],
  [
    "the mean of four, below zero as well",
    [
      [sample(3, 0, -1, 10), "0 -1 10"],
      [sample(3, 0, -2, 20), "0 -2 20"],
      [sample(3, 0, -3, 30), "0 -3 30"],
      [sample(3, 0, -5, 41), "1 -3 25"],
    ],
  ],
];

async function present(): Promise<Loaded[]> {
  const lua = await loadedEngines("nodemcu", "answer", ENTRY);
  const whole = lua.find(({ kind }) => kind === FENGARI) as Loaded;
  const text = dividingIntegers(whole.artefact.text);
  return [
    ...(await loadedEngines("node", "answer", ENTRY)),
    ...(await loadedEngines("espruino", "answer", ENTRY)),
    ...(await loadedEngines("moddable", "answer", ENTRY)),
    ...lua,
    { ...whole, title: "Lua with integers only", artefact: { ...whole.artefact, text } },
  ];
}

describe.each(await present())("$title", ({ kind, artefact }) => {
  const engine = new GuestEngine(kind, OPEN_OUTSIDE);
  beforeAll(() => void engine.start(artefact, 0, {}));
  afterAll(() => void engine.stop());

  for (const [title, lines] of CASES)
    test(title, () => {
      const script = lines.map(([line]) => `${line} `).join("");
      const { calls } = engine.step(0, { event: "typed", text: `answer("feedsProbe", "${script}")` });
      expect(printsOf(calls)).toEqual([lines.map(([, answer]) => answer).join("\n")]);
    });
});
