// What the schedulers under attack have to do: DAGs whose tasks write into a file outside of the store what they do, so
// that a test can tell what happened from what is on record. Each line is appended in one piece: their order is the truth. It names
// the try and its fencing token; bash uses the number of the try instead.

import { appendFileSync, existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { env, pid } from "node:process";
import { setTimeout as wait } from "node:timers/promises";
import {
  BashOperator,
  chain,
  DAG,
  FunctionOperator,
  FunctionSensor,
  type TaskContext,
  TriggerDagOperator,
} from "@daglings/engine";

/** A process that carries out attempts has both from the scheduler, and that one from its test. */
const folder = env["CHAOS_FOLDER"] ?? "";
const runs = Number(env["CHAOS_RUNS"] ?? 1);

/** Short enough for many rounds, long enough to be hit. In milliseconds. */
const step = 4;

function sayer({ dag, runId, ti }: TaskContext): (what: "start" | "at work" | "end") => void {
  const who = `${dag.dagId} ${runId} ${ti.taskId} ${ti.tryNumber} ${ti.fencingToken} ${pid}`;
  return (what) => appendFileSync(join(folder, "outside.log"), `${who} ${what}\n`);
}

/** Its result is the number of its try, so that an XCom shows which try has pushed it. */
async function work(context: TaskContext): Promise<number> {
  const say = sayer(context);
  say("start");
  for (let beat = 0; beat < 4; beat++) {
    await wait(step, undefined, { signal: context.signal });
    say("at work");
  }
  say("end");
  return context.ti.tryNumber;
}

const stubborn = { retries: 1000, retryDelay: { seconds: 0 } };
const days = { schedule: "@daily", startDate: "2019-01-01", catchup: true, maxActiveRuns: 2 } as const;

export const main = new DAG({
  dagId: "main",
  ...days,
  endDate: `2019-01-${String(runs).padStart(2, "0")}`,
  defaultArgs: stubborn,
});
const fetch = new FunctionOperator({ dag: main, taskId: "fetch", callable: work });
const deaf = new BashOperator({
  dag: main,
  taskId: "deaf",
  bashCommand: `
    trap '' HUP INT TERM
    say() {
      echo "$AIRFLOW_CTX_DAG_ID $AIRFLOW_CTX_DAG_RUN_ID $AIRFLOW_CTX_TASK_ID $AIRFLOW_CTX_TRY_NUMBER $AIRFLOW_CTX_TRY_NUMBER $$ $1" >>"$CHAOS_FOLDER/outside.log"
    }
    say start
    for beat in 1 2 3; do sleep 0.01; say 'at work'; done
    # Without its scheduler it would have ended before the next one is there, and nobody would see that it lived on.
    kill -0 $PPID 2>/dev/null || for beat in {1..50}; do sleep 0.1; say 'at work'; done
    say end
    echo "$AIRFLOW_CTX_TRY_NUMBER"`,
});
const flaky = new FunctionOperator({
  dag: main,
  taskId: "flaky",
  async callable(context: TaskContext) {
    const tryNumber = await work(context);
    if (tryNumber === 1) throw new Error("the first try always fails");
    return tryNumber;
  },
});
const look = new FunctionSensor({
  dag: main,
  taskId: "look",
  mode: "reschedule",
  pokeInterval: { milliseconds: 5 },
  callable({ ds }: TaskContext) {
    const file = join(folder, `seen-${ds}`);
    if (existsSync(file)) return true;
    writeFileSync(file, "");
    return false;
  },
});
const sum = new FunctionOperator({ dag: main, taskId: "sum", callable: work });
const ask = new TriggerDagOperator({
  dag: main,
  taskId: "ask",
  triggerDagId: "asked",
  triggerRunId: "for_{{ ds }}",
});
chain(fetch, [deaf, flaky, look], sum, ask);

export const asked = new DAG({ dagId: "asked", schedule: null, defaultArgs: stubborn });
chain(new FunctionOperator({ dag: asked, taskId: "carry", callable: work }));

export const doomed = new DAG({ dagId: "doomed", ...days, endDate: "2019-01-01" });
const fail = new FunctionOperator({
  dag: doomed,
  taskId: "fail",
  async callable(context: TaskContext) {
    await work(context);
    throw new Error("it always fails");
  },
});
chain(fail, new FunctionOperator({ dag: doomed, taskId: "never", callable: work }));
