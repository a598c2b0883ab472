/*
 * What a board is besides sockets, clock and buses, on Node: whatever its port says, which is a computer's (port.ts), or a
 * simulated board's.
 */
import type { Chunk, Payload } from "#bytes";
import type { Status } from "../../client/status.ts";
import type { Block, PowerSave, WakeCause, Wifi } from "../board.ts";
import type { Port } from "./port.ts";

export function wakeCause(port: Port): WakeCause {
  return port.wakeCause();
}

export function joinNetwork(port: Port, wifi: Wifi, hint: Payload): Status {
  return port.join(wifi, hint);
}

export function leaveNetwork(port: Port): void {
  port.leave();
}

export function setPowerSave(port: Port, powerSave: PowerSave): Status {
  return port.setPowerSave(powerSave);
}

export function longestSleepMs(port: Port): number {
  return port.longestSleepMs();
}

export function sleepFor(port: Port, delayMs: number, pin: number): Status {
  return port.sleepFor(delayMs, pin);
}

export function restart(port: Port): void {
  port.restart();
}

export function keepBlock(port: Port, block: Block, bytes: Chunk): Status {
  return port.keep(block, bytes);
}

export function keptBlock(port: Port, block: Block): Chunk | undefined {
  return port.kept(block);
}

export function feedWatchdog(port: Port): void {
  port.feedWatchdog();
}

export function askTime(port: Port): Status {
  return port.askTime();
}

export function epochS(port: Port): number {
  return port.epochS();
}

export function rssiDbm(port: Port): number {
  return port.rssiDbm();
}

export function freeBytes(port: Port): number {
  return port.freeBytes();
}
