// The kit's commands: `pnpm lesson 08` is `node kit/src/main.ts lesson 08`. Each is loaded when it is called.

import { enableCompileCache } from "node:module";
import process from "node:process";

enableCompileCache();
// Whoever reads our output may stop: `pnpm lesson | head -3`.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(0);
  throw error;
});
const { runCommand } = await import("./run-command.ts");
process.exitCode = await runCommand(process.argv[2] ?? "", process.argv.slice(3));
