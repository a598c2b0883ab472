import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { chosenFiles, ROOT } from "../../src/toolchain/features.ts";

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

describe("every choice is a file", () => {
  for (const condition of ["node", "espruino", "moddable", "nodemcu"])
    test(`for ${condition}`, () => {
      const missing = [...chosenFiles([condition]).values()].filter((file) => !existsSync(join(ROOT, file)));
      expect(missing).toEqual([]);
    });
});
