// Names of jobs and tasks, and the names of files that are made of them. Anything else in a job's folder is not ours:
// a name that could lead elsewhere is refused before it becomes a path.

import { show, UsageError } from "@daglings/words";

const name = /^[A-Za-z0-9_-]{1,100}$/;

export function isName(text: unknown): text is string {
  return typeof text === "string" && name.test(text);
}

export function checkName(text: unknown, what: string): string {
  if (isName(text)) return text;
  throw new UsageError(`${what} is ${show(text)}; it may have 1 to 100 letters, digits, "_" and "-"`);
}

/** One try of a task. Tries are numbered from 1. */
export interface Attempt {
  readonly task: string;
  readonly number: number;
}

export function attemptName({ task, number }: Attempt): string {
  return `${task}.${number}`;
}

export type AttemptPart = "claim" | "log" | "exit";

/** Reads the name of a file in attempts/. Claims that took over from others are numbered: `x.1.claim`, `x.1.claim2`. */
export function parseAttemptFile(file: string): (Attempt & { readonly part: AttemptPart }) | null {
  const [, task = "", number = "", part] = /^([^.]+)\.([1-9]\d{0,8})\.(claim|log|exit)\d*$/.exec(file) ?? [];
  return isName(task) && part !== undefined
    ? { task, number: Number(number), part: part as AttemptPart }
    : null;
}
