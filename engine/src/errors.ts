// The errors that somebody can act on. Everything else is a plain Error with its cause.

import { relative, sep } from "node:path";
import { cwd } from "node:process";
import { pathToFileURL } from "node:url";

/** What was written is wrong: a DAG, an option, a template. The message says where, what, and what instead. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** The machine or a file on it is not as needed: bash is missing, the store is no database. */
export class EnvironmentError extends Error {
  override readonly name = "EnvironmentError";
}

/** Thrown by a task: fail now, without another try. Airflow's AirflowFailException. */
export class NonRetryableError extends Error {
  override readonly name = "NonRetryableError";
}

/** Thrown by a task: this task is skipped. Airflow's AirflowSkipException. */
export class SkipError extends Error {
  override readonly name = "SkipError";
}

/** An attempt ran longer than its task's executionTimeout. */
export class TimeoutError extends Error {
  override readonly name = "TimeoutError";
}

/** Runs `work`, and puts the place in front of the message of a UsageError that comes out of it. */
export function inPlace<T>(place: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof UsageError) throw new UsageError(`${place}: ${error.message}`, { cause: error });
    throw error;
  }
}

/** What was thrown, as an Error: JavaScript lets a callable throw anything. */
export function asError(thrown: unknown): Error {
  if (thrown instanceof Error) return thrown;
  const advice = `write throw new Error("…")`;
  return new Error(`threw ${show(thrown)}, which is no Error; ${advice}`, { cause: thrown });
}

/** A value as messages show it. */
export function show(value: unknown): string {
  try {
    return typeof value === "number" ? String(value) : (JSON.stringify(value) ?? String(value));
  } catch {
    return Object.prototype.toString.call(value);
  }
}

const startFolder = cwd();

/** A file's path for messages: short where it lies below the folder in which the command was started. */
export function displayPath(file: string): string {
  const path = relative(startFolder, file);
  return path === "" || path.startsWith("..") ? file : path.replaceAll(sep, "/");
}

/** Where in a file an error comes from: `work/08_templated_path/dag.ts:21`. */
export function lineIn(file: string, error: Error): string | undefined {
  const names = [pathToFileURL(file).href, file];
  for (const line of error.stack?.split("\n") ?? []) {
    const name = names.find((each) => line.includes(`${each}:`) || line.includes(`${each}?`));
    const number = name && /^(?:\?[^:]*)?:(\d+)/.exec(line.slice(line.indexOf(name) + name.length))?.[1];
    if (number) return `${displayPath(file)}:${number}`;
  }
  return undefined;
}
