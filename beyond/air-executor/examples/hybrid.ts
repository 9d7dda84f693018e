// What the examples share: the five lines of a hybrid flow. What is known comes before and after; what is found, between.

import { DynamicTasks, DynamicTasksSensor } from "@daglings/air-executor";
import { BashOperator, chain, DAG } from "@daglings/engine";

export interface Phases {
  readonly dagId: string;
  readonly prepare: string;
  /** The first task of the job: it queues the others. */
  readonly discover: string;
  readonly finish: string;
}

export function hybrid({ dagId, prepare, discover, finish }: Phases): DAG {
  const dag = new DAG({ dagId, schedule: null });
  const before = new BashOperator({ dag, taskId: "prepare", bashCommand: `${prepare} ` });
  const handOver = new DynamicTasks({ dag, taskId: "hand_over", command: discover, parallel: 3 });
  const wait = new DynamicTasksSensor({
    dag,
    taskId: "wait",
    handOver,
    mode: "reschedule",
    pokeInterval: { seconds: 5 },
  });
  const after = new BashOperator({ dag, taskId: "finish", bashCommand: `${finish} ` });
  chain(before, handOver, wait, after);
  return dag;
}
