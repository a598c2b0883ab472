import { describe, expect, test } from "vitest";
import { D1_MINI } from "../../../boards/hardware/d1-mini.ts";
import { ESP32_C3_DEVKITM } from "../../../boards/hardware/esp32-c3-devkitm.ts";
import { ESP32_DEVKITC } from "../../../boards/hardware/esp32-devkitc.ts";
import { FIREBEETLE_ESP32 } from "../../../boards/hardware/firebeetle-esp32.ts";
import { LOLIN32 } from "../../../boards/hardware/lolin32.ts";
import { NODEMCU_DEVKIT } from "../../../boards/hardware/nodemcu-devkit.ts";
import { loadProfile } from "../../../src/simulator/energy/profile.ts";
import type { ProfileOptions } from "../../../src/simulator/energy/profile.ts";
import type { Hardware } from "../../../src/station/station.ts";
import { MODULE } from "../../support/scripted-wake.ts";

function profileOf(choice: Partial<typeof MODULE> = {}, options: Partial<ProfileOptions> = {}) {
  return loadProfile({ ...MODULE, ...choice }, options);
}

// What a wrong choice is answered with.
const WRONG: [Partial<typeof MODULE>, string][] = [
  [{ chip: "esp31" }, 'no chip "esp31"; there is: esp32, esp32c3, esp32s3, esp8266'],
  [{ board: "breadboard" }, 'no board "breadboard"; there is: module, firebeetle_dfr0478'],
  [{ battery: "potato" }, 'no battery "potato"; there is: liion_18650_2500'],
  [{ firmware: "nodemcu" }, 'no firmware "nodemcu" for esp32; there is: ideal, espruino, moddable'],
  [
    { chip: "esp8266", firmware: "arduino" },
    'no firmware "arduino" for esp8266; there is: ideal, espruino, moddable, nodemcu',
  ],
];

for (const [choice, words] of WRONG) {
  test(`${Object.values(choice).join(" ")}: ${words}`, () => {
    expect(() => profileOf(choice)).toThrow(words);
  });
}

// Chip, board, state: mA at the battery.
const CURRENTS: [string, string, "deep" | "boot", number][] = [
  ["esp32", "module", "deep", 0.01],
  ["esp32", "devkitc_v4", "deep", 3.8],
  ["esp32", "devkitc_v4", "boot", 32 + 3.79],
  ["esp32", "firebeetle_dfr0478", "deep", 0.01],
  // This floor was measured with another chip, which draws less in deep sleep.
  ["esp8266", "lolin32", "deep", 0.02],
];

for (const [chip, board, state, ma] of CURRENTS) {
  test(`${chip} on ${board} draws ${ma} mA in state ${state}`, () => {
    expect(profileOf({ chip, board }).currentMa(state, "waiting")).toBeCloseTo(ma, 9);
  });
}

// What a station's hardware says itself: mA in deep sleep, and while the chip boots.
const HARDWARE: [Hardware, number, number][] = [
  [ESP32_DEVKITC, 3.8, 32 + 3.79],
  [FIREBEETLE_ESP32, 0.01, 32],
  [LOLIN32, 0.012, 32.002],
  [ESP32_C3_DEVKITM, 3.8, 23 + 3.795],
  [NODEMCU_DEVKIT, 4.22, 70 + 4.2],
  [D1_MINI, 0.15, 70 + 0.13],
];

for (const [hardware, deepMa, bootMa] of HARDWARE) {
  const { name, chip, sleepFloor } = hardware;
  test(`${name} draws ${deepMa} mA in deep sleep and ${bootMa} mA while it boots, and says who says so`, () => {
    const profile = loadProfile({ ...MODULE, chip, board: hardware });
    expect(profile.currentMa("deep", "sleep")).toBeCloseTo(deepMa, 9);
    expect(profile.currentMa("boot", "boot")).toBeCloseTo(bootMa, 9);
    expect(profile.used.get(`${name} floor_total mA`)).toMatchObject({
      kind: sleepFloor.kind,
      source: sleepFloor.source,
    });
  });
}

test("a state that a chip has no figure for is said in words", () => {
  const profile = profileOf({ chip: "esp8266" });
  expect(() => profile.currentMa("validate", "boot")).toThrow("no validate of esp8266; there is: off, deep");
});

