/*
 * The options of `catnap sim`, and which of them do not go together.
 */
import type { Command } from "commander";
import { Option } from "commander";
import { PRESETS } from "../simulator/broker/presets.ts";
import { CONDITIONS } from "../simulator/network/conditions.ts";
import { ENGINE_NAMES } from "../simulator/engines/names.ts";
import type { EngineName } from "../simulator/engines/names.ts";
import { MOST_REAL_MS, parseDuration, parseSeconds, parseSpeed, parseText, parseWhole } from "./duration.ts";

export interface SimOptions {
  broker?: string;
  for?: number;
  every?: number;
  engine: EngineName;
  fast?: boolean;
  speed?: number;
  seed?: number;
  network?: string;
  quirks?: string;
  storm?: boolean;
  scenario?: string;
  trace?: boolean;
  current?: string;
  expect?: string;
  fail?: string;
  timeout?: number;
  timeoutExitCode?: number;
  json?: boolean;
}

/** As Wokwi's command line has it. */
export const TIMEOUT_EXIT_CODE = 42;

const SECONDS = "(whole seconds)";

export function addSimOptions(command: Command): Command {
  return command
    .option(
      "--broker <address>",
      "mqtt://user:password@host:1883 or mqtts://...; else an embedded one on loopback",
    )
    .option(
      "--for <duration>",
      "end after this time, such as 20s, 5m or 30d; else Ctrl-C ends",
      parseDuration,
    )
    .option(
      "--every <duration>",
      `take a reading this often ${SECONDS} and send it at once, whatever the station says`,
      parseSeconds,
    )
    .addOption(new Option("--engine <engine>", "what runs it").choices(ENGINE_NAMES).default("node"))
    .option("--fast", "in virtual time, as fast as this computer can")
    .option("--speed <times>", "in virtual time, so many times as fast as real time", parseSpeed)
    .option("--seed <number>", "decides all chance in virtual time; default 1", parseWhole(0, 2 ** 32 - 1))
    .addOption(
      new Option("--network <preset>", "the network of virtual time").choices(Object.keys(CONDITIONS)),
    )
    .addOption(
      new Option("--quirks <broker>", "whose habits the broker of virtual time has").choices(
        Object.keys(PRESETS),
      ),
    )
    .option("--storm", "break things in virtual time, then let all be well again and check what was promised")
    .option("--scenario <file>", "let happen in virtual time what a YAML file says")
    .option("--trace", "print every line of what happens in virtual time")
    .option("--current <file>", "write the board's current in virtual time as CSV")
    .option(
      "--expect <text>",
      "end with exit code 0 as soon as a printed line, topic or payload has this text",
      parseText,
    )
    .option("--fail <text>", "end with exit code 1 as soon as one has this text", parseText)
    .option(
      "--timeout <duration>",
      "end after this time with the exit code of --timeout-exit-code",
      parseDuration,
    )
    .option("--timeout-exit-code <code>", `default ${TIMEOUT_EXIT_CODE}`, parseWhole(0, 255))
    .option("--json", "print one JSON object as the last line");
}

export function isVirtual({ fast, speed }: SimOptions): boolean {
  return fast === true || speed !== undefined;
}

/** What only virtual time has. */
const VIRTUAL: (keyof SimOptions)[] = ["seed", "network", "quirks", "storm", "scenario", "trace", "current"];

function clashInVirtualTime(options: SimOptions): string | undefined {
  if (options.fast === true && options.speed !== undefined)
    return "--fast and --speed both say how fast time passes: give one of them";
  if (options.broker !== undefined)
    return "--broker is a real broker, and real time is all it knows: leave out --fast and --speed, or --broker";
  if (options.storm === true && options.scenario !== undefined)
    return "--storm and --scenario both break things: give one of them";
  if (options.storm === true && options.for === undefined)
    return "--storm needs to know when the calm comes: give --for, such as --for 2h";
  if (options.storm === true && options.expect !== undefined)
    return "--storm goes on to its calm: leave out --expect, or put it into a --scenario";
  if (options.scenario !== undefined && options.expect !== undefined)
    return "--scenario ends by itself: put expect into the file";
  const hasEnd = options.for !== undefined || options.timeout !== undefined || options.scenario !== undefined;
  if (options.fast === true && !hasEnd)
    return "--fast would go on for ever: say how long with --for, such as --for 30d, or with --timeout";
  return undefined;
}

function clashInRealTime(options: SimOptions): string | undefined {
  const only = VIRTUAL.find((name) => options[name] !== undefined);
  if (only !== undefined)
    return `--${only} is for virtual time: give --fast, or --speed with a number, as well`;
  const long = (["for", "timeout"] as const).find((name) => (options[name] ?? 0) > MOST_REAL_MS);
  if (long !== undefined)
    return `--${long} can be 24d at most in real time: give --fast, or --speed with a number`;
  return undefined;
}

/** Why these options do not go together, in one sentence. */
export function clashOf(options: SimOptions): string | undefined {
  if (options.timeoutExitCode !== undefined && options.timeout === undefined)
    return "--timeout-exit-code is for --timeout: say after which time it ends";
  if (options.every !== undefined && options.engine !== "node")
    return `--every changes the station, and --engine ${options.engine} runs unchanged what is built: leave out one of them`;
  return isVirtual(options) ? clashInVirtualTime(options) : clashInRealTime(options);
}
