// The flags that describe a task or a job, for the verbs that can make one.

import { UsageError } from "@daglings/words";
import type { Call } from "../command-line.ts";
import type { JobSettings } from "../job-settings.ts";
import type { TaskToQueue } from "../task-file.ts";

export const taskOptions = {
  id: { type: "string" },
  after: { type: "string" },
} as const;

export const taskHelp = `  --id ID          the task's; default: made of its command
  --after ID,ID    tasks that must be completed first`;

export const settingsOptions = {
  parallel: { type: "string" },
  timeout: { type: "string" },
  grace: { type: "string" },
  retries: { type: "string" },
} as const;

export const settingsHelp = `For a job that is not there yet:
  --parallel N     runners at a time, 1 to 50; default 1
  --timeout S      seconds that a try may take; default 1800
  --grace S        seconds between asking a runner to end and ending it; default 5
  --retries N      tries after the first; default 0`;

export function taskOf(call: Call): TaskToQueue {
  const [command, more] = call.words;
  if (command === undefined)
    throw new UsageError(`queue what? write the command in quotes: "sh process.sh 7"`);
  if (more !== undefined) {
    throw new UsageError(`"${more}" is one word too many; write the command in quotes, as one word`);
  }
  const id = call.text("id");
  const after = call.text("after");
  return {
    command,
    ...(id !== undefined && { id }),
    ...(after !== undefined && { dependencies: after.split(",") }),
  };
}

export function settingsOf(call: Call): Partial<JobSettings> {
  const names = ["parallel", "timeout", "grace", "retries"] as const;
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = call.number(name);
      return value === undefined ? [] : [[name, value]];
    }),
  );
}