describe("a radio that listens", () => {
  test("draws what joining does while it talks, and less while it waits", () => {
    const profile = profileOf();
    expect(profile.currentMa("rx", "MQTT")).toBe(131);
    expect(profile.currentMa("rx", "waiting")).toBe(112);
  });

  test("draws the receiver's figure where frames are counted by themselves", () => {
    const profile = profileOf({ chip: "esp8266" }, { radio: "bursts" });
    expect(profile.currentMa("rx", "TCP")).toBe(56);
    expect(profile.transmitMa()).toBe(140);
    // 44 and 56 bytes at 24 Mbit/s behind a preamble.
    expect(profile.airMs(44)).toBeCloseTo(0.026 + 800 / 24000, 9);
  });

  test("takes the nearest figure where none is known for its access point", () => {
    const profile = profileOf({ chip: "esp8266" }, { dtim: 1 });
    expect(profile.currentMa("idle_modem", "waiting")).toBe(15);
    expect([...profile.used.keys()]).toContain("esp8266 idle_modem_dtim 3 mA");
  });
});

test("a CPU runs with the clock that was asked for, or with the slowest known", () => {
  expect(profileOf({}, { cpuMhz: 240 }).currentMa("cpu", "boot")).toBe(50);
  expect(profileOf({ chip: "esp8266" }, { cpuMhz: 240 }).currentMa("cpu", "boot")).toBe(15);
});

describe("a regulator", () => {
  test("that switches takes less from a higher voltage, and its own on top", () => {
    const regulator = { type: "switching", quiescentMa: 0.05, batteryV: 6.6, efficiency: 0.8 } as const;
    const profile = profileOf({}, { regulator });
    expect(profile.currentMa("boot", "boot")).toBeCloseTo(32 * 0.625 + 0.05, 9);
    expect(profile.used.get("regulator switching, battery to chip part")?.kind).toBe("estimate");
  });

  test("cannot give more than it takes", () => {
    const switching = { type: "switching", quiescentMa: 0, batteryV: 3.7, efficiency: 1.1 } as const;
    expect(() => profileOf({}, { regulator: switching }).currentMa("boot", "boot")).toThrow("not 1.1");
    const still = { ...switching, efficiency: 0.9, batteryV: 0 };
    expect(() => profileOf({}, { regulator: still }).currentMa("boot", "boot")).toThrow("not 0");
    const linear = { type: "linear", quiescentMa: -1 } as const;
    expect(() => profileOf({}, { regulator: linear }).currentMa("boot", "boot")).toThrow("not -1");
  });
});

// Firmware and chip: ms to the program's first line, and from there to a network with an own address, and with DHCP.
const TIMES: [string, string, number, number, number][] = [
  ["ideal", "esp32", 70, 200, 1092],
  ["espruino", "esp32", 437, 664, 1556],
  ["espruino", "esp8266", 463, 1300, 7750],
  ["moddable", "esp32", 110, 664, 1556],
  ["moddable", "esp32c3", 307, 664, 2601],
  ["moddable", "esp8266", 153, 1300, 7750],
  ["nodemcu", "esp8266", 98, 170, 6620],
];

for (const [firmware, chip, bootMs, joinMs, dhcpMs] of TIMES) {
  test(`${firmware} on ${chip} boots in ${bootMs} ms and joins in ${joinMs}, with DHCP in ${dhcpMs}`, () => {
    const profile = profileOf({ firmware, chip });
    expect(profile.bootMs()).toBe(bootMs);
    expect(profile.joinMs()).toBe(joinMs);
    expect(profileOf({ firmware, chip }, { hasAddress: false }).joinMs()).toBe(dhcpMs);
  });
}

test("a radio is told the parts of a join, and derives no key that the firmware keeps", () => {
  const times = { scanPerChannelMs: 120, fastMs: 200, noHintMs: 664 - 400, dhcpMs: 892 };
  expect(profileOf().joinTimes()).toEqual({ ...times, keyMs: 0 });
  expect(profileOf({ firmware: "espruino" }).joinTimes()).toEqual({ ...times, keyMs: 400 });
  const small = profileOf({ firmware: "espruino", chip: "esp8266" }).joinTimes();
  expect(small).toEqual({ ...times, fastMs: 170, noHintMs: undefined, keyMs: 1130 });
});

test("it remembers what was asked for, and nothing else", () => {
  const profile = profileOf();
  expect(profile.used.size).toBe(0);
  profile.currentMa("deep", "sleep");
  expect([...profile.used.keys()]).toContain("esp32 deep mA");
  expect([...profile.used.keys()]).not.toContain("esp32 boot mA");
});
