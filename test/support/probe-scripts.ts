/*
 * The sequences of test/vectors as scripts for the probe of test/probe: each whole, cut in two, and byte by byte.
 */
import { SEQUENCE_LIMITS } from "../vectors/sequences.ts";
import type { Sequence, Step } from "../vectors/sequences.ts";

/** Up to here a sequence is cut at every byte. */
const EVERY_BYTES = 40;
/** Longer ones are cut at so many bytes near both ends, and this far apart between them. */
const END_BYTES = 12;
const STRIDE_BYTES = 1777;
/** Up to here a sequence is also given byte by byte. */
const SINGLE_BYTES = 600;

function hexWord(text: string): string {
  return text === "" ? "-" : Buffer.from(text).toString("hex");
}

function stepWords(step: Step): string {
  switch (step.do) {
    case "receive":
      return `receive ${step.hex}`;
    case "publish":
      return `publish ${hexWord(step.topic)} ${hexWord(step.payload)} ${step.qos}`;
    case "subscribe":
      return `subscribe ${hexWord(step.filter)} ${step.qos}`;
    case "unsubscribe":
      return `unsubscribe ${hexWord(step.filter)}`;
    case "writeOne":
      return "one";
    default:
      return step.do;
  }
}

/** Positions to cut at, for each way of cutting. */
function cutsOf(bytes: number): number[][] {
  const cuts: number[][] = [[]];
  for (let at = 1; at < bytes; at += 1) {
    const isNearEnd = at < END_BYTES || at > bytes - END_BYTES;
    if (bytes <= EVERY_BYTES || isNearEnd || at % STRIDE_BYTES === 0) cuts.push([at]);
  }
  if (bytes <= SINGLE_BYTES) cuts.push(Array.from({ length: bytes - 1 }, (_, at) => at + 1));
  return cuts;
}

/** All scripts for one sequence. */
export function scriptsOf(sequence: Sequence): string[] {
  const isClean = sequence.setup.every((step) => step.do !== "open" || step.isClean);
  const setup = sequence.setup.map((step) => `${stepWords(step)} `).join("");
  const bytes = sequence.hex.length / 2;
  return SEQUENCE_LIMITS.rxBytes.flatMap((rxBytes) =>
    cutsOf(bytes).map((cuts) => {
      const edges = [0, ...cuts, bytes];
      const parts = cuts.concat(bytes).map((to, at) => sequence.hex.slice(2 * (edges[at] as number), 2 * to));
      return `new ${isClean ? 1 : 0} ${rxBytes} ${setup}receive ${parts.join(" receive ")} end `;
    }),
  );
}
