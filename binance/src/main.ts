// `pnpm exchange`: serves the mock exchange by the wall clock, for experiments with curl and for lessons run live.

import { once } from "node:events";
import process, { argv, stderr, stdout } from "node:process";
import { parseArgs } from "node:util";
import { startExchange } from "./exchange/start.ts";

const help = `Serves a mock of the Binance API until Ctrl-C.

  --port PORT   default 8090; 0 takes any free one
  --host HOST   default 127.0.0.1: only this machine can ask
  --help        says this

curl "http://127.0.0.1:8090/api/v3/avgPrice?symbol=BTCUSDT"
`;

const exitCodes = { fine: 0, usage: 2, environment: 3, bug: 4 } as const;

async function main(): Promise<number> {
  const { port, host, isHelpWanted } = readArguments();
  if (isHelpWanted) {
    stdout.write(help);
    return exitCodes.fine;
  }
  // oxlint-disable-next-line eslint/no-restricted-properties -- the one place that runs by real time
  const now = () => Temporal.Now.instant().epochMilliseconds;
  const exchange = await startExchange({ now, port, host });
  stdout.write(`The mock exchange listens at ${exchange.url}\n`);
  await Promise.race([once(process, "SIGINT"), once(process, "SIGTERM")]);
  await exchange.close();
  return exitCodes.fine;
}

function readArguments() {
  const { values } = parseArgs({
    args: argv.slice(2).filter((argument) => argument !== "--"),
    options: {
      port: { type: "string", default: "8090" },
      host: { type: "string", default: "127.0.0.1" },
      help: { type: "boolean", default: false },
    },
  });
  const port = Number(values.port);
  if (!/^\d+$/.test(values.port) || port > 65_535) {
    throw new UsageError(`--port is "${values.port}"; write a number from 0 to 65535`);
  }
  return { port, host: values.host, isHelpWanted: values.help };
}

class UsageError extends Error {}

function report(error: unknown): number {
  const { message, code = "", stack } = error as Error & { code?: string };
  if (error instanceof UsageError || code.startsWith("ERR_PARSE_ARGS")) {
    stderr.write(`${message}\n\n${help}`);
    return exitCodes.usage;
  }
  if (["EADDRINUSE", "EACCES", "EADDRNOTAVAIL", "ENOTFOUND"].includes(code)) {
    stderr.write(`The mock exchange cannot listen there (${message}); give another --port or --host\n`);
    return exitCodes.environment;
  }
  stderr.write(`The mock exchange has a bug: ${stack ?? String(error)}\n`);
  return exitCodes.bug;
}

process.exitCode = await main().catch(report);
