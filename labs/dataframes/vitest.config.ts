// The lab's tests need the libraries: `pnpm verify:lab` installs them first.

import { defineConfig } from "vitest/config";

export default defineConfig({ test: { include: ["**/*.test.ts"] } });
