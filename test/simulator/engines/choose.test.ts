/*
 * The engine that a name stands for, and what is said where there is none.
 */
import { afterEach, expect, test, vi } from "vitest";
import { chooseEngine } from "../../../src/simulator/engines/choose.ts";
import { ENGINE_NAMES } from "../../../src/simulator/engines/names.ts";
import { findEspruino } from "../../../src/simulator/engines/espruino.ts";
import { findXs } from "../../../src/simulator/engines/xs.ts";
import type { Runtime } from "../../../src/station/station.ts";
import { notRun } from "../../support/not-run.ts";
import { live } from "../../support/life.ts";

const station = (runtime: Runtime, chip = "esp32") => ({ name: "barn", runtime, hardware: { chip } });

afterEach(() => void vi.unstubAllEnvs());

test("what needs nothing is always there", async () => {
  expect((await chooseEngine("node", station("moddable"))).name).toBe("Node");
  expect((await chooseEngine("espruino-model", station("espruino"))).name).toBe("Espruino (model)");
  expect((await chooseEngine("xs-model", station("moddable"))).name).toBe("XS (model)");
  expect((await chooseEngine("lua", station("nodemcu"))).name).toBe("Lua 5.1");
});

test("its firmware is that of the station's chip", async () => {
  const text = "console.log(typeof ESP32, typeof ESP8266);";
  const on = async (chip: string) =>
    live(await chooseEngine("espruino-model", station("espruino", chip)), text, []).lines;
  expect(await on("esp8266")).toEqual(["print undefined object"]);
  expect(await on("esp32c3")).toEqual(["print object undefined"]);
});

test("a name that is none is answered with all that are", async () => {
  await expect(chooseEngine("toString", station("espruino"))).rejects.toThrow(
    `there is no engine "toString": choose one of ${ENGINE_NAMES.join(", ")}`,
  );
});

test("an engine for other artefacts is answered with those that fit", async () => {
  await expect(chooseEngine("lua", station("espruino"))).rejects.toThrow(
    'station "barn" is: choose one of node, espruino, espruino-model',
  );
});

test("without an interpreter it is said where to get one, and no model stands in for it", async () => {
  vi.stubEnv("ESPRUINO", "");
  vi.stubEnv("PATH", "/nowhere");
  await expect(chooseEngine("espruino", station("espruino"))).rejects.toThrow(
    /ESPRUINO; or choose espruino-model/,
  );
});

if (findEspruino() === undefined) notRun("espruino not installed");
else
  test("an interpreter that is there is chosen", async () => {
    expect((await chooseEngine("espruino", station("espruino"))).name).toBe("Espruino");
  });

if (findXs() === undefined)
  test("without a worker it is said how to build one", async () => {
    await expect(chooseEngine("xs", station("moddable"))).rejects.toThrow(
      /npm install --save-dev @agoric\/xsnap/,
    );
  });
else
  test("a worker that is there is chosen", async () => {
    expect((await chooseEngine("xs", station("moddable"))).name).toBe("XS");
  });
