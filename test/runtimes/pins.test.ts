/*
 * Every bus that is one pin, in the port of every runtime, in every engine that is present: the same readings come of
 * the same chips, and what is no reading is a status.
 * Source: Aosong AM2302 product manual, section 7 (examples); Maxim DS18B20 datasheet, table 1.
 */
import { afterEach, describe, expect, test } from "vitest";
import { Status } from "../../src/client/status.ts";
import type { Bus } from "../../src/runtimes/port.ts";
import { analog } from "../../src/sensors/analog.ts";
import { contact } from "../../src/sensors/contact.ts";
import { DHT22 } from "../../src/sensors/dht22.ts";
import { DS18B20 } from "../../src/sensors/ds18b20.ts";
import { pulses } from "../../src/sensors/pulses.ts";
import type { Sensor } from "../../src/sensors/sensor.ts";
import { dht22Bytes } from "../../src/simulator/chips/dht22.ts";
import type { Outside } from "../../src/simulator/engines/engine.ts";
import { presentKinds } from "../support/engines.ts";
import { PinBench, portPrograms } from "../support/pin-port.ts";
import type { PinLanguage } from "../support/pin-port.ts";

const LEVEL = analog({ name: "level", field: "level", decimals: 0, atZero: 0, atFull: 1000 });
const OPEN = contact("open", true);
const RAIN = pulses({ name: "rain", field: "rainMm", decimals: 2, amount: 2794, pulses: 100 });

const hexBytes = (hex: string) => Uint8Array.from(Buffer.from(hex, "hex"));
const dhtOf = (hex: string): Partial<Outside> => ({ dht: () => hexBytes(hex) });
const dhtTenths = (deciC: number, deciPercent: number) =>
  dhtOf(Buffer.from(dht22Bytes(deciC, deciPercent)).toString("hex"));
const scratchpad = (hex: string): Partial<Outside> => ({
  oneWire: (_pin, written, readBytes) => (written[1] === 0xbe ? hexBytes(hex) : new Uint8Array(readBytes)),
});

/** GPIO4, and the pin with a converter on each runtime's usual chip. */
const PIN = 4;
const ANALOG_PIN: Record<PinLanguage, number> = { espruino: 34, moddable: 34, nodemcu: 0 };

// What is read from which outside, and what comes of it: values, or a status.
type Case = [string, Sensor, Bus, Partial<Outside>, number[] | Status];
const CASES: Case[] = [
  ["25.0625 degrees", DS18B20, "onewire", scratchpad("91014b467fff0c1070"), [2506]],
  ["a scratchpad with a wrong CRC", DS18B20, "onewire", scratchpad("91014b467fff0c1071"), Status.Malformed],
  ["no presence", DS18B20, "onewire", {}, Status.Absent],
  ["35.1 degrees and 65.2 %", DHT22, "dht", dhtOf("028c015fee"), [351, 652]],
  ["-10.1 degrees", DHT22, "dht", dhtOf("028c806573"), [-101, 652]],
  ["-0.1 degrees", DHT22, "dht", dhtTenths(-1, 999), [-1, 999]],
  ["-40 degrees and 100 %", DHT22, "dht", dhtTenths(-400, 1000), [-400, 1000]],
  // Whole higher bytes: NodeMCU takes the chip for a DHT11.
  ["25.6 degrees and 51.2 %", DHT22, "dht", dhtTenths(256, 512), [256, 512]],
  ["-25.6 degrees and 76.8 %", DHT22, "dht", dhtTenths(-256, 768), [-256, 768]],
  ["5.0 degrees and 5.0 %", DHT22, "dht", dhtTenths(50, 50), [50, 50]],
  ["a wrong checksum", DHT22, "dht", dhtOf("028c015fef"), Status.Malformed],
  ["five zeros", DHT22, "dht", dhtOf("0000000000"), Status.OutOfRange],
  ["nobody on the line", DHT22, "dht", {}, Status.Absent],
  ["0 V", LEVEL, "analog", { analog: () => 0 }, [0]],
  ["full scale", LEVEL, "analog", { analog: () => 1 }, Status.OutOfRange],
  ["a pin that is high", OPEN, "digital", { digital: () => true }, [1]],
  ["a pin that is low", OPEN, "digital", { digital: () => false }, [0]],
];

/** A DHT22 needs native help that Moddable has not. */
function expected([, , bus, , answer]: Case, language: PinLanguage): Case[4] {
  return bus === "dht" && language === "moddable" ? Status.Unsupported : answer;
}

/** Takes away what performs a step, as on a firmware or platform without it. */
const WITHOUT: Record<PinLanguage, string> = {
  espruino: "OneWire = analogRead = digitalRead = setWatch = undefined",
  moddable: "catnap.forgetDevice()",
  nodemcu: "ow, adc, gpio, dht = nil",
};

