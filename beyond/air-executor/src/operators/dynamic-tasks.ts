// Hands work over to Air-Executor: makes a job out of a first task, which may queue any number of further ones while it
// runs. For one run of a DAG there is one job, however often this task is tried or cleared.

import { cwd } from "node:process";
import {
  NonRetryableError,
  Operator,
  readTask,
  type TaskContext,
  type TaskOptions,
  type Template,
} from "@daglings/engine";
import { show, UsageError } from "@daglings/words";
import { keepJobManaged } from "../background.ts";
import { cancelJob, resetAll, resetJob } from "../by-hand.ts";
import { finishJob } from "../finish-job.ts";
import { findJob, makeJob, readSettings, type JobFolder } from "../job-folder.ts";
import { checkSettings, type JobSettings } from "../job-settings.ts";
import { readProgress } from "../read-job.ts";
import {
  checkRetries,
  checkTask,
  checkTimeout,
  type TaskDefinition,
  type TaskToQueue,
} from "../task-file.ts";
import { withId } from "../task-id.ts";

export interface DynamicTasksOptions<Command = string, Job = string | undefined> extends TaskOptions {
  /** The first task, for the shell. A template. */
  readonly command: Template<Command>;
  /** Further tasks that are known already. */
  readonly tasks?: readonly TaskToQueue[];
  /** A template; default: made of the DAG's id and the run's. */
  readonly job?: Template<Job>;
  /** How many of the job's tasks run at a time; default 1. */
  readonly parallel?: number;
  /** Seconds that a try of one of them may take; default 1800. */
  readonly taskTimeout?: number;
  /** Retries of each task, after its first try; default 0. */
  readonly taskRetries?: number;
  /**
   * When this task is cleared: "goOn" lets what has failed run again, and leaves the rest as it is; "startAgain" ends what
   * runs and does everything again. "ask", the default, goes on if nothing runs, and otherwise fails with the question.
   */
  readonly whenCleared?: "ask" | "goOn" | "startAgain";
}

interface Fields {
  readonly command: string;
  readonly job: string;
}

/** Turns what was written as an option into what it means; `readTask` puts the task's place in front of a refusal. */
const ownOptions = {
  command: (value: unknown) => checkTask({ command: value }).command,
  tasks: (value: unknown = []) => {
    if (Array.isArray(value)) return value.map((each) => withId(checkTask(each)));
    throw new UsageError(`tasks is ${show(value)}; it must be a list of tasks`);
  },
  job: (value: unknown = "") => {
    if (typeof value === "string") return value;
    throw new UsageError(`job is ${show(value)}; it must be a text`);
  },
  parallel: (value: unknown = 1) => checkSettings({ parallel: value as number }).parallel,
  taskTimeout: (value: unknown = 1800) => checkTimeout(value),
  taskRetries: (value: unknown = 0) => checkRetries(value),
  whenCleared: (value: unknown = "ask") => {
    const found = answers.find((each) => each === value);
    if (found !== undefined) return found;
    throw new UsageError(`whenCleared is ${show(value)}; it must be one of ${answers.join(", ")}`);
  },
};

const answers = ["ask", "goOn", "startAgain"] as const;

export class DynamicTasks<
  const Command extends string = string,
  const Job extends string | undefined = undefined,
> extends Operator<Fields> {
  readonly #settings: Partial<JobSettings>;
  readonly #tasks: readonly TaskDefinition[];
  readonly #whenCleared: (typeof answers)[number];

  constructor(options: DynamicTasksOptions<Command, Job>) {
    const settings = readTask(options, ownOptions);
    const { command, job, tasks, parallel, taskTimeout, taskRetries, whenCleared } = settings;
    super(settings, { command, job });
    this.#settings = { parallel, timeout: taskTimeout, retries: taskRetries };
    this.#tasks = tasks;
    this.#whenCleared = whenCleared;
  }

  /** The result is the job's name: the sensor looks for it. */
  async execute({ command, job: named }: Fields, context: TaskContext): Promise<string> {
    const { runId, dag, log } = context;
    const dir = cwd();
    const job = named === "" ? jobNameFor(dag.dagId, runId) : named;
    const key = `${dag.dagId} ${runId}`;
    const tasks = [withId({ id: "first", command }), ...this.#tasks];
    const isNew = makeJob({ dir, job, tasks, settings: { ...this.#settings, key } });
    const folder = findJob(dir, job);
    if (isNew)
      log(`Handed over: job ${job}, with ${tasks.length === 1 ? "1 task" : `${tasks.length} tasks`}`);
    else await this.#takeUp(folder, key, context);
    keepJobManaged(folder);
    return job;
  }

  async #takeUp(folder: JobFolder, key: string, { ti, log }: TaskContext): Promise<void> {
    const { key: before } = readSettings(folder);
    if (before !== key) {
      throw new UsageError(
        `${this.place}: job "${folder.name}" was made for ${show(before)}, not for ${show(key)}`,
      );
    }
    const { counts, tasks } = readProgress(folder);
    const standing = `${counts.completed} of ${tasks.size} tasks done, ${counts.running} running`;
    // On a retry there is nothing to decide: the job is the one that an earlier try has made.
    if (ti.maxTries <= this.plan.retries)
      return log(`Job ${folder.name} was handed over before: ${standing}`);
    const running = [...tasks.values()]
      .filter(({ state }) => state === "running")
      .map(({ definition }) => definition.id);
    if (this.#whenCleared === "startAgain") return await startAgain(folder, running, log);
    if (this.#whenCleared === "ask" && running.length > 0) {
      throw new NonRetryableError(
        `${running.length} tasks of job "${folder.name}" are running (${few(running)}); say what to do with them: ` +
          `whenCleared: "goOn" leaves them alone, "startAgain" ends them and does everything again`,
      );
    }
    const again = resetJob(folder, "the hand-over was cleared");
    log(`Cleared: job ${folder.name} goes on (${standing}); ${again.length} that had failed run again`);
  }
}

async function startAgain(
  folder: JobFolder,
  running: readonly string[],
  log: TaskContext["log"],
): Promise<void> {
  if (running.length > 0) {
    cancelJob(folder, "the hand-over was cleared");
    await finishJob({ dir: folder.dir, job: folder.name });
    log(`Cleared: ${running.length} running tasks were ended (${few(running)})`);
  }
  log(`Cleared: all ${resetAll(folder, "the hand-over was cleared").length} tasks run again`);
}

function few(names: readonly string[]): string {
  return names.length > 3 ? `${names.slice(0, 3).join(", ")}, …` : names.join(", ");
}

/** A run's id has colons and a plus in it. */
function jobNameFor(dagId: string, runId: string): string {
  return `${dagId}-${runId}`.replaceAll(/[^A-Za-z0-9_-]+/g, "-").slice(0, 100);
}
