import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["**/*.test.ts"],
    exclude: ["**/node_modules/**", "work/**", "runs/**", "chaos/**", "labs/**"],
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
