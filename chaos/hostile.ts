// Tasks that are hostile or broken, and a DAG that has nothing to do with them.

import { spawn } from "node:child_process";
import process from "node:process";
import {
  BashOperator,
  chain,
  DAG,
  FunctionOperator,
  type TaskContext,
  TriggerDagOperator,
} from "@daglings/engine";

const once = { schedule: "@daily", startDate: "2019-01-01", endDate: "2019-01-01", catchup: true } as const;

export const hostile = new DAG({ dagId: "hostile", ...once, maxActiveTasks: 32 });

function task(
  taskId: string,
  callable: (context: TaskContext) => unknown,
  options: object = {},
): FunctionOperator {
  return new FunctionOperator({ dag: hostile, taskId, callable, ...options });
}
function bash(taskId: string, bashCommand: string, options: object = {}): BashOperator<string> {
  return new BashOperator({ dag: hostile, taskId, bashCommand, ...options });
}
function ask(taskId: string, options: object): TriggerDagOperator {
  return new TriggerDagOperator({ dag: hostile, taskId, triggerDagId: "healthy", ...options });
}

const soon = { executionTimeout: { milliseconds: 500 } };
/** In a process of its own it can do things that would end the scheduler in the scheduler's process. */
const isAlone = process.send !== undefined;

// ------------------------------------------------------------------------------- what it asks for cannot be had
ask("asks_for_the_future", { logicalDate: "2999-01-01" });
ask("asks_for_a_bad_name", { triggerRunId: "not a name" });
ask("asks_for_what_is_there", { logicalDate: "{{ ts }}" });
ask("asks_with_a_bigint", { conf: { size: 10n } });

// ------------------------------------------------------------------------------------------ it does not end
bash("deaf", "trap '' HUP INT TERM; while true; do sleep 60; done", soon);
bash("leaves_a_grandchild", "setsid sleep 20 & exit", soon);
task("leaves_a_child", () => {
  if (isAlone) spawn("sleep", ["20"], { detached: true, stdio: "inherit" }).unref();
});

// ------------------------------------------------------------------------------------------- it says too much
bash("floods", "head -c 100000000 /dev/zero | tr '\\0' x");
bash("floods_with_lines", "yes 'a line of some forty letters, again and again' | head -c 40000000");
task("fails_at_length", () => {
  throw new Error("x".repeat(20_000_000));
});

// ------------------------------------------------------------------------------------------ it does the wrong thing
const poison = task("has_an_endless_template", () => {}, {
  templatesDict: { sum: `{{ 1${" + 1".repeat(5000)} }}` },
});
chain(
  poison,
  task("has_a_template", () => {}, {
    templatesDict: { day: "{{ ds }}" },
    triggerRule: "all_done",
  }),
);
task("talks_rubbish", () => {
  process.send?.({ type: "attempt finished" });
  process.send?.("rubbish");
});
task("leaves_a_promise", () => {
  void Promise.reject(new Error("nobody awaits it"));
});
task("calls_back_without_end", () => {}, { ...soon, onSuccess: () => new Promise(() => {}) });
task("exits", () => {
  if (isAlone) process.exit(0);
  throw new Error("it would have");
});
task("kills_itself", () => {
  if (isAlone) process.kill(process.pid, "SIGKILL");
  throw new Error("it would have");
});

export const healthy = new DAG({ dagId: "healthy", ...once });
chain(
  ...["a", "b", "c"].map((taskId) => new FunctionOperator({ dag: healthy, taskId, callable: () => taskId })),
);
