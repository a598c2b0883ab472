import { BED, fed, testMistakes } from "../support/check-table.ts";
import type { MistakeRow } from "../support/check-table.ts";
import type { AlarmOptions } from "../../src/station/alarm.ts";
import type { FilterOptions } from "../../src/station/filter.ts";

const filtered = (filter: FilterOptions) => fed(BED, { filter });
const alarmed = (alarm: Partial<AlarmOptions>) => fed(BED, { alarms: [{ field: 0, ...alarm }] });

// A filter, what is said about it behind the feed, and a good one.
const FILTERS: [FilterOptions, string, FilterOptions][] = [
  [
    { offset: [1] },
    "filter.offset has 1 numbers, give 3, for temperatureC, humidityPercent, pressureHPa",
    { offset: [1, 0, 0] },
  ],
  [
    { gainPermille: [1000, 0, 1000] },
    "filter.gainPermille has 0 in it, give whole numbers from 1 to 100000",
    { gainPermille: [1000, 1, 100000] },
  ],
  [
    { deadBand: [10, 10, -1] },
    "filter.deadBand has -1 in it, give whole numbers from 0 to 1073741824",
    { deadBand: [10, 10, 0] },
  ],
  [
    { offset: [0.5, 0, 0] },
    "filter.offset has 0.5 in it, give whole numbers from -1073741824 to 1073741823",
    { offset: [-5, 0, 0] },
  ],
  [{ samples: 0 }, "filter.samples is 0, give 1 to 15", { samples: 1 }],
  [{ samples: 16 }, "filter.samples is 16, give 1 to 15", { samples: 15 }],
  [
    { isMean: true },
    "filter.isMean needs samples to take the mean of: give samples",
    { isMean: true, samples: 2 },
  ],
  [{ minimumS: 0 }, "filter.minimumS is 0, give whole seconds from 1 to 536870", { minimumS: 1 }],
  [
    { deadBand: [1, 1, 1], heartbeatS: 1.5 },
    "filter.heartbeatS is 1.5, give whole seconds from 1 to 536870",
    { deadBand: [1, 1, 1], heartbeatS: 2 },
  ],
  [
    { heartbeatS: 600 },
    "filter.heartbeatS does nothing without a dead band: give deadBand, or leave it out",
    { heartbeatS: 600, deadBand: [1, 1, 1] },
  ],
  [
    { deadBand: [1, 1, 1], heartbeatS: 60, minimumS: 61 },
    "filter.heartbeatS is shorter than minimumS, which holds it back: swap them",
    { deadBand: [1, 1, 1], heartbeatS: 61, minimumS: 61 },
  ],
];

const ALARMS: [Partial<AlarmOptions>, string, Partial<AlarmOptions>][] = [
  [
    { field: 3, above: 1 },
    "an alarm is for field 3, give 0 (temperatureC) or 1 (humidityPercent) or 2 (pressureHPa)",
    { field: 2, above: 1 },
  ],
  [{}, "an alarm has no limit: give above, below or moved", { below: 0 }],
  [
    { above: 21.5 },
    "an alarm's above is 21.5, give a whole number in units of the field's decimals, as 2150 for 21.50",
    { above: 2150 },
  ],
  [
    { above: 2150, hysteresis: -1 },
    "an alarm's hysteresis is -1, give a whole number in units of the field's decimals, as 2150 for 21.50",
    { above: 2150, hysteresis: 0 },
  ],
  [
    { above: 500, below: 500 },
    "an alarm above 500 and below 500 never ends: swap the two",
    { above: 501, below: 500 },
  ],
];

testMistakes([
  ...FILTERS.map(([wrong, sentence, right]): MistakeRow => [
    JSON.stringify(wrong),
    filtered(wrong),
    [`bme280 at 0x76: ${sentence}`],
    filtered(right),
  ]),
  ...ALARMS.map(([wrong, sentence, right]): MistakeRow => [
    JSON.stringify(wrong),
    alarmed(wrong),
    [`bme280 at 0x76: ${sentence}`],
    alarmed(right),
  ]),
]);
