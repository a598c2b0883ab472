import { expect, test } from "vitest";
import { Dht22, dht22Bytes } from "../../../src/simulator/chips/dht22.ts";
import { DHT22 } from "../../../src/sensors/dht22.ts";
import { makeMemory } from "#bytes";

// The manual's examples in section 7: tenths of a degree and of a percent, and the five bytes.
const EXAMPLES: [number, number, string][] = [
  [351, 652, "028c015fee"],
  [-101, 652, "028c806573"],
];

for (const [deciC, deciPercent, hex] of EXAMPLES)
  test(`${deciC / 10} degrees and ${deciPercent / 10} % are ${hex}`, () => {
    expect(Buffer.from(dht22Bytes(deciC, deciPercent)).toString("hex")).toBe(hex);
  });

test("all that it can measure is what the driver reads", () => {
  const memory = makeMemory(DHT22.memoryBytes);
  for (let deciC = -400; deciC <= 800; deciC += 7) {
    const deciPercent = (deciC + 400) % 1001;
    const chip = new Dht22(() => ({ temperatureC: deciC / 10, humidityPercent: deciPercent / 10 }));
    memory.set(chip.ask(0));
    const values = [0, 0];
    DHT22.decode(memory, values);
    expect(values).toEqual([deciC, deciPercent]);
  }
});

test("beyond its range it says the end of it", () => {
  const chip = new Dht22(() => ({ temperatureC: 200, humidityPercent: -3 }));
  expect(chip.ask(0)).toEqual(dht22Bytes(800, 0));
});

test("asked again within two seconds it says the same, and measures no sooner", () => {
  let temperatureC = 20;
  const chip = new Dht22(() => ({ temperatureC, humidityPercent: 50 }));
  // The clock wraps meanwhile.
  const fromMs = 2 ** 30 - 1000;
  const first = chip.ask(fromMs);
  temperatureC = 30;
  expect(chip.ask(999)).toEqual(first);
  expect(chip.ask(1000)).toEqual(dht22Bytes(300, 500));
});
