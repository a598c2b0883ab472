import { expect, test } from "vitest";
import { checkOptions, WhenFull } from "../../src/client/options.ts";
import { Status } from "../../src/client/status.ts";
import { fillOptions, seedOf } from "../../src/runtimes/connect-options.ts";

test("the defaults are options that work", () => {
  const options = fillOptions({ host: "broker" }, "0badcafe");
  expect(checkOptions(options)).toBe(Status.Ok);
  expect(options).toMatchObject({
    limits: {
      txBytes: 256,
      rxBytes: 256,
      outboxBytes: 1024,
      outboxEntries: 16,
      subscriptions: 8,
      pubacks: 20,
    },
    patience: {
      connackMs: 15000,
      answerMs: 20000,
      proofMs: 3600000,
      retryFirstMs: 1000,
      retryCapMs: 300000,
    },
    ...{ feeds: undefined, whenFull: WhenFull.Refuse, ttlS: 0, isPipelined: true },
  });
});

test("each option reaches the client in the client's unit", () => {
  const limits = {
    txBytes: 64,
    rxBytes: 65,
    outboxBytes: 66,
    outboxEntries: 3,
    subscriptions: 4,
    pubacks: 5,
  };
  const patience = { connackS: 1, answerS: 2, proofS: 3, retryFirstS: 4, retryCapS: 5 };
  const rest = { whenFull: WhenFull.DropOldest, ttlS: 9, isPipelined: false, seed: 12 };
  const options = fillOptions({ host: "broker", ...limits, ...patience, ...rest }, "0badcafe");
  expect(options).toMatchObject({ limits, ...rest });
  expect(Object.values(options.patience)).toEqual([1000, 2000, 3000, 4000, 5000]);
});

test("proof of life is asked for no oftener than the keep alive, unless the user wants it", () => {
  const proofMs = (options: object): number =>
    fillOptions({ host: "broker", ...options }, "").patience.proofMs;
  expect(proofMs({ keepAliveS: 3601 })).toBe(3601000);
  expect(proofMs({ keepAliveS: 3599 })).toBe(3600000);
  expect(proofMs({ keepAliveS: 3601, proofS: 10 })).toBe(10000);
});

test("boards that differ in one character draw different retry times", () => {
  const seeds = ["0badcafe", "0badcaff", "1badcafe"].map((board) => seedOf(board));
  expect(new Set(seeds).size).toBe(3);
  for (const seed of [...seeds, seedOf(""), seedOf("é".repeat(1000))]) {
    expect(seed).toBeGreaterThanOrEqual(0);
    expect(seed).toBeLessThan(65537);
  }
});
