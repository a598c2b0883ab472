/*
 * Finds what is wrong with a station before anything is built, in sentences that say what to do; its parts are the files
 * beside it. Host code: it is never part of what runs on a board.
 */
import { checkFeeds } from "./check-feeds.ts";
import { checkFilters } from "./check-filters.ts";
import { checkHardware } from "./check-hardware.ts";
import { checkKept } from "./check-kept.ts";
import { checkLimits } from "./check-limits.ts";
import { checkPins } from "./check-pins.ts";
import { checkSecrets } from "./check-secrets.ts";
import { checkShape } from "./check-shape.ts";
import { checkSleep } from "./check-sleep.ts";
import { talkProblems } from "./check-talk.ts";
import type { Station } from "./station.ts";

function checkWhole({ name, hardware, runtime, feeds }: Station): string[] {
  const problems: string[] = [];
  if (!/^[a-z0-9][a-z0-9-]*$/i.test(name))
    problems.push(`"${name}" is no station name: use letters, digits and hyphens`);
  if (!hardware.runtimes.includes(runtime))
    problems.push(
      `there is no ${runtime} firmware for ${hardware.name}: choose ${hardware.runtimes.join(" or ")}`,
    );
  if (feeds.length === 0) problems.push("there is no feed: a station without a reading has nothing to do");
  return problems;
}

/**
 * @returns  one sentence for each mistake; none when the station can be built and run
 */
export function checkStation(station: Station): string[] {
  const strange = [...checkSecrets(station), ...checkShape(station)];
  if (strange.length > 0) return strange;
  const problems = [...checkWhole(station), ...checkHardware(station.hardware)];
  if (station.feeds.length === 0) return problems;
  problems.push(
    ...checkFeeds(station),
    ...checkFilters(station),
    ...checkPins(station),
    ...checkSleep(station),
    ...talkProblems(station),
  );
  if (problems.length === 0) problems.push(...checkLimits(station));
  return problems.length > 0 ? problems : checkKept(station);
}
