/*
 * What `import ... from "catnap"` gives on Node: the public face, the names of its numbers, and a connect that
 * checks first what a person typed. Not here: what a wrong option is told (check.ts).
 */
import { connect as connectChecked } from "../face.ts";
import type { ConnectOptions, MqttClient } from "../face.ts";
import { checkOptions } from "./check.ts";

export { Link } from "../../client/link.ts";
export { WhenFull } from "../../client/options.ts";
export { Cause, Notice, Reason, Status } from "../../client/status.ts";
export {
  counters,
  disconnect,
  maySleep,
  publish,
  publishMessage,
  state,
  subscribe,
  undelivered,
  unsubscribe,
} from "../face.ts";

export type { Payload } from "#bytes";
export type { Handlers, MessageHandler, Will } from "../../client/options.ts";
export type { Source } from "#stream";
export type { Message } from "../../client/publish.ts";
export type { Counters } from "#report";
export type { ConnectOptions, MqttClient } from "../face.ts";
export type { Secrets } from "../port.ts";

/**
 * Begin to connect, and stay connected until disconnect. What happens is told to the handlers in the options.
 *
 * @param options  held, not copied
 * @throws         Error for options that cannot work, with what to give instead; nothing was opened then
 */
export function connect(options: ConnectOptions): MqttClient {
  checkOptions(options);
  return connectChecked(options);
}
