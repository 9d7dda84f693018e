// The id of a task that was queued without one. In a file of its own, so that a manager, which reads tasks and queues none, does
// not have cryptography in its memory.

import { createHash } from "node:crypto";
import { meaning, type TaskDefinition, type TaskToQueue } from "./task-file.ts";

/** Gives an id to a task that has none. */
export function withId(task: TaskToQueue): TaskDefinition {
  return { ...task, id: task.id ?? `task-${hash(meaning(task))}` };
}

function hash(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 12);
}
