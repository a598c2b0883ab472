/*
 * All faults by name, and how one takes its course.
 */
import { BOARD_FAULTS } from "./board.ts";
import { BROKER_FAULTS } from "./broker.ts";
import { NETWORK_FAULTS } from "./network.ts";
import type { Fault, Parameter, Setting, Spell, Values } from "./setting.ts";
import { WIFI_FAULTS } from "./wifi.ts";

export const FAULTS: readonly Fault[] = [
  ...NETWORK_FAULTS,
  ...WIFI_FAULTS,
  ...BROKER_FAULTS,
  ...BOARD_FAULTS,
];

export function faultNamed(name: string): Fault | undefined {
  return FAULTS.find((fault) => fault.name === name);
}

/** Whether a parameter may have this value. */
export function isWithin({ least, most, isWhole = false }: Parameter, value: number): boolean {
  return value >= least && value <= most && (!isWhole || Number.isInteger(value));
}

/** With what is usual for those that are not given. */
export function valuesOf(fault: Fault, given: Values): Values {
  const entries = Object.entries(fault.parameters);
  return Object.fromEntries(entries.map(([name, { usual }]) => [name, given[name] ?? usual]));
}

/** "loss (loss 0.2) for 30 s" */
export function spellText({ fault, values, forMs }: Spell): string {
  const words = Object.entries(values).map(([name, value]) => `${name} ${Number(value.toPrecision(3))}`);
  const given = words.length > 0 ? ` (${words.join(", ")})` : "";
  return `${fault.name}${given}${fault.isMoment === true ? "" : ` for ${Number((forMs / 1000).toFixed(1))} s`}`;
}

/** Let a fault happen now, and end in its time. */
export function strike(setting: Setting, spell: Spell): void {
  const { world } = setting;
  const { fault, values, forMs } = spell;
  world.say("fault", spellText(spell));
  fault.begin(setting, values, forMs);
  if (fault.isMoment === true) return;
  world.after(forMs, () => {
    world.say("fault", `${fault.name} is over`);
    fault.end(setting);
  });
}

/** Everything is well again, whatever was wrong. */
export function healAll(setting: Setting): void {
  for (const fault of FAULTS) fault.end(setting);
}
