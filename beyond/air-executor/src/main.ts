// `pnpm air-executor`. Exit codes: 0 fine, 1 a job failed, 2 wrong usage, 3 the environment, 4 a bug of ours.

import { enableCompileCache } from "node:module";
import process from "node:process";

enableCompileCache();
process.stdout.on("error", ({ code }: NodeJS.ErrnoException) => process.exit(code === "EPIPE" ? 0 : 3));
const { runCommand } = await import("./run-command.ts");
process.exitCode = await runCommand(process.argv.slice(2));
