// Waits until a job that was handed over is over. Each look says how far it has come.

import { cwd } from "node:process";
import { FunctionSensor, type TaskContext } from "@daglings/engine";
import { jobManagerEnd, keepJobManaged } from "../background.ts";
import { realTime } from "../clock.ts";
import { findJob } from "../job-folder.ts";
import { isOver } from "../journal.ts";
import { JobView } from "../read-job.ts";
import { endOfWave } from "./wave.ts";
import type { DynamicTasks } from "./dynamic-tasks.ts";

type SensorOptions = Omit<
  ConstructorParameters<typeof FunctionSensor>[0],
  "callable" | "templatesDict" | "opArgs" | "opKwargs"
>;

export type DynamicTasksSensorOptions = SensorOptions & {
  /** The task that has handed the job over. */
  readonly handOver: DynamicTasks;
};

export class DynamicTasksSensor extends FunctionSensor {
  constructor({ handOver, ...options }: DynamicTasksSensorOptions) {
    super({ ...options, callable: (context) => look(handOver.taskId, context) });
  }
}

async function look(handOver: string, context: TaskContext): Promise<boolean> {
  const { ti, log } = context;
  const job = ti.xcomPull(handOver);
  if (typeof job !== "string") throw new Error(`task "${handOver}" has handed nothing over`);
  const folder = findJob(cwd(), job);
  const view = new JobView(folder).refresh();
  try {
    if (!isOver(view.summary.state)) keepJobManaged(folder);
    if (isSimulated(context)) {
      const { ended, total, isLast } = await endOfWave(view, folder, waveOf(context), context.signal);
      log(`Tasks ${ended}/${total} done`);
      if (!isLast) return false;
    }
    const { total, tasks, state, why } = view.refresh().summary;
    const ended = tasks.completed + tasks.failed + tasks.upstream_failed;
    if (!isSimulated(context)) log(`Tasks ${ended}/${total} done`);
    if (isOver(state)) await jobManagerEnd(folder);
    if (state === "failed" || state === "cancelled")
      throw new Error(`job "${job}" is ${state}: ${why ?? ""}`);
    if (state === "completed") log("state=completed");
    return state === "completed";
  } finally {
    view.close();
  }
}

/** A clock that is more than an hour away from the machine's is a simulated one. */
function isSimulated({ now }: TaskContext): boolean {
  return Math.abs(now().epochMilliseconds - realTime()) > 3_600_000;
}

/** The first look waits for the first wave, the second for the next, by the clock of the run. */
function waveOf({ now, ti, task }: TaskContext): number {
  const { pokeInterval = 1 } = task.plan.sensor ?? {};
  return Math.round((now().epochMilliseconds - ti.startDate.epochMilliseconds) / Math.max(1, pokeInterval));
}