for (const language of ["espruino", "moddable", "nodemcu"] as const) {
  const programs = Object.entries(await portPrograms(language));
  const kinds = await presentKinds(language);
  const benches = kinds.flatMap((kind) =>
    programs.map(([which, program]) => ({ title: kind.name + which, kind, program })),
  );

  describe.each(benches)("$title", ({ kind, program }) => {
    let bench: PinBench | undefined;
    afterEach(() => bench?.end());
    const begin = (outside: Partial<Outside>) => (bench = new PinBench(kind, program, outside));

    for (const one of CASES) {
      const [title, sensor, bus, outside] = one;
      const answer = expected(one, language);
      const pin = bus === "analog" ? ANALOG_PIN[language] : PIN;
      test(`${bus}: ${title} is ${Array.isArray(answer) ? answer.join(" and ") : `status ${answer}`}`, () => {
        expect(begin(outside).read(sensor, bus, pin)).toEqual(answer);
      });
    }

    test("analog: a half is a half, within a thousandth of full scale", () => {
      const [value = 0] = begin({ analog: () => 0.5 }).read(
        LEVEL,
        "analog",
        ANALOG_PIN[language],
      ) as number[];
      expect(Math.abs(value - 500)).toBeLessThanOrEqual(1);
    });

    test("onewire: a step hands on what it writes, behind a reset, and nothing of an earlier one", () => {
      const told: string[] = [];
      const oneWire: Outside["oneWire"] = (pin, written, readBytes) => {
        if (written.length > 0) told.push(`${pin} ${Buffer.from(written).toString("hex")} ${readBytes}`);
        return new Uint8Array(readBytes);
      };
      begin({ oneWire }).read(DS18B20, "onewire", PIN);
      expect(told).toEqual(["4 cc44 0", "4 ccbe 9"]);
    });

    test("pulse: counts from its first step on, pin by pin", () => {
      const edges = new Map([
        [4, 70],
        [5, 0],
      ]);
      const board = begin({ pulses: (pin) => edges.get(pin) as number });
      const read = (pin: number) => board.read(RAIN, "pulse", pin);
      expect([read(4), read(5)]).toEqual([[0], [0]]);
      edges.set(4, 370);
      expect([read(4), read(5)]).toEqual([[8382], [0]]);
      edges.set(4, 371).set(5, 1);
      expect([read(4), read(5)]).toEqual([[8410], [28]]);
    });

    test("a failure leaves the memory as it was", () => {
      const board = begin({});
      board.transfer("digital", PIN, { write: [], waitMs: 0, readBytes: 1, at: 3 });
      expect(board.read(DS18B20, "onewire", PIN)).toBe(Status.Absent);
      expect([...board.memory]).toEqual([0, 0, 0, 1, 0, 0, 0, 0, 0]);
    });

    test("what the firmware has not is Unsupported on every bus, and nothing throws", () => {
      const board = begin({});
      expect(board.type(WITHOUT[language])).toEqual([]);
      const places: [Sensor, Bus][] = [
        [DS18B20, "onewire"],
        [LEVEL, "analog"],
        [OPEN, "digital"],
        [RAIN, "pulse"],
        [DHT22, "dht"],
      ];
      for (const [sensor, bus] of places) expect(board.read(sensor, bus, PIN)).toBe(Status.Unsupported);
    });

    if (language === "nodemcu") {
      for (const one of CASES.filter(([, sensor]) => sensor === DHT22))
        test(`dht: ${one[0]} on a firmware of integers is the same`, () => {
          const board = begin(one[3]);
          board.type("board.hasIntegersOnly = true");
          expect(board.read(DHT22, "dht", PIN)).toEqual(one[4]);
        });

      test("digital: a station's GPIO is the firmware's pin, but for those of the flash chip", () => {
        const asked: number[] = [];
        const board = begin({ digital: (pin) => asked.push(pin) > 0 });
        const statuses = Array.from({ length: 18 }, (_, pin) => board.read(OPEN, "digital", pin));
        const isNone = (pin: number) => [6, 7, 8, 11, 17].includes(pin);
        expect(statuses).toEqual(statuses.map((_, pin) => (isNone(pin) ? Status.Unsupported : [1])));
        const pins = statuses.flatMap((_, pin) => (isNone(pin) ? [] : [pin, pin, pin]));
        expect(asked).toEqual(pins);
        expect(board.read(DS18B20, "onewire", 16)).toBe(Status.Unsupported);
        expect(board.read(RAIN, "pulse", 16)).toBe(Status.Unsupported);
      });
    }

    if (language === "espruino")
      test("dht: an answer that breaks off is Malformed, and the next one is whole", () => {
        let hex = "028c01";
        const board = begin({ dht: () => hexBytes(hex) });
        expect(board.read(DHT22, "dht", PIN)).toBe(Status.Malformed);
        hex = "028c015fee";
        expect(board.read(DHT22, "dht", PIN)).toEqual([351, 652]);
      });

    if (language !== "nodemcu")
      test("analog: a pin without a converter is Unsupported", () => {
        expect(begin({ analog: () => undefined }).read(LEVEL, "analog", 4)).toBe(Status.Unsupported);
      });

    if (language === "moddable")
      test("a pin that is counted is taken for everything else", () => {
        const board = begin({});
        expect(board.read(RAIN, "pulse", PIN)).toEqual([0]);
        expect(board.read(OPEN, "digital", PIN)).toBe(Status.Unsupported);
        expect(board.read(RAIN, "pulse", PIN)).toEqual([0]);
      });
  });
}

// The converter of an ESP8266 is no GPIO: its number is 0, and what it answers for full scale is one too many.
for (const language of ["espruino", "moddable"] as const)
  for (const kind of await presentKinds(language, "esp8266"))
    for (const [which, program] of Object.entries(await portPrograms(language)))
      test(`${kind.name}${which} on an ESP8266 reads its one converter`, () => {
        let share = 0.25;
        const bench = new PinBench(kind, program, { analog: (pin) => (pin === 0 ? share : undefined) });
        try {
          const [value = 0] = bench.read(LEVEL, "analog", 0) as number[];
          expect(Math.abs(value - 250)).toBeLessThanOrEqual(1);
          share = 1;
          expect(bench.read(LEVEL, "analog", 0)).toBe(Status.OutOfRange);
        } finally {
          bench.end();
        }
      });
