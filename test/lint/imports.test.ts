/*
 * Imports run one way. For each folder: what it may import, and what would turn the direction round.
 */
import { ESLint } from "eslint";
import { describe, expect, test } from "vitest";

interface Row {
  from: string;
  may: string[];
  mayNot: string[];
  /** Part of the message. */
  instead: string;
}

/** What a build chooses for the client. */
const FEATURES = [
  ...["check", "feeds", "inbound", "policy", "protocol", "qos1", "qos2", "report", "routing", "stream"],
];
const OUTSIDE = ["node:fs", "fs", "mqtt", "aedes/lib/x.js"];

const ROWS: Row[] = [
  {
    from: "src/client/publish.ts",
    may: ["./status.ts", "#bytes", ...FEATURES.map((name) => `#${name}`)],
    mayNot: [
      "#port",
      "../sensors/sensor.ts",
      "../runtimes/port.ts",
      "../runtimes/node/bytes.ts",
      "./without/qos2.ts",
    ],
    instead: "behind a subpath import",
  },
  {
    from: "src/client/without/qos2.ts",
    may: ["../status.ts", "./other.ts", "#bytes", "#protocol", "#report"],
    mayNot: ["#port", "../../sensors/sensor.ts", "../../runtimes/port.ts"],
    instead: "no more than the feature",
  },
  {
    from: "src/sensors/bme280.ts",
    may: ["./sensor.ts", "../client/status.ts", "#bytes"],
    mayNot: ["../client/client.ts", "../station/run.ts", "../runtimes/port.ts", "#port", "#protocol"],
    instead: "steps and a pure decode",
  },
  {
    from: "src/station/run.ts",
    may: [
      "./format.ts",
      "../sensors/sensor.ts",
      "../client/client.ts",
      "../runtimes/port.ts",
      "#bytes",
      "#port",
    ],
    mayNot: [
      "../runtimes/node/port.ts",
      "../runtimes/typed/bytes.ts",
      "../simulator/world.ts",
      "../../boards/greenhouse.ts",
      "#tls",
    ],
    instead: "an argument of the station's entry",
  },
  {
    from: "src/station/check.ts",
    may: ["./format.ts", "../runtimes/drive.ts", "../runtimes/face.ts"],
    mayNot: ["../toolchain/build.ts"],
    instead: "an argument of the station's entry",
  },
  {
    from: "src/runtimes/face.ts",
    may: [
      "./port.ts",
      "../client/client.ts",
      "../sensors/sensor.ts",
      "#port",
      "#bytes",
      "#inbound",
      "#report",
      "#safe",
    ],
    mayNot: ["./node/port.ts", "../sensors/bme280.ts", "../station/run.ts", "../simulator/world.ts"],
    instead: "stands in client or station",
  },
  {
    from: "src/runtimes/espruino/port.ts",
    may: ["./bytes.ts", "../port.ts", "../../client/status.ts", "../../sensors/sensor.ts"],
    mayNot: [
      "../node/port.ts",
      "../typed/bytes.ts",
      "../../sensors/bme280.ts",
      "../../toolchain/build.ts",
      "#report",
      "timer",
    ],
    instead: "stands beside them",
  },
  {
    from: "src/runtimes/moddable/port.ts",
    may: ["../port.ts", "../typed/bytes.ts", "timer", "embedded:io/socket/tcp", "pins/i2c"],
    mayNot: ["../node/port.ts", "../../station/run.ts", "#stream"],
    instead: "stands beside them",
  },
  {
    from: "src/runtimes/node/port.ts",
    may: [
      "./bytes.ts",
      "../typed/bytes.ts",
      "../port.ts",
      "node:net",
      "node:timers/promises",
      "#report",
      "#stream",
    ],
    mayNot: ["#policy", "../espruino/port.ts", "../../simulator/world.ts", "../../../boards/greenhouse.ts"],
    instead: "stands beside them",
  },
  {
    from: "boards/greenhouse.ts",
    may: ["./hardware/esp32-devkitc.ts", "../src/station/station.ts", "../src/sensors/bme280.ts"],
    mayNot: [
      "./cellar.ts",
      "../src/client/client.ts",
      "../src/runtimes/port.ts",
      "../src/simulator/world.ts",
      "#bytes",
    ],
    instead: "a board is a literal",
  },
  {
    from: "boards/hardware/esp32-devkitc.ts",
    may: ["./pins.ts", "../../src/station/station.ts"],
    mayNot: ["../greenhouse.ts", "../../src/sensors/bme280.ts", "../../src/runtimes/port.ts"],
    instead: "hardware is a literal",
  },
];

