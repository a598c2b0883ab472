/*
 * Calendar time on NodeMCU, by its module sntp, where a firmware has it. Not here: rtctime, which loses the time in a
 * plain deep sleep as well.
 * Source: NodeMCU 3.0, docs/modules/sntp.md.
 */
import { elapsedMs } from "../../client/clock.ts";
import { Status } from "../../client/status.ts";
import { portNowMs } from "./alarm.ts";
import type { Port } from "./record.ts";

export function askTime(port: Port): Status {
  const client = sntp;
  if (client === undefined) return Status.Unsupported;
  client.sync(undefined, (seconds) => {
    port.toldS = seconds;
    port.toldMs = portNowMs(port);
  });
  return Status.Ok;
}

/** Right for six days after the last answer, which is as far as the port's clock can look back. */
export function epochS(port: Port): number {
  const toldS = port.toldS;
  if (toldS === undefined) return 0;
  return toldS + Math.floor(elapsedMs(port.toldMs as number, portNowMs(port)) / 1000);
}
