// The command `pnpm events-api`. Exit codes: 0 fine, 2 wrong usage, 3 the environment, 4 a bug of ours.

import process from "node:process";
import { inspect } from "node:util";
import { helpText, readCommand } from "./command-line.ts";
import { EnvironmentError, UsageError } from "./errors.ts";
import { explainListenError } from "./port-holder.ts";
import { startEventsApi } from "./start.ts";

const args = process.argv.slice(2);

async function serve(): Promise<void> {
  const { help, host, port, seed } = readCommand(args, process.env);
  if (help) return say(helpText);
  const api = await startEventsApi({ host, port, seed, keep: 0 }).catch(async (error: unknown) => {
    throw await explainListenError(error, { host, port });
  });
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => void api.close());
  say(`The events API is at ${api.url} until Ctrl-C. A day of events:
  curl "${api.url}/events?start_date=2019-01-01&end_date=2019-01-02"
`);
}

function say(text: string): void {
  process.stdout.write(text);
}

function fail(error: unknown): void {
  const message = error instanceof Error ? error.message : String(error);
  process.exitCode = error instanceof UsageError ? 2 : error instanceof EnvironmentError ? 3 : 4;
  const bug = `this is a bug in the events API: ${message}; --verbose shows where`;
  process.stderr.write(`events-api: ${process.exitCode === 4 ? bug : message}\n`);
  if (args.includes("--verbose")) process.stderr.write(`${inspect(error)}\n`);
}

process.on("uncaughtException", (error) => {
  fail(error);
  process.exit();
});
await serve().catch(fail);
