import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    // A machine that has other work to do is slow: what hangs is found out all the same.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Also on two cores: many tests wait for processes that they have started.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    include: ["**/*.test.ts"],
    exclude: [
      "**/node_modules/**",
      "work/**",
      "runs/**",
      "chaos/**",
      "labs/**",
      "classroom/page/**",
      "beyond/temporal/**",
    ],
    coverage: {
      provider: "v8",
      include: ["engine/src/**/*.ts"],
      exclude: ["**/*.test.ts", "**/*.test-d.ts", "**/testing.ts", "**/golden.ts"],
      reporter: ["text-summary"],
      // The core decides everything: no line of it goes untested.
      thresholds: { "engine/src/core/**/*.ts": { 100: true } },
    },
  },
});
