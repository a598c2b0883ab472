import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    // Both cores of the machine that CI has; by itself vitest would leave one of them idle.
    maxWorkers: 2,
    // A test that hangs is a failure; the slow ones say so themselves.
    testTimeout: 20_000,
    coverage: {
      provider: "v8",
      include: ["src/client/**/*.ts"],
      reporter: ["text-summary"],
      thresholds: { branches: 95 },
    },
  },
});
