import { existsSync, openSync, readSync, closeSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { setTimeout as pause } from "node:timers/promises";
import { UsageError } from "@daglings/words";
import { type Call, type Command, exitCodes } from "../command-line.ts";
import { attemptFile, findJob, rootOf } from "../job-folder.ts";
import { checkName } from "../names.ts";
import { readProgress } from "../read-job.ts";

export const logs: Command = {
  help: `air-executor logs --job NAME TASK: what its latest try has printed.
air-executor logs: the log of the managers, .air-executor/manager.log.

  --try N          of another try
  --follow         goes on until Ctrl-C`,
  options: { try: { type: "string" }, follow: { type: "boolean" } },
  async run(call) {
    const path = fileFor(call);
    let offset = print(path, 0);
    while (call.isSet("follow") && !call.signal.aborted) {
      await pause(200, undefined, { signal: call.signal }).catch(() => {});
      offset = print(path, offset);
    }
    return exitCodes.fine;
  },
};

function fileFor(call: Call): string {
  const { dir, job, words } = call;
  const [task, more] = words;
  if (more !== undefined) throw new UsageError(`air-executor logs takes one task; leave out "${more}"`);
  if (task === undefined) return there(join(rootOf(dir), "manager.log"), "no manager has run in this folder");
  if (job === undefined) throw new UsageError(`of which job is task "${task}"? name it: --job NAME`);
  const folder = findJob(dir, job);
  const number = call.number("try") ?? readProgress(folder).tasks.get(checkName(task, "the task"))?.number;
  if (number === undefined) throw new UsageError(`job "${job}" has no task "${task}"`);
  const path = attemptFile(folder, { task, number }, "log");
  return there(path, `task "${task}" has no try ${number}`);
}

function there(path: string, otherwise: string): string {
  if (existsSync(path)) return path;
  throw new UsageError(`${otherwise}: there is no ${path}`);
}

/** What was added since; returns where it ends. */
function print(path: string, from: number): number {
  const descriptor = openSync(path, "r");
  const bytes = Buffer.alloc(65_536);
  let offset = from;
  for (;;) {
    const count = readSync(descriptor, bytes, 0, bytes.length, offset);
    if (count === 0) break;
    process.stdout.write(Buffer.from(bytes.subarray(0, count)));
    offset += count;
  }
  closeSync(descriptor);
  return offset;
}
