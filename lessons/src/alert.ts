// The mail that lesson 15 sends when a task has failed for good: which task, why, and the end of its log.

import { readFileSync } from "node:fs";
import { sendMail, type TaskContext } from "@daglings/engine";

const lastLines = 20;

/** For `onFailure`. The log was masked when it was written, so it has no secrets. */
export function mailLogEnd(to: string) {
  return async ({ ti, exception }: TaskContext & { readonly exception?: Error }): Promise<void> => {
    const log = ti.logFile === null ? "" : readFileSync(ti.logFile, "utf8");
    const end = log.trimEnd().split("\n").slice(-lastLines).join("\n");
    await sendMail({
      to,
      subject: `FAILED: ${ti.taskId} of ${ti.dagId}, ${ti.runId}`,
      text: `Try ${ti.tryNumber}: ${exception?.message ?? "no error"}\n\n${end}\n`,
    });
  };
}