// Files that a build may leave out, imported by path.
const BY_PATH: [string, string][] = [
  ...FEATURES.map((name): [string, string] => ["src/client/receive.ts", `./${name}.ts`]),
  ["src/runtimes/face.ts", "../client/inbound.ts"],
  ["src/client/without/qos2.ts", "../protocol.ts"],
  ["src/client/subscriptions.ts", "./check.ts"],
  ["src/client/without/report.ts", "../qos1.ts"],
  ["src/station/run.ts", "./commands.ts"],
  ["src/station/speech.ts", "./report.ts"],
  ["src/station/without/discovery.ts", "../discovery.ts"],
  ["src/station/run.ts", "../client/check.ts"],
  ["src/station/check-limits.ts", "../client/policy.ts"],
  ["src/runtimes/node/catnap.ts", "../../client/check.ts"],
  ["src/runtimes/typed/bytes.ts", "../../client/qos1.ts"],
];

// The one file of a folder that must have the real thing, whatever the build leaves out.
const REAL: [string, string][] = [
  ["src/client/subscriptions.ts", "./qos1.ts"],
  ["src/client/without/report.ts", "../report.ts"],
  ["src/station/check-limits.ts", "../client/check.ts"],
  ["src/runtimes/node/check.ts", "../../client/check.ts"],
];

const FREE = ["src/simulator/world.ts", "src/toolchain/build.ts", "src/cli.ts", "test/client/link.test.ts"];

const eslint = new ESLint({
  ruleFilter: ({ ruleId }) => ruleId === "no-restricted-imports",
  // The files need not exist: this rule asks for no types.
  overrideConfig: { languageOptions: { parserOptions: { projectService: false } } },
});

async function messagesOf(code: string, filePath: string): Promise<string[]> {
  const results = await eslint.lintText(code, { filePath });
  return results.flatMap((result) => result.messages).map((message) => message.message);
}

describe("the direction of imports", () => {
  for (const { from, may, mayNot, instead } of ROWS) {
    for (const name of may) {
      test(`${from} may import ${name}`, async () => {
        expect(await messagesOf(`import { x } from "${name}";`, from)).toEqual([]);
      });
    }

    // A way round through the own folder, a name without its extension, and what no device has.
    const own = "./../simulator/world.ts";
    const outside = OUTSIDE.filter((name) => !(from.includes("/node/") && name.startsWith("node:")));
    for (const name of [...mayNot, ...outside, own, "./status"]) {
      test(`${from} may not import ${name}`, async () => {
        const messages = await messagesOf(`import type { x } from "${name}";`, from);
        expect(messages).toContainEqual(expect.stringContaining(instead));
      });
    }

    test(`${from} may not hand on what it may not import`, async () => {
      expect(await messagesOf(`export * from "${mayNot[0]}";`, from)).toHaveLength(1);
    });
  }

  for (const [from, name] of BY_PATH) {
    test(`${from} may not reach past the build's choice with ${name}`, async () => {
      expect(await messagesOf(`import { x } from "${name}";`, from)).toEqual([
        expect.stringContaining("its subpath import"),
      ]);
    });
  }

  for (const [from, name] of REAL) {
    test(`${from} may reach past the build's choice with ${name}`, async () => {
      expect(await messagesOf(`import { x } from "${name}";`, from)).toEqual([]);
    });
  }

  test("a file named like one of the client's is no choice of a build", async () => {
    expect(await messagesOf('import { x } from "./check.ts";', "src/runtimes/node/catnap.ts")).toEqual([]);
  });

  for (const from of FREE) {
    test(`${from} may import anything`, async () => {
      const names = [...OUTSIDE, ...ROWS.flatMap((row) => [...row.may, ...row.mayNot])];
      const code = names.map((name) => `import "${name}";`).join("\n");
      expect(await messagesOf(code, from)).toEqual([]);
    });
  }
});
