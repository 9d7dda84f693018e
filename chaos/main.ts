// `pnpm test:chaos`: attacks schedulers long enough to be sure that nothing is lost, doubled or stuck.
//
//   pnpm test:chaos                           all of it, in less than four minutes on two processors
//   pnpm test:chaos rounds --rounds 500       one file, and this many rounds at random, however long they take
//   pnpm test:chaos rounds --seed 17 --rounds 1   one of them again: the choices are the same, the moments nearly

import process, { argv } from "node:process";
import { systemClock } from "@daglings/engine";
import { startVitest } from "vitest/node";
import { readCommand } from "./command-line.ts";

const { values, positionals } = readCommand(argv.slice(2));

/** If no number is given: as many rounds as end in this time, in milliseconds, up to the usual number. */
const timeForRounds = 150_000;
const usualRounds = 48;

const now = systemClock().now();
const vitest = await startVitest("test", positionals, {
  config: `${import.meta.dirname}/vitest.config.ts`,
  env: {
    CHAOS_ROUNDS: values.rounds ?? String(usualRounds),
    CHAOS_SEED: values.seed,
    CHAOS_END: String(values.rounds === undefined ? now + timeForRounds : Infinity),
  },
});
const files = vitest.state.getTestModules();
const tests = files.flatMap((file) => [...file.children.allTests()]);
const count = (state: string) => tests.filter((test) => test.result().state === state).length;
// A file that could not be loaded has no failed test.
const broken = files.filter((file) => file.children.size === 0).length;
const [passed, skipped, failed] = [count("passed"), count("skipped"), count("failed") + broken];
await vitest.close();
process.stdout.write(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}\n`);
if (failed > 0 || passed === 0) process.exitCode = 1;
