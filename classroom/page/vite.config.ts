// The classroom: its server serves the files that this makes.

import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  base: "./",
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  resolve: {
    alias: [
      { find: /^@daglings\/engine\/core$/, replacement: at("../../engine/src/core/index.ts") },
      { find: /^@daglings\/engine\/schedule$/, replacement: at("../../engine/src/schedule/index.ts") },
      { find: /^@daglings\/templates$/, replacement: at("../../templates/src/index.ts") },
      { find: /^@daglings\/words$/, replacement: at("../../words/src/index.ts") },
      { find: /^node:\w+$/, replacement: at("src/no-node.ts") },
    ],
  },
  build: {
    target: "es2023",
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    rolldownOptions: { input: { index: at("index.html") } },
  },
});
