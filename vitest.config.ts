import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
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
