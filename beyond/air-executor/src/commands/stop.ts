import { cancelJob } from "../by-hand.ts";
import { type Command, exitCodes, noWords } from "../command-line.ts";
import { findJob } from "../job-folder.ts";
import { endManager } from "../background.ts";
import { finishJob } from "../finish-job.ts";

export const stop: Command = {
  help: `air-executor stop: ends the manager in the background. Runners go on, and the next manager sees to them.
air-executor stop --job NAME: cancels a job. What runs is ended, what is pending stays so until air-executor reset.
`,
  options: {},
  async run(call) {
    noWords(call, "stop");
    if (call.text("job") === undefined) {
      const ended = await endManager(call.dir);
      call.say(
        ended === null ? "No manager runs in this folder." : `Manager ${ended} has ended; runners go on.`,
        {
          manager: ended,
        },
      );
      return exitCodes.fine;
    }
    const folder = findJob(call.dir, call.job ?? "");
    cancelJob(folder, "stopped by hand");
    const summary = await finishJob({ dir: call.dir, job: folder.name });
    call.say(`Job ${folder.name} is cancelled; ${summary.tasks.pending} tasks have not run.`, summary);
    return exitCodes.fine;
  },
};
