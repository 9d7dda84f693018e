// What bench/subprocess.ts runs, in a file of its own: each attempt's process loads it.

import { chain, DAG, FunctionOperator } from "@daglings/engine";

export const dag = new DAG({ dagId: "processes", schedule: null });
const tasks = Array.from(
  { length: 20 },
  (_, index) => new FunctionOperator({ dag, taskId: `task_${index}`, callable: () => index }),
);
chain(...tasks);
