/*
 * The sizes of the stations in boards/, as test/golden/station-sizes.txt has them; `npm run sizes -- --write` writes it anew.
 */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { STATIONS_FILE, stationSizes, stationsTable } from "../../../src/toolchain/measure/stations.ts";

test(
  "every station is as large as it was, and those for NodeMCU deliver from their bytecode",
  { timeout: 300_000 },
  async () => {
    expect(stationsTable(await stationSizes())).toBe(readFileSync(STATIONS_FILE, "utf8"));
  },
);
