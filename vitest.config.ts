import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    globalSetup: ["test/support/build-folder.ts"],
    // Both cores of the machine that CI has; by itself vitest would leave one of them idle.
    maxWorkers: 2,
    // Most of a file's time would be loading compilers and brokers anew. Who mocks a module resets them all.
    isolate: false,
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
