/*
 * A hint's bytes, from what the world tells of a network and to what is asked of it.
 */
import { byteAt, chunkBytes } from "#bytes";
import type { Chunk, Payload } from "#bytes";
import type { Wifi } from "../../runtimes/board.ts";
import { Hint } from "../../runtimes/hint.ts";
import type { JoinRequest } from "../network/network.ts";

/** ("10.0.0.9") as four numbers. */
function numbersOf(address: string): number[] {
  return address.split(".").map(Number);
}

/** The gateway of the network of 255 addresses that a board is in: it also answers for names. */
function gatewayOf(address: string): number[] {
  return [...numbersOf(address).slice(0, 3), 1];
}

export function hintOf(facts: { channel: number; bssid: string; address: string }): Chunk {
  const bssid = facts.bssid.split(":").map((digits) => parseInt(digits, 16));
  const gateway = gatewayOf(facts.address);
  const addresses = [...numbersOf(facts.address), 255, 255, 255, 0, ...gateway, ...gateway];
  return Uint8Array.from([facts.channel, ...bssid, ...addresses]);
}

function slice(hint: Chunk, from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, at) => byteAt(hint, from + at));
}

/** What is asked of the radio; a hint of another length is none. */
export function requestOf({ ssid, password, address }: Wifi, hint: Payload): JoinRequest {
  const request: JoinRequest = { ssid, password };
  if (address !== undefined) request.address = address;
  if (!(hint instanceof Uint8Array) || chunkBytes(hint) !== Hint.Bytes) return request;
  request.channel = byteAt(hint, Hint.ChannelAt);
  request.bssid = slice(hint, Hint.BssidAt, Hint.AddressAt)
    .map((byte) => byte.toString(16).padStart(2, "0"))
    .join(":");
  request.address ??= slice(hint, Hint.AddressAt, Hint.NetmaskAt).join(".");
  return request;
}
