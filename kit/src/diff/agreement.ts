// Whether a student wants to see a solution that they have not found yet. They are asked once for each lesson.

import process from "node:process";
import { createInterface } from "node:readline/promises";
import { UsageError } from "@daglings/engine";
import type { LessonEntry } from "@daglings/stage";
import type { Call } from "../command-line.ts";
import { isDone } from "../desk/progress.ts";
import { recall, remember } from "./memory.ts";

export async function agreesToSee({ name, number }: LessonEntry, call: Call): Promise<boolean> {
  const { agreed } = recall();
  if (isDone(name) || agreed.includes(name)) return true;
  if (!call.isSet("yes") && !(await asks(number, call.signal))) {
    process.stderr.write(
      `Not shown. pnpm check ${number} says what is missing, pnpm hint ${number} helps.\n`,
    );
    return false;
  }
  remember({ agreed: [...agreed, name] });
  return true;
}

async function asks(number: string, signal: AbortSignal): Promise<boolean> {
  const { stdin, stderr } = process;
  if (!stdin.isTTY || !stderr.isTTY) {
    throw new UsageError(
      `your version of lesson ${number} does not pass its checks yet, and this would show the solution; ` +
        `--yes shows it all the same, pnpm hint ${number} helps without`,
    );
  }
  const questions = createInterface({ input: stdin, output: stderr });
  try {
    const answer = await questions.question(
      `Lesson ${number} does not pass its checks yet. Show its solution? y/N `,
      { signal },
    );
    return /^y(es)?$/i.test(answer.trim());
  } catch {
    return false; // Ctrl-C or Ctrl-D instead of an answer
  } finally {
    questions.close();
  }
}
