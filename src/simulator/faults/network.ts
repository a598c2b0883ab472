/*
 * What goes wrong between the board's radio and the broker.
 */
import { nothing } from "./setting.ts";
import type { Fault } from "./setting.ts";

const latency: Fault = {
  name: "latency",
  sentence: "Everything takes longer on its way, some of it much longer.",
  parameters: {
    latencyMs: { what: "each way", usual: 500, least: 0, most: 60_000, storm: [50, 5000] },
    jitterMs: { what: "at most in addition", usual: 200, least: 0, most: 60_000, storm: [1, 2000] },
  },
  begin({ network }, { latencyMs = 0, jitterMs = 0 }) {
    network.conditions.latencyMs = latencyMs;
    network.conditions.jitterMs = jitterMs;
  },
  end({ network, calm }) {
    network.conditions.latencyMs = calm.latencyMs;
    network.conditions.jitterMs = calm.jitterMs;
  },
};

const loss: Fault = {
  name: "loss",
  sentence: "Segments are lost and sent again by the TCP stacks, whose pauses grow.",
  parameters: {
    loss: { what: "probability, 0 to 1", usual: 0.2, least: 0, most: 1, storm: [0.02, 0.8] },
  },
  begin({ network }, { loss: probability = 0 }) {
    network.conditions.loss = probability;
  },
  end({ network, calm }) {
    network.conditions.loss = calm.loss;
  },
};

const narrow: Fault = {
  name: "narrow",
  sentence: "Few bytes pass in a second, and segments end at any byte.",
  parameters: {
    bytesPerS: { what: "of each direction", usual: 500, least: 1, most: 1e9, storm: [20, 2000] },
  },
  begin({ network }, { bytesPerS = Infinity }) {
    network.conditions.bytesPerS = bytesPerS;
    network.conditions.cutsAnywhere = true;
  },
  end({ network, calm }) {
    network.conditions.bytesPerS = calm.bytesPerS;
    network.conditions.cutsAnywhere = calm.cutsAnywhere;
  },
};

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
