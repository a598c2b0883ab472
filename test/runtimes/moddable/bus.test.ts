/* Steps on Moddable's ECMA-419 I2C: what the bus does, and what is told of it. */
import { runInNewContext } from "node:vm";
import { beforeAll, expect, test } from "vitest";
import { Status } from "../../../src/client/status.ts";
import { bundleModdable } from "../../../src/toolchain/moddable.ts";
import { BUILD_LIMIT_MS } from "../../support/engine-client.ts";
import { I2C_SDK } from "../../support/moddable-i2c.ts";
import { asScript } from "../../support/moddable.ts";

/** A bus with one chip at 0x44, which takes what is written when `isAwake`, and answers with `bytes`. */
const BUS = `
globalThis.SDK = {};
${I2C_SDK}
var calls = [], isAwake = true, bytes = "0102";
var host = (what, address, detail) => {
  const [data, clock, hz, hex, count] = detail.split(" ");
  calls.push(data + "/" + clock + " " + hz + ": " + address + " " + (count === "0" ? "takes " + hex : "gives " + count));
  if (address !== 0x44) return "!";
  return count === "0" ? (isAwake ? "" : "!") : bytes;
};
globalThis.device = { I2C: { default: { io: SDK.I2C, data: 2, clock: 3, hz: 400000 } } };
var memory = new Uint8Array([9, 9, 9]);
var step = (address, write, readBytes) =>
  bus.transfer(undefined, { bus: "i2c", address }, { write, waitMs: 0, readBytes, at: 1 }, memory);`;

let script = "";
beforeAll(async () => {
  script = `${BUS}\n${await asScript(await bundleModdable("src/runtimes/moddable/bus.ts"), "bus")}`;
}, BUILD_LIMIT_MS);

const TAKES = "2/3 400000: 68 takes f7";
const GIVES = "2/3 400000: 68 gives 2";
const STEP = "step(0x44, [0xf7], 2)";

// What is done, on which bus, and then the status, the memory and the calls.
const CASES: [string, string, string, Status, string, string[]][] = [
  ["writes, then reads", "", STEP, Status.Ok, "9 1 2", [TAKES, GIVES]],
  ["only writes", "", "step(0x44, [0xf7], 0)", Status.Ok, "9 9 9", [TAKES]],
  ["only reads", "", "step(0x44, [], 2)", Status.Ok, "9 1 2", [GIVES]],
  [
    "one step after another on the same chip",
    "",
    `${STEP}; step(0x44, [1, 255], 0)`,
    Status.Ok,
    "9 1 2",
    [TAKES, GIVES, "2/3 400000: 68 takes 01ff"],
  ],
  ["nobody is there", "", "step(0x45, [0xf7], 2)", Status.Absent, "9 9 9", ["2/3 400000: 69 takes f7"]],
  [
    "nobody is there to read from",
    "",
    "step(0x45, [], 2)",
    Status.Absent,
    "9 9 9",
    ["2/3 400000: 69 gives 2"],
  ],
  ["a byte is refused", "isAwake = false;", STEP, Status.Absent, "9 9 9", [TAKES]],
  ["the answer breaks off", `bytes = "!";`, STEP, Status.Absent, "9 9 9", [TAKES, GIVES]],
  [
    "a chip comes back after it was absent",
    `isAwake = false; ${STEP}; isAwake = true; calls.length = 0;`,
    STEP,
    Status.Ok,
    "9 1 2",
    [TAKES, GIVES],
  ],
  [
    "the platform names pins and no speed",
    "delete device.I2C.default.hz;",
    "step(0x44, [0xf7], 0)",
    Status.Ok,
    "9 9 9",
    ["2/3 100000: 68 takes f7"],
  ],
  ["the pins are none", "device.I2C.default.data = undefined;", STEP, Status.Unsupported, "9 9 9", []],
  ["somebody else has the address", "openI2c.add(0x44);", STEP, Status.Unsupported, "9 9 9", []],
  [
    "the platform names another bus only",
    "device.I2C = { internal: {} };",
    STEP,
    Status.Unsupported,
    "9 9 9",
    [],
  ],
  ["the platform names no bus", "delete device.I2C;", STEP, Status.Unsupported, "9 9 9", []],
  ["the platform has no devices", "delete globalThis.device;", STEP, Status.Unsupported, "9 9 9", []],
];

for (const [title, before, step, status, memory, calls] of CASES)
  test(`${title}: ${status}`, () => {
    const told: unknown = runInNewContext(`${script}\n${before}
      const openCount = openI2c.size;
      const status = eval(${JSON.stringify(step)});
      JSON.stringify([status, memory.join(" "), calls, openI2c.size - openCount])`);
    // Nothing stays open.
    expect(JSON.parse(told as string)).toEqual([status, memory, calls, 0]);
  });
