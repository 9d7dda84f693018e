import { resetAll, resetJob } from "../by-hand.ts";
import { type Command, exitCodes, noWords, theJob } from "../command-line.ts";
import { findJob } from "../job-folder.ts";

export const reset: Command = {
  help: `air-executor reset --job NAME: what has failed, and what was given up because of it, gets another chance with all its
tries; a job that was cancelled goes on. What has completed stays.

  --all            everything runs again, from the first task on`,
  options: { all: { type: "boolean" } },
  run(call) {
    noWords(call, "reset");
    const folder = findJob(call.dir, theJob(call, "reset"));
    const tasks = call.isSet("all") ? resetAll(folder, "reset by hand") : resetJob(folder, "reset by hand");
    const go = `air-executor run --job ${folder.name} runs them, where no manager does`;
    call.say(`${tasks.length} tasks of job ${folder.name} will run again; ${go}.`, {
      job: folder.name,
      tasks,
    });
    return exitCodes.fine;
  },
};
