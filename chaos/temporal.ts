// `pnpm test:temporal`: the tests of beyond/temporal, on a real server.
//
//   pnpm test:temporal                           all of them, those with chance in them for a few rounds
//   pnpm test:temporal outcomes --rounds 200     this many random DAGs
//   pnpm test:temporal kills --rounds 100        this many kills of workers and servers
//   pnpm test:temporal kills --seed 7            with other choices

import process, { argv } from "node:process";
import { fileURLToPath } from "node:url";
import { startVitest } from "vitest/node";
import { readCommand } from "./command-line.ts";

const { values, positionals } = readCommand(argv.slice(2));
const vitest = await startVitest("test", positionals, {
  root: fileURLToPath(new URL("../beyond/temporal", import.meta.url)),
  watch: false,
  env: {
    TEMPORAL_SEED: values.seed,
    ...(values.rounds !== undefined && { TEMPORAL_ROUNDS: values.rounds }),
  },
});
const modules = vitest.state.getTestModules();
await vitest.close();
if (modules.length === 0 || !modules.every((each) => each.ok())) process.exitCode = 1;
