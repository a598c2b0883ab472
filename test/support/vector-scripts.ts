/*
 * The sequences of test/vectors as events for an engine with the program of test/probe/face in it: each whole, cut
 * in two, and byte by byte. All happen at one moment, with the network always ready, so that a script is one step.
 */
import type { BoardEvent } from "../../src/simulator/engines/engine.ts";
import { Reason } from "../../src/client/status.ts";
import { SEQUENCE_LIMITS } from "../vectors/sequences.ts";
import type { Sequence, Step } from "../vectors/sequences.ts";

/** Up to here a sequence is cut at every byte. */
const EVERY_BYTES = 200;
/** Longer ones are cut at so many bytes near both ends, and this far apart between them. */
const END_BYTES = 12;
const STRIDE_BYTES = 1777;
/** Up to here a sequence is also given byte by byte. */
const SINGLE_BYTES = 600;
/** No step of a sequence makes a client write more frames than this, one after the other. */
const FRAMES = 3;

export interface Script {
  /** Such as "CONNACK (3.2), rx 16, cut at 1". */
  title: string;
  sequence: Sequence;
  /** @param socket  the number of the connection that this script will be given */
  events: (socket: number) => BoardEvent[];
}

const typed = (text: string): BoardEvent => ({ event: "typed", text });
const timer: BoardEvent = { event: "timer" };

/** The network takes what is written, until nothing is left. */
function settle(socket: number): BoardEvent[] {
  return Array.from({ length: FRAMES }, () => [{ event: "sent" as const, socket }, timer]).flat();
}

function received(socket: number, hex: string): BoardEvent {
  return { event: "received", socket, bytes: Buffer.from(hex, "hex") };
}

function stepEvents(step: Step, socket: number): BoardEvent[] {
  switch (step.do) {
    case "open":
      return [{ event: "opened", socket }, ...settle(socket)];
    case "receive":
      return [received(socket, step.hex)];
    case "publish":
      return [typed(`publish("${step.topic}", "${step.payload}", ${step.qos})`)];
    case "subscribe":
      return [typed(`subscribe("${step.filter}", ${step.qos})`)];
    case "unsubscribe":
      return [typed(`unsubscribe("${step.filter}")`)];
    case "write":
      return settle(socket);
    case "writeOne":
      return [];
    case "disconnect":
      return [typed("disconnect()")];
  }
}

/** Positions to cut at, for each way of cutting. */
function cutsOf(bytes: number): number[][] {
  const cuts: number[][] = [];
  for (let at = 1; at < bytes; at += 1) {
    const isNearEnd = at < END_BYTES || at > bytes - END_BYTES;
    if (bytes <= EVERY_BYTES || isNearEnd || at % STRIDE_BYTES === 0) cuts.push([at]);
  }
  if (bytes <= SINGLE_BYTES) cuts.push(Array.from({ length: bytes - 1 }, (_, at) => at + 1));
  return cuts;
}

/** What is asked for before the connection stands goes out together, as SUBSCRIBE of the sequences does. */
function inOneFrame(setup: Step[]): Step[] {
  const asked = setup.filter((step) => step.do === "subscribe");
  const [first, ...rest] = setup.filter((step) => step.do !== "subscribe");
  return first === undefined ? asked : [first, ...asked, ...rest];
}

/** A network that takes nothing more: else acknowledgements would go out meanwhile, and nothing would overrun. */
function hold(sequence: Sequence): BoardEvent[] {
  return sequence.reason === Reason.Overrun ? [typed('publish("u", "", 0)')] : [];
}

function eventsOf(sequence: Sequence, rxBytes: number, cuts: number[], socket: number): BoardEvent[] {
  const isClean = sequence.setup.every((step) => step.do !== "open" || step.isClean);
  const edges = [0, ...cuts, sequence.hex.length / 2];
  const parts = edges.slice(1).map((to, at) => sequence.hex.slice(2 * (edges[at] as number), 2 * to));
  return [
    typed(`begin(${isClean}, ${rxBytes})`),
    ...inOneFrame(sequence.setup).flatMap((step) => stepEvents(step, socket)),
    ...hold(sequence),
    ...parts.map((hex) => received(socket, hex)),
    ...settle(socket),
    typed("look(); disconnect()"),
    ...settle(socket),
  ];
}

/** All scripts for one sequence: uncut with each rx, and each way to cut it with one of them in turn. */
export function scriptsOf(sequence: Sequence): Script[] {
  const sizes = SEQUENCE_LIMITS.rxBytes;
  const cuts = cutsOf(sequence.hex.length / 2);
  const ways = [
    ...sizes.map((rxBytes) => ({ rxBytes, cut: [] })),
    ...cuts.map((cut, at) => ({ rxBytes: sizes[at % sizes.length] as number, cut })),
  ];
  return ways.map(({ rxBytes, cut }) => ({
    title: `${sequence.name} (${sequence.source}), rx ${rxBytes}, cut at ${cut.slice(0, 3).join(", ")}`,
    sequence,
    events: (socket: number) => eventsOf(sequence, rxBytes, cut, socket),
  }));
}
