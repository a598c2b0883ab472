/*
 * What is wrong with the pins that a station uses: what its board does not bring out or has taken, and what the chip
 * cannot do there. Not here: what each pin can do (check-chips.ts).
 */
import { CHIPS } from "./check-chips.ts";
import type { ChipPins } from "./check-chips.ts";
import { listText, pinText } from "./check-words.ts";
import { addressOf } from "./station.ts";
import type { Bus, Hardware, Station } from "./station.ts";

interface Use {
  pin: number;
  /** "SDA of I2C", "ds18b20". */
  who: string;
  how: Bus | "wake" | "rst";
}

/** Buses whose chips and the board drive the line in turns; a resistor pulls it up. */
const DRIVEN = ["i2c", "onewire", "dht"];

/** Every pin that the station uses, in the order of its literal. */
export function usesOf(station: Station): Use[] {
  const { feeds, hardware, sleep } = station;
  const uses: Use[] = [];
  if (feeds.some(({ bus }) => bus === "i2c"))
    for (const name of ["sda", "scl"] as const)
      uses.push({ pin: hardware.i2c[name], who: `${name.toUpperCase()} of I2C`, how: "i2c" });
  for (const feed of feeds)
    if (feed.bus !== "i2c" && feed.pin !== undefined)
      uses.push({ pin: addressOf(feed), who: feed.sensor.name, how: feed.bus });
  if (sleep?.isGpio16OnRst === true) uses.push({ pin: 16, who: "the wire to RST", how: "rst" });
  if (typeof sleep?.wakePin === "number") uses.push({ pin: sleep.wakePin, who: "wakePin", how: "wake" });
  return uses;
}

const gpioList = (pins: readonly number[]) => `GPIO ${listText(pins, "or")}`;

/** GPIOs of this board that are free of all limits that matter for what is measured there. */
function analogChoice({ gpios }: Hardware, chip: ChipPins): string {
  return gpioList(chip.analog.filter((pin) => gpios.includes(pin)));
}

function wakeChoice({ gpios }: Hardware, chip: ChipPins): string {
  const pins = chip.wake.filter((pin) => gpios.includes(pin));
  return pins.length === 0 ? "only RST does" : `choose ${gpioList(pins)}`;
}

function checkAnalog({ pin }: Use, hardware: Hardware, chip: ChipPins): string | undefined {
  if (chip.analog.includes(pin)) return undefined;
  if (chip.hasOwnAnalog) return "its chip has one analog input, A0: write pin: 0";
  if (chip.analogWithoutWifi.includes(pin))
    return `it measures with ADC2, which does not work while Wi-Fi is on: choose ${analogChoice(hardware, chip)}`;
  return `it measures no voltage: choose ${analogChoice(hardware, chip)}`;
}

function checkStrapping({ pin, how }: Use, chip: ChipPins): string | undefined {
  const level = chip.strapping[pin];
  if (level === undefined || how === "rst") return undefined;
  const isSuited = level === "high" && DRIVEN.includes(how);
  if (isSuited) return undefined;
  const culprit = DRIVEN.includes(how) ? "the pull-up resistor of such a bus" : "what is wired to it";
  return `it must be ${level} at reset, or the chip starts wrongly or cannot be flashed, and ${culprit} may hold it ${
    level === "high" ? "low" : "high"
  }: choose another`;
}

/** Why a pin cannot be used so; the first reason is enough. */
function whyNot(use: Use, hardware: Hardware, chip: ChipPins): string | undefined {
  const { pin, how } = use;
  if (how === "analog" && chip.hasOwnAnalog) return checkAnalog(use, hardware, chip);
  if (!chip.gpios.includes(pin)) return `an ${hardware.chip} has none of that number`;
  if (!hardware.gpios.includes(pin))
    return `${hardware.name} does not bring it out: choose one of ${gpioList(hardware.gpios)}`;
  if (chip.flash.includes(pin)) return "the chip's flash memory is wired to it: choose another";
  if (chip.serial.includes(pin))
    return "it is the serial line that programs the chip and prints: choose another";
  const taken = hardware.taken?.[pin];
  if (taken !== undefined) return `${hardware.name} has ${taken} on it: choose another`;
  if (DRIVEN.includes(how) && chip.inputOnly.includes(pin))
    return "it is an input only, and such a bus also writes: choose another";
  if (DRIVEN.includes(how) && chip.noBus.includes(pin))
    return "it can be no part of such a bus: choose another";
  if ((how === "pulse" || how === "wake") && chip.noInterrupt.includes(pin))
    return "it tells no edges that can be relied on: choose another";
  if (how === "wake" && !chip.wake.includes(pin))
    return `it ends no deep sleep: ${wakeChoice(hardware, chip)}`;
  if (how === "analog") return checkAnalog(use, hardware, chip) ?? checkStrapping(use, chip);
  return checkStrapping(use, chip);
}

/** A contact may wake the board and be read; an analog input that is no GPIO is nobody's but its own. */
function isShared(one: Use, other: Use, chip: ChipPins): boolean {
  if (one.pin !== other.pin) return false;
  const hows = [one.how, other.how];
  if (chip.hasOwnAnalog && hows.filter((how) => how === "analog").length === 1) return false;
  return !(hows.includes("wake") && (hows.includes("digital") || hows.includes("pulse")));
}

export function checkPins(station: Station): string[] {
  const { hardware } = station;
  const chip = CHIPS[hardware.chip];
  // Said by checkHardware.
  if (chip === undefined) return [];
  const uses = usesOf(station);
  const problems = uses.flatMap((use) => {
    const why = whyNot(use, hardware, chip);
    return why === undefined
      ? []
      : [`${use.who} cannot be at ${pinText(hardware, use.how, use.pin)}: ${why}`];
  });
  uses.forEach((use, at) => {
    const twin = uses.slice(0, at).find((other) => isShared(use, other, chip));
    if (twin === undefined) return;
    const pin = pinText(hardware, use.how, use.pin);
    problems.push(`${pin} is used twice, by ${twin.who} and by ${use.who}: wire one of them to another`);
  });
  return problems;
}
