/*
 * What happens to a sleeper's world in months: a bad network, a broker that restarts, an access point that goes and
 * moves, each for a while that is drawn from the world's dice. Not here: the board's power (cut by tests themselves).
 */
import type { WorldParts } from "../../src/simulator/virtual/world-parts.ts";

const PAUSE_MS = 2 * 3_600_000;
const LONGEST_MS = 3 * 3_600_000;

type Trouble = (parts: WorldParts) => () => void;

const CHANNELS = 13;

const TROUBLES: Trouble[] = [
  ({ network: { conditions } }) => {
    conditions.loss = 0.3;
    return () => (conditions.loss = 0);
  },
  ({ network: { conditions } }) => {
    Object.assign(conditions, { latencyMs: 2500, jitterMs: 1500, cutsAnywhere: true });
    return () => Object.assign(conditions, { latencyMs: 2.5, jitterMs: 0, cutsAnywhere: false });
  },
  ({ broker }) => {
    broker.restart({ keepsSessions: true });
    return () => broker.restart({ keepsSessions: false });
  },
  ({ broker }) => {
    broker.down();
    return () => broker.up();
  },
  ({ broker }) => {
    broker.refusesWith = 3;
    return () => (broker.refusesWith = 0);
  },
  ({ accessPoint }) => {
    accessPoint.isPresent = false;
    return () => (accessPoint.isPresent = true);
  },
  ({ accessPoint }) => {
    // What the board has kept as a hint does not hold any more.
    accessPoint.channel = (accessPoint.channel % CHANNELS) + 1;
    return () => {};
  },
  ({ accessPoint }) => {
    accessPoint.isDhcpDown = true;
    return () => (accessPoint.isDhcpDown = false);
  },
  ({ board, world }) => {
    board.clockDriftPpm = world.dice.once(2) ? 50_000 : -50_000;
    return () => (board.clockDriftPpm = 0);
  },
  ({ network, world }) => {
    const atMs = world.nowMs;
    network.stallFor(60_000);
    return () => (network.stalledToMs = Math.min(network.stalledToMs, atMs));
  },
];

/** Let troubles come and go until a time. @returns  told how many came */
export function trouble(parts: WorldParts, limitMs: number): { count: number } {
  const { world } = parts;
  const dice = world.dice.branch("troubles");
  const told = { count: 0 };
  const next = () => {
    if (world.nowMs >= limitMs) return;
    const heal = dice.pick(TROUBLES)(parts);
    told.count += 1;
    const forMs = Math.min(dice.between(1000, LONGEST_MS), limitMs - world.nowMs);
    world.after(forMs, () => {
      heal();
      world.after(dice.between(0, PAUSE_MS), next);
    });
  };
  world.after(dice.between(0, PAUSE_MS), next);
  return told;
}
