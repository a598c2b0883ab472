import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import {
  absences,
  chosenFiles,
  parseWithout,
  smallConditions,
  ROOT,
  spareFeatures,
  stationImports,
} from "../../src/toolchain/features.ts";

// Conditions, a subpath import, and the file that stands behind it then.
const CHOICES: [string[], string, string][] = [
  [[], "#bytes", "./src/runtimes/node/bytes.ts"],
  [["espruino"], "#bytes", "./src/runtimes/espruino/bytes.ts"],
  [["moddable"], "#port", "./src/runtimes/moddable/port.ts"],
  [["nodemcu"], "#port", "./src/runtimes/nodemcu/port.ts"],
  [["nodemcu"], "#inbound", "./src/client/inbound.ts"],
  [["nodemcu", "no-inbound"], "#inbound", "./src/client/without/inbound.ts"],
  [["nodemcu", "no-inbound"], "#protocol", "./src/client/protocol.ts"],
];

for (const [conditions, name, file] of CHOICES)
  test(`with [${conditions.join(", ")}], ${name} is ${file}`, () => {
    expect(chosenFiles(conditions).get(name)).toBe(file);
  });

test("every absence is a condition of an import, and no runtime is one", () => {
  expect(absences()).toContain("no-inbound");
  expect(absences().filter((condition) => !condition.startsWith("no-"))).toEqual([]);
});

test("a list of features becomes the conditions that leave them out", () => {
  expect(parseWithout("inbound")).toEqual(["no-inbound"]);
  const spare = ["check", "inbound", "login", "policy", "qos1", "report", "routing", "safe", "stream", "tls"];
  expect(spareFeatures().sort()).toEqual(spare);
  expect(parseWithout(spare.join(", "))).toEqual(spare.map((feature) => `no-${feature}`));
});

for (const wrong of ["inbond", "", "inbound,", "no-inbound"])
  test(`"${wrong}" cannot be left out, and what can is named`, () => {
    expect(() => parseWithout(wrong)).toThrow(/^nothing is known as ".*" .*, there is .*inbound/);
  });

test("the small client can be without what it has, and says what it never has", () => {
  expect(smallConditions(["no-inbound", "no-tls"])).toEqual(["small", "no-inbound", "no-tls"]);
  expect(() => smallConditions(["no-stream", "no-tls"])).toThrow(
    "the small client never has stream: with --small, --without can leave out inbound, login, qos1, tls",
  );
});

test("a station in another package imports sensors, hardware and types; not the built client", () => {
  expect(Object.fromEntries(stationImports())).toEqual({
    "catnap/boards/*": "./boards/*.ts",
    "catnap/sensors/*": "./src/sensors/*.ts",
    "catnap/station": "./src/station/station.ts",
  });
});

describe("every choice is a file", () => {
  for (const condition of ["node", "espruino", "moddable", "nodemcu", "small", ...absences()])
    test(`for ${condition}`, () => {
      const missing = [...chosenFiles([condition]).values()].filter((file) => !existsSync(join(ROOT, file)));
      expect(missing).toEqual([]);
    });
});
