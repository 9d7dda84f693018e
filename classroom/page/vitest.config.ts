// The page's own tests: `pnpm verify:page` builds the page first.

import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["{src,e2e}/**/*.test.{ts,tsx}"],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    fileParallelism: false,
  },
});
