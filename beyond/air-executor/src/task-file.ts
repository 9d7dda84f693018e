// A task as it is kept in tasks/<id>.json: written once, and never changed. Any language can write one.

import { checkKeys, show, UsageError } from "@daglings/words";
import { checkName } from "./names.ts";

/** What somebody who queues a task writes down. */
export interface TaskToQueue {
  /** Default: made of the command and what it waits for, so that the same task queued twice is one task. */
  readonly id?: string;
  /** For the shell. */
  readonly command: string;
  /** Words after the command, whatever they contain. */
  readonly args?: readonly string[];
  /** Ids of tasks that must be completed first; they may be queued later. */
  readonly dependencies?: readonly string[];
  /** Seconds; default: the job's. */
  readonly timeout?: number;
  /** Tries after the first; default: the job's. */
  readonly retries?: number;
}

export interface TaskDefinition extends TaskToQueue {
  readonly id: string;
  /** The task that has queued it. */
  readonly queuedBy?: string;
}

/** The system does not take longer ones as one word. */
const longestCommand = 100_000;
/** The most bytes that a task's file may have. */
export const largestTask = 1_000_000;

const keys = ["id", "command", "args", "dependencies", "timeout", "retries", "queuedBy"];

/** Reads the text of a file; throws a UsageError that says what is wrong with it. */
export function parseTask(text: string, id: string): TaskDefinition {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new UsageError(`it is not JSON (${(error as Error).message})`);
  }
  const task = checkTask(value);
  if (task.id !== undefined && task.id !== id) {
    throw new UsageError(`its id is "${task.id}", and its name says "${id}"`);
  }
  return { ...task, id };
}

export function checkTask(value: unknown): TaskToQueue & { readonly queuedBy?: string } {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new UsageError(`a task is ${show(value).slice(0, 80)}; it must be an object with a command`);
  }
  checkKeys(value, keys);
  const task = value as Readonly<Record<string, unknown>>;
  const { id, command, args, dependencies, timeout, retries, queuedBy } = task;
  if (id !== undefined) checkName(id, "id");
  if (queuedBy !== undefined) checkName(queuedBy, "queuedBy");
  if (typeof command !== "string" || command.trim() === "") {
    throw new UsageError(`command is ${show(command)}; it must be a text for the shell`);
  }
  if (args !== undefined && !isListOfTexts(args)) throw new UsageError("args must be a list of texts");
  if (commandLine(task as unknown as TaskToQueue).length > longestCommand || command.includes("\0")) {
    throw new UsageError(`command may have ${longestCommand} characters, and no NUL`);
  }
  if (dependencies !== undefined && !isListOfTexts(dependencies)) {
    throw new UsageError("dependencies must be a list of ids");
  }
  for (const each of dependencies ?? []) checkName(each, "a dependency");
  if (timeout !== undefined) checkTimeout(timeout);
  if (retries !== undefined) checkRetries(retries);
  return task as unknown as TaskToQueue;
}

export function checkTimeout(value: unknown): number {
  if (typeof value === "number" && value > 0 && value <= 604_800) return value;
  throw new UsageError(`timeout is ${show(value)}; it must be seconds, up to a week`);
}

export function checkRetries(value: unknown): number {
  if (Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 100) return Number(value);
  throw new UsageError(`retries is ${show(value)}; it must be a whole number from 0 to 100`);
}

function isListOfTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((each) => typeof each === "string" && !each.includes("\0"));
}

/** What two tasks with one id must have in common to be one task. */
export function meaning({ command, args = [], dependencies = [], timeout, retries }: TaskToQueue): string {
  return JSON.stringify([command, args, dependencies, timeout ?? null, retries ?? null]);
}

export function formatTask({ id, ...task }: TaskDefinition): string {
  return `${JSON.stringify({ id, ...task }, null, 2)}\n`;
}

/** For the shell: every word of `args` stays one word. */
export function commandLine({ command, args = [] }: TaskToQueue): string {
  return [command, ...args.map((word) => `'${word.replaceAll("'", String.raw`'\''`)}'`)].join(" ");
}
