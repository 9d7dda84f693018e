// This engine, as the README shows it: DAGs of FunctionOperators on SQLite.

import { join } from "node:path";
import {
  chain,
  DAG,
  FunctionOperator,
  inProcess,
  Scheduler,
  simulatedClock,
  sqliteStore,
  systemClock,
} from "../../engine/src/index.ts";
import { measured } from "./measured.ts";
import { slotsFor, type Shape, type Stopwatch } from "./shapes.ts";

const from = Temporal.Instant.from("2000-01-01T00:00Z");

/** `runOf`: which of the runs a task belongs to. */
function dagFor(shape: Shape, dagId: string, watch: Stopwatch, runOf: (logicalDate: string) => number): DAG {
  const isBackfill = shape.name === "backfill";
  const dag = new DAG({
    dagId,
    schedule: isBackfill ? "@hourly" : "@once", // due at once: all runs are made in one go, as other engines add jobs in bulk
    startDate: "2019-01-01",
    maxActiveTasks: slotsFor(shape),
  });
  const task = (index: number) =>
    new FunctionOperator({ dag, taskId: `t${index}`, callable: ({ ts }) => watch.work(runOf(ts), index) });
  const tasks = Array.from({ length: shape.length }, (_, index) => task(index));
  if (shape.isWide) chain(tasks, task(shape.length));
  else chain(...tasks);
  return dag;
}

await measured(async ({ shape, folder, synchronous }, watch) => {
  const isBackfill = shape.name === "backfill";
  const hourOf = (ts: string) => from.until(Temporal.Instant.from(ts)).total("hours");
  const dags = Array.from({ length: isBackfill ? 1 : shape.runs }, (_, run) =>
    dagFor(shape, `dag_${run}`, watch, isBackfill ? hourOf : () => run),
  );
  const store = sqliteStore(join(folder, "daglings.db"), { synchronous });
  const scheduler = new Scheduler({
    dags,
    store,
    clock: isBackfill ? simulatedClock({ from: "2019-01-01" }) : systemClock(),
    executor: inProcess({ slots: slotsFor(shape) }),
    logsFolder: join(folder, "logs"),
  });
  for (const [run, { dagId }] of dags.entries()) {
    watch.trigger(run);
    if (isBackfill) scheduler.backfill({ dagId, from, to: from.add({ hours: shape.runs - 1 }) });
  }
  await scheduler.run({ until: "idle" });
  await scheduler.close();
  store.close();
});
