import process from "node:process";
import { type Command, exitCodes, theJob } from "../command-line.ts";
import { beJobManager } from "../background.ts";
import { findJob } from "../job-folder.ts";
import { jobLine, jobLines } from "../job-line.ts";
import { Manager } from "../manager.ts";
import { queueTasks } from "../queue.ts";
import { readJob } from "../read-job.ts";
import { settingsOf, settingsHelp, settingsOptions, taskOf, taskHelp, taskOptions } from "./task-flags.ts";

export const run: Command = {
  help: `air-executor run --job NAME ["COMMAND"]: sees to the job until it is over. With a command, that is queued first.

${taskHelp}
${settingsHelp}
  --max-runners N  at a time, 1 to 50; default 10
  --poll SECONDS   the safety net, 1 to 60; default 5
  --durable        survive power cuts`,
  options: {
    ...taskOptions,
    ...settingsOptions,
    "max-runners": { type: "string" },
    poll: { type: "string" },
    durable: { type: "boolean" },
    background: { type: "boolean" },
  },
  async run(call) {
    const job = theJob(call, "run");
    if (call.isSet("background")) {
      await beJobManager(findJob(call.dir, job));
      return exitCodes.fine;
    }
    const { dir, words, signal } = call;
    const durable = call.isSet("durable");
    if (words.length > 0) queueTasks([taskOf(call)], { dir, job, settings: settingsOf(call), durable });
    const manager = new Manager({
      dir,
      job,
      maxRunners: call.number("max-runners"),
      poll: call.number("poll"),
      durable,
    });
    const stop = () => manager.close();
    signal.addEventListener("abort", stop);
    const bar = process.stderr.isTTY && !call.isJson ? setInterval(draw, 250) : undefined;
    function draw() {
      const summary = manager.summaryOf(job);
      // On a narrow terminal, without the job's name: text that wraps could not be drawn over.
      const line = summary && jobLines(summary, process.stderr.columns).at(-1);
      if (line !== undefined) process.stderr.write(`\r\u001B[2K${line}`);
    }
    try {
      await manager.whenOver();
    } finally {
      clearInterval(bar);
      if (bar) process.stderr.write("\r\u001B[2K");
      manager.close();
    }
    const summary = readJob(dir, job);
    call.say(jobLine(summary), summary);
    for (const { task, why } of call.isJson ? [] : summary.failed) {
      process.stderr.write(`  ${task}: ${why ?? "failed"}; air-executor logs --job ${job} ${task}\n`);
    }
    if (signal.aborted)
      process.stderr.write(
        `Stopped. Runners that go on: ${summary.tasks.running}; run it again to see to them.\n`,
      );
    return summary.state === "completed" ? exitCodes.fine : exitCodes.failed;
  },
};
