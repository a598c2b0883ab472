/*
 * Stands in for check.ts in a build whose options and topics were checked before, as a station's are.
 */
import type { Chunk } from "#bytes";
import type { ClientOptions } from "../options.ts";
import type { Message } from "../publish.ts";
import type { Client } from "../state.ts";
import { Status } from "../status.ts";

export function checkOptions(_options: ClientOptions, _clientId: string): Status {
  return Status.Ok;
}

export function checkMessage(_client: Client, _message: Message): Status {
  return Status.Ok;
}

export function isSendable(_client: Client, _topic: string | Chunk): boolean {
  return true;
}

export function checkFilter(_client: Client, _filter: string, _qos: number): Status {
  return Status.Ok;
}

export function isTopicChunk(_chunk: Chunk, _from: number, _to: number): boolean {
  return true;
}
