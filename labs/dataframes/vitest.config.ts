// The lab's tests need the libraries: `pnpm verify:lab` installs them first.

import { defineConfig } from "vitest/config";

export default defineConfig({
  test: { include: ["**/*.test.ts"], testTimeout: 60_000, hookTimeout: 60_000 }, // large libraries, on whatever machine
});
