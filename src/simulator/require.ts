/*
 * What must hold before a station is run or built, said at once and in whole sentences.
 */
import { leastTxBytes } from "../client/check.ts";
import { checkStation } from "../station/check.ts";
import { clientOptions } from "../station/make-runner.ts";
import type { Station } from "../station/station.ts";
import type { BrokerAddress } from "./address.ts";

/** @throws  Error with all that is wrong with the station */
export function requireStation(station: Station): void {
  const problems = checkStation(station);
  if (problems.length > 0) throw new Error(`this station cannot work:\n  ${problems.join("\n  ")}`);
}

/**
 * Credentials are part of CONNECT, and no part of the station that was checked.
 *
 * @throws  Error when they do not fit
 */
export function requireRoom(station: Station, address: BrokerAddress): void {
  const options = clientOptions(station, address, "0123456789ab", {});
  const least = leastTxBytes(options, options.clientId);
  if (least > station.limits.txBytes)
    throw new Error(
      `limits.txBytes is ${station.limits.txBytes}, the smallest that would do is ${least}: user name and password must fit`,
    );
}
