// The playground as one file: its HTML has all that it needs, so that it also opens from a disk.

import { defineConfig } from "vite";
import { inOneFile } from "./one-file.ts";
import page from "./vite.config.ts";

export default defineConfig({
  ...page,
  build: {
    ...page.build,
    emptyOutDir: false,
    rolldownOptions: { input: { playground: "playground.html" }, output: { codeSplitting: false } },
  },
  plugins: [inOneFile()],
});
