/*
 * The buses of a build whose sensors are all on I2C.
 */
import { Status } from "../../client/status.ts";

export function transferPin(_port: unknown, _place: unknown, _step: unknown, _memory: unknown): Status {
  return Status.Unsupported;
}
