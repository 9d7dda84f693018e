import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ["*.test.ts"],
    // Most of the time they wait for their own processes, each of which needs a processor.
    maxWorkers: 2,
    maxConcurrency: 3,
    testTimeout: 240_000,
    globalSetup: "./compile.ts",
  },
});
