import { UsageError } from "@daglings/words";
import { retryTasks } from "../by-hand.ts";
import { type Command, exitCodes, theJob } from "../command-line.ts";
import { findJob } from "../job-folder.ts";

export const retry: Command = {
  help: `air-executor retry --job NAME TASK…: these tasks run again, however they have ended, and with them what was given up
because of them.
`,
  options: {},
  run(call) {
    const folder = findJob(call.dir, theJob(call, "retry"));
    if (call.words.length === 0) {
      throw new UsageError("retry which tasks? name them; air-executor reset takes all that have failed");
    }
    const tasks = retryTasks(folder, call.words, "retried by hand");
    call.say(`${tasks.join(", ")} will run again.`, { job: folder.name, tasks });
    return exitCodes.fine;
  },
};
