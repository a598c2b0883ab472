/*
 * What goes wrong between the board's radio and the broker.
 */
import type { Conditions } from "../network/conditions.ts";
import { nothing } from "./setting.ts";
import type { Fault } from "./setting.ts";

/**
 * A fault that is nothing but other conditions: its parameters are named after them.
 *
 * @param also  conditions that come with it
 */
function conditioned(
  name: string,
  sentence: string,
  parameters: Fault["parameters"],
  also: Partial<Conditions> = {},
): Fault {
  const keys = Object.keys({ ...parameters, ...also }) as (keyof Conditions)[];
  return {
    ...{ name, sentence, parameters },
    begin: ({ network }, values) => {
      Object.assign(network.conditions, values, also);
    },
    end: ({ network, calm }) => {
      Object.assign(network.conditions, Object.fromEntries(keys.map((key) => [key, calm[key]])));
    },
  };
}

const latency = conditioned("latency", "Everything takes longer on its way, some of it much longer.", {
  latencyMs: { what: "each way", usual: 500, least: 0, most: 60_000, storm: [50, 5000] },
  jitterMs: { what: "at most in addition", usual: 200, least: 0, most: 60_000, storm: [1, 2000] },
});

const loss = conditioned("loss", "Segments are lost and sent again by the TCP stacks, whose pauses grow.", {
  loss: { what: "probability, 0 to 1", usual: 0.2, least: 0, most: 1, storm: [0.02, 0.8] },
});

const narrow = conditioned(
  "narrow",
  "Few bytes pass in a second, and segments end at any byte.",
  { bytesPerS: { what: "of each direction", usual: 500, least: 1, most: 1e9, storm: [20, 2000] } },
  { cutsAnywhere: true },
);

const stall: Fault = {
  name: "stall",
  sentence: "Nothing arrives for a while, then everything does, in order.",
  parameters: {},
  begin({ network }, _values, forMs) {
    network.stallFor(forMs);
  },
  end({ network, world }) {
    network.stalledToMs = Math.min(network.stalledToMs, world.nowMs);
  },
};

const reset: Fault = {
  name: "reset",
  sentence: "Every connection is reset, and both ends are told.",
  parameters: {},
  isMoment: true,
  begin({ network }) {
    network.resetAll();
  },
  end: nothing,
};

const halfOpen: Fault = {
  name: "half-open",
  sentence: "Every connection falls silent, and nobody is told.",
  parameters: {},
  isMoment: true,
  begin({ network }) {
    network.halfOpenAll();
  },
  end: nothing,
};

const dnsDown: Fault = {
  name: "dns-down",
  sentence: "The name server answers nobody, and connections are reset, so that the board must ask it.",
  parameters: {},
  begin({ network }) {
    network.isDnsDown = true;
    network.resetAll();
  },
  end({ network }) {
    network.isDnsDown = false;
  },
};

export const NETWORK_FAULTS: readonly Fault[] = [latency, loss, narrow, stall, reset, halfOpen, dnsDown];
