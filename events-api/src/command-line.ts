// What `pnpm events-api` can be told, with flags and in the environment.

import { parseArgs } from "node:util";
import { UsageError } from "./errors.ts";

export interface Command {
  readonly host: string;
  readonly port: number;
  readonly seed: number;
  readonly help: boolean;
}

export const helpText = `pnpm events-api [--port 5000] [--host 127.0.0.1] [--seed 0]

Serves the events API until Ctrl-C.

  --port     the port; else EVENTS_API_PORT, else 5000; 0 takes any free one
  --host     the address to listen on; 0.0.0.0 lets other machines in
  --seed     a whole number; another one gives other events
  --verbose  show where in the code an error came from
  --help     show this
`;

/** A flag overrides the environment, and the environment overrides the default. */
export function readCommand(args: readonly string[], env: NodeJS.ProcessEnv): Command {
  const flags = parseFlags(args);
  // Node takes an empty host as all addresses, which is not what people mean who have forgotten to set a variable.
  if (flags.host === "") throw new UsageError(`--host is ""; it must be an address, such as 127.0.0.1`);
  const inEnvironment = env["EVENTS_API_PORT"] || undefined; // docker compose passes on an unset one as ""
  const [name, text] =
    flags.port === undefined ? ["EVENTS_API_PORT", inEnvironment ?? "5000"] : ["--port", flags.port];
  return {
    host: flags.host,
    port: wholeNumber(name, text, 0, 65_535),
    seed: wholeNumber("--seed", flags.seed, Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER),
    help: flags.help,
  };
}

function parseFlags(args: readonly string[]) {
  try {
    return parseArgs({
      args: args.slice(args[0] === "--" ? 1 : 0), // unlike npm, pnpm passes it on
      options: {
        port: { type: "string" },
        host: { type: "string", default: "127.0.0.1" },
        seed: { type: "string", default: "0" },
        verbose: { type: "boolean", default: false },
        help: { type: "boolean", short: "h", default: false },
      },
    }).values;
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    const [reason = ""] = error.message.split(/\.\s/); // the rest is advice for other commands
    throw new UsageError(`${reason}; pnpm events-api --help shows what there is`, { cause: error });
  }
}

function wholeNumber(name: string, text: string, least: number, most: number): number {
  const number = Number(text);
  if (/^-?\d+$/.test(text) && number >= least && number <= most) return number;
  throw new UsageError(`${name} is "${text}"; it must be a whole number from ${least} to ${most}`);
}
