// The kit's commands: `pnpm lesson 08` is `node kit/src/main.js lesson 08`. Each is loaded when it is called.
// Plain JavaScript: the cache, which it turns on, then has all that follows without its types already; and a process that
// never strips types does not load what strips them, which takes longer than all the rest of its start.

import { enableCompileCache } from "node:module";
import process from "node:process";

enableCompileCache();
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (/** @type {NodeJS.ErrnoException} */ { code, message }) => {
    if (code === "EPIPE") process.exit(0); // whoever reads may stop: `pnpm lesson | head -3`
    if (stream === process.stdout) process.stderr.write(`the output cannot be written: ${message}\n`);
    process.exit(3);
  });
}
const { runCommand } = await import("./run-command.ts");
process.exitCode = await runCommand(process.argv[2] ?? "", process.argv.slice(3));
