// `pnpm teach convert FILE --for NAME`: existing results, in another format.

import { readFileSync } from "node:fs";
import process from "node:process";
import { UsageError } from "@daglings/engine";
import { exitCodes, userPath, type Call, type ExitCode } from "../command-line.ts";
import { findFormat } from "@daglings/grading";
import { type Result } from "@daglings/grading/check";
import { write } from "../page/write.ts";

export function convert(call: Call): ExitCode {
  const [file, more] = call.words;
  if (file === undefined || more !== undefined) {
    throw new UsageError("pnpm teach convert needs one file of results: pnpm check 08 --json > results.json");
  }
  const name = call.text("for");
  if (name === undefined) throw new UsageError("pnpm teach convert needs --for: junit, actions, markdown, …");
  const format = findFormat(name);
  const text = format(readResults(file));
  write(text.endsWith("\n") ? text : `${text}\n`, call);
  return exitCodes.fine;
}

/** "-" is standard input. */
function readResults(file: string): Result[] {
  const found = findResults(parse(file));
  if (found.length > 0) return found;
  throw new UsageError(`${file} has no daglings/result/v1 in it; pnpm check --json writes one`);
}

function parse(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file === "-" ? process.stdin.fd : userPath(file), "utf8"));
  } catch (error) {
    const { message } = error as Error;
    throw new UsageError(`${file} cannot be read as JSON: ${message}`, { cause: error });
  }
}

/** One result, a list of them, or the grades of a class. */
function findResults(value: unknown): Result[] {
  if (Array.isArray(value)) return value.flatMap(findResults);
  if (typeof value !== "object" || value === null) return [];
  if ("schema" in value && value.schema === "daglings/result/v1") return [value as Result];
  if ("students" in value) return findResults(value.students);
  return "results" in value ? findResults(value.results) : [];
}
