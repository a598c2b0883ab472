/*
 * The network of a site: joined when the station wants it, left when it does not any more, tried again later and later.
 * Not here: how a runtime joins (#board).
 */
import { askTime, joinNetwork, keepBlock, keptBlock, leaveNetwork, setPowerSave } from "#board";
import { begin, take } from "#bytes";
import type { Chunk } from "#bytes";
import { closePort, portNowMs } from "#port";
import { elapsedMs } from "../client/clock.ts";
import { closed, disconnect } from "../client/connection.ts";
import { Link } from "../client/link.ts";
import { nextWaitMs } from "../client/retry.ts";
import { Cause, Status } from "../client/status.ts";
import { Block, PowerSave } from "../runtimes/board.ts";
import { PortEvent } from "../runtimes/port.ts";
import { BlockHead, isSameBlock, openBlock, sealBlock } from "./blocks.ts";
import { isReached, isSet, Plans, setOnce, Slot } from "./plan.ts";
import type { Runner } from "./runner.ts";

export const enum Network {
  Off = 0,
  Joining = 1,
  Joined = 2,
}

const enum Joining {
  /** Some firmwares say nothing when no address comes. */
  LimitS = 30,
  /** Of a hint: channel, BSSID, four addresses. */
  HintBytes = 24,
}

/** Where the network was found the last time, as this program kept it; empty for nowhere. */
function hintOf(runner: Runner): Chunk | string {
  const kept = keptBlock(runner.port, Block.Network);
  return (kept === undefined ? undefined : openBlock(kept, runner.build)) ?? "";
}

/** Whether there is a network; where there is none it is joined, unless the last failure is not long enough ago. */
export function hasNetwork(runner: Runner): boolean {
  if (runner.network === Network.Joining) giveUpLate(runner);
  if (runner.network !== Network.Off) return runner.network === Network.Joined;
  if (isWaiting(runner)) return false;
  const wifi = runner.site.wifi;
  const status = wifi === undefined ? Status.Unsupported : joinNetwork(runner.port, wifi, hintOf(runner));
  // Where the firmware joins by itself, the network is its business.
  runner.network = status === Status.Ok ? Network.Joining : Network.Joined;
  setOnce(
    runner.plan,
    Slot.Retry,
    status === Status.Ok ? Joining.LimitS : Plans.Never,
    portNowMs(runner.port),
  );
  if (status !== Status.Ok) arrive(runner);
  return runner.network === Network.Joined;
}

/** There is a network: calendar time can be had, and the radio may nap as the station wants it. */
function arrive(runner: Runner): void {
  const sleep = runner.station.sleep;
  askTime(runner.port);
  if (sleep === undefined) return;
  // In a visit of a deep sleeper an answer must not wait for the next beacon.
  let powerSave = PowerSave.Off;
  if (sleep.depth === "modem") powerSave = PowerSave.Modem;
  if (sleep.depth === "light") powerSave = PowerSave.Light;
  setPowerSave(runner.port, powerSave);
}

/** A join that nobody heard of again has failed. */
function giveUpLate(runner: Runner): void {
  if (isWaiting(runner)) return;
  leave(runner);
  failLink(runner, Cause.NotAdmitted);
}

/** Whether the radio has to stay off for a while, after a failure. */
export function isWaiting(runner: Runner): boolean {
  return isSet(runner.plan, Slot.Retry) && !isReached(runner.plan, Slot.Retry, portNowMs(runner.port));
}

/** The network is joined, or is not, or not any more. */
export function networkTold(runner: Runner, event: PortEvent, detail: Chunk | Cause): void {
  if (event === PortEvent.Joined) {
    runner.network = Network.Joined;
    setOnce(runner.plan, Slot.Retry, Plans.Never, portNowMs(runner.port));
    arrive(runner);
    keepHint(runner, detail as Chunk);
    return;
  }
  runner.network = Network.Off;
  failLink(runner, detail as Cause);
}

/** Written only when it changed: flash wears out. */
function keepHint(runner: Runner, hint: Chunk): void {
  const sealed = begin(BlockHead.Bytes + Joining.HintBytes);
  if (sealBlock(sealed, runner.build, hint) < 0) return;
  const block = take(sealed);
  const kept = keptBlock(runner.port, Block.Network);
  if (kept === undefined || !isSameBlock(kept, block)) keepBlock(runner.port, Block.Network, block);
}

/** Give the connection up, whatever state it is in, and keep the radio off for as long as the client would have waited. */
export function failLink(runner: Runner, cause: Cause): void {
  const client = runner.client;
  const nowMs = portNowMs(runner.port);
  // What the hint says of addresses may be why.
  if (runner.network === Network.Joined) keepHint(runner, take(begin(0)));
  if (runner.hasTransport) closePort(runner.port);
  runner.hasTransport = false;
  if (client.link > Link.Waiting) closed(client, cause, nowMs);
  const isWaiting = client.link === Link.Waiting;
  const delayMs = isWaiting ? elapsedMs(nowMs, client.deadlineMs) : nextWaitMs(client);
  if (isWaiting) disconnect(client, nowMs);
  setOnce(runner.plan, Slot.Retry, Math.floor((delayMs + 999) / 1000), nowMs);
}

/** Leave the network, where the station has joined it. */
export function leave(runner: Runner): void {
  if (runner.network !== Network.Off && runner.site.wifi !== undefined) leaveNetwork(runner.port);
  runner.network = Network.Off;
}
