// A task that goes on until its test lets it end, among some quick ones, and a task after it.

import { appendFileSync, existsSync } from "node:fs";
import { join } from "node:path";
import { env, pid } from "node:process";
import { setTimeout as wait } from "node:timers/promises";
import { chain, DAG, FunctionOperator, type TaskContext } from "@daglings/engine";

const folder = env["CHAOS_FOLDER"] ?? "";

function work(isOver: () => boolean) {
  return async ({ dag, runId, ti, signal }: TaskContext) => {
    const say = (what: string) =>
      appendFileSync(
        join(folder, "outside.log"),
        `${dag.dagId} ${runId} ${ti.taskId} ${ti.tryNumber} ${ti.fencingToken} ${pid} ${what}\n`,
      );
    say("start");
    while (!isOver()) {
      await wait(20, undefined, { signal });
      say("at work");
    }
    say("end");
    return ti.tryNumber;
  };
}

export const slow = new DAG({
  dagId: "slow",
  schedule: "@daily",
  startDate: "2019-01-01",
  endDate: "2019-01-01",
  catchup: true,
  defaultArgs: { retries: 10, retryDelay: { seconds: 0 } },
});
const quick = Array.from({ length: 7 }, (_, index) => {
  return new FunctionOperator({ dag: slow, taskId: `quick_${index + 1}`, callable: work(() => true) });
});
const long = new FunctionOperator({
  dag: slow,
  taskId: "long",
  callable: work(() => existsSync(join(folder, "go"))),
});
const last = new FunctionOperator({ dag: slow, taskId: "last", callable: work(() => true) });
chain([...quick, long], last);
