/*
 * What is wrong with a board's own data: pins that its chip does not have, or not for this.
 */
import { CHIPS } from "./check-chips.ts";
import type { ChipPins } from "./check-chips.ts";
import { listText } from "./check-words.ts";
import type { Hardware, Runtime } from "./station.ts";

const RUNTIMES: Runtime[] = ["espruino", "moddable", "nodemcu"];
const isPositive = (value: number) => Number.isFinite(value) && value > 0;

function checkPinsOf(hardware: Hardware, chip: ChipPins): string[] {
  const { gpios, i2c, led, divider, taken = {} } = hardware;
  const problems: string[] = [];
  const strange = gpios.filter((pin, at) => !chip.gpios.includes(pin) || gpios.indexOf(pin) !== at);
  if (strange.length > 0)
    problems.push(`gpios has ${listText(strange, "and")}, which an ${hardware.chip} has not, or not twice`);
  const named = {
    "i2c.sda": i2c.sda,
    "i2c.scl": i2c.scl,
    ...(led === undefined ? {} : { "led.pin": led.pin }),
  };
  for (const [name, pin] of Object.entries(named))
    if (!chip.gpios.includes(pin)) problems.push(`${name} is ${pin}, which an ${hardware.chip} has not`);
  if (i2c.sda === i2c.scl) problems.push(`i2c.sda and i2c.scl are both ${i2c.sda}`);
  for (const pin of Object.keys(taken))
    if (!chip.gpios.includes(Number(pin)))
      problems.push(`taken has ${pin}, which an ${hardware.chip} has not`);
  if (divider !== undefined && !chip.analog.includes(divider.pin))
    problems.push(
      `divider.pin is ${divider.pin}, which measures no voltage: give ${listText(chip.analog, "or")}`,
    );
  if (divider !== undefined && !(divider.factor >= 1))
    problems.push(`divider.factor is ${divider.factor}: give how many times lower the pin sees the voltage`);
  return problems;
}

/** @returns  one sentence for each mistake, which names the board */
export function checkHardware(hardware: Hardware): string[] {
  const { name, runtimes, flashBytes, i2c, sleepFloor } = hardware;
  const problems: string[] = [];
  const chip = CHIPS[hardware.chip];
  if (chip === undefined)
    problems.push(`chip is "${hardware.chip}": give ${listText(Object.keys(CHIPS), "or")}`);
  else problems.push(...checkPinsOf(hardware, chip));
  if (runtimes.length === 0 || runtimes.some((runtime) => !RUNTIMES.includes(runtime)))
    problems.push(`runtimes is [${runtimes.join(", ")}]: give some of ${RUNTIMES.join(", ")}`);
  if (hardware.chip !== "esp8266" && runtimes.includes("nodemcu"))
    problems.push("runtimes has nodemcu, which is built for an esp8266 only");
  for (const [part, value] of Object.entries({
    flashBytes,
    "i2c.hz": i2c.hz,
    "sleepFloor.currentUa": sleepFloor.currentUa,
  }))
    if (!isPositive(value)) problems.push(`${part} is ${value}: give a number above 0`);
  return problems.map((problem) => `hardware ${name}: ${problem}`);
}
