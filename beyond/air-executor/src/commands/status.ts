import process from "node:process";
import { findJobManager, findManager } from "../background.ts";
import { type Call, type Command, exitCodes, noWords } from "../command-line.ts";
import { findJob, jobFolder, listJobs } from "../job-folder.ts";
import { jobLine, jobLines } from "../job-line.ts";
import { isOver } from "../journal.ts";
import { JobView } from "../read-job.ts";
import { setTimeout as pause } from "node:timers/promises";
import type { JobSummary } from "../summary.ts";

export const status: Command = {
  help: `air-executor status: how the jobs of the folder stand, or one of them.

  --watch          goes on until they are over`,
  options: { watch: { type: "boolean" } },
  async run(call) {
    noWords(call, "status");
    if (!call.isSet("watch")) {
      show(call, look(viewsOf(call, new Map())));
      return exitCodes.fine;
    }
    const views = new Map<string, JobView>();
    let before = "";
    for (;;) {
      const jobs = look(viewsOf(call, views));
      const text = JSON.stringify(jobs);
      if (text !== before) draw(call, jobs, before !== "");
      before = text;
      const areOver = jobs.length > 0 && jobs.every(({ state }) => isOver(state));
      if (areOver || call.signal.aborted) return exitCodes.fine;
      await pause(500, undefined, { signal: call.signal }).catch(() => {});
    }
  },
};

/** Views that were opened before go on from where they were, unless the job was made again. */
function viewsOf({ dir, job }: Call, opened: Map<string, JobView>): Map<string, JobView> {
  for (const [name, view] of opened) {
    if (!view.isStale) continue;
    view.close();
    opened.delete(name);
  }
  for (const name of job === undefined ? listJobs(dir) : [job]) {
    if (!opened.has(name)) opened.set(name, new JobView(findJob(dir, name)));
  }
  return opened;
}

function look(views: ReadonlyMap<string, JobView>): JobSummary[] {
  return [...views.values()].map((view) => view.refresh().summary);
}

function linesOf({ dir }: Call, jobs: readonly JobSummary[]): string[] {
  return [
    ...(jobs.length === 0 ? [`No job in ${dir}; air-executor queue --job NAME "COMMAND" makes one.`] : []),
    ...jobs.flatMap((job) => [
      ...jobLines(job, process.stdout.columns),
      ...job.running.map(
        ({ task, try: number }) => `  running: ${task}${number > 1 ? `, try ${number}` : ""}`,
      ),
      ...job.failed.map(({ task, why }) => `  failed: ${task}: ${why ?? ""}`),
    ]),
    ...managersOf(dir, jobs),
  ];
}

function managersOf(dir: string, jobs: readonly JobSummary[]): string[] {
  const manager = findManager(dir);
  if (manager) return [`Manager ${manager.pid} runs.`];
  const own = jobs.flatMap(({ job }) => findJobManager(jobFolder(dir, job)) ?? []);
  if (own.length === 0) return ["No manager runs in the background."];
  return own.map(({ pid }) => `Manager ${pid} runs until its job is over.`);
}

function show(call: Call, jobs: readonly JobSummary[]): void {
  const manager = findManager(call.dir)?.pid ?? null;
  call.say(
    linesOf(call, jobs).join("\n"),
    call.text("job") === undefined ? { manager, jobs } : (jobs[0] ?? {}),
  );
}

/** On a terminal, in place of what was there; otherwise line by line. */
function draw(call: Call, jobs: readonly JobSummary[], isAgain: boolean): void {
  if (call.isJson || !process.stdout.isTTY) {
    for (const job of jobs) call.say(jobLine(job), job);
    return;
  }
  const home = isAgain ? "\u001B[H\u001B[J" : "\u001B[2J\u001B[H";
  process.stdout.write(`${home}${linesOf(call, jobs).join("\n")}\n`);
}
