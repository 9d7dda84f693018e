// A lesson with a run for each minute takes minutes on Temporal: that is said before it begins.

import { DagSchedule, type DAG } from "@daglings/engine";
import { count } from "../words.ts";

/** On two cores with nothing else to do: a run is a chain of some ten answers from the server. */
const runsPerSecond = 8;
/** With fewer, nobody has to wait for a minute. */
const manyRuns = 60 * runsPerSecond;
/** Nobody waits for more: their number is not counted to its end. */
const mostCounted = 100_000;

/** One line, or null: it does not take long. The instants are milliseconds since 1970. */
export function howLong(
  dags: readonly DAG[],
  { from, until }: { readonly from: number; readonly until: number },
): string | null {
  const runs = dags.reduce((sum, dag) => sum + countRuns(dag, from, until), 0);
  if (runs < manyRuns) return null;
  const minutes = count(Math.round(runs / runsPerSecond / 60), "minute");
  return `This makes ${count(runs, "run")}, and a Temporal server makes some ${runsPerSecond} a second on two free cores: ${minutes} or more. --until ends it earlier.`;
}

/** Those of its schedule. */
function countRuns(dag: DAG, from: number, until: number): number {
  const schedule = new DagSchedule(dag, { paused: false, queued: 0, last: undefined });
  schedule.refresh(from);
  let runs = 0;
  for (const { runAfter } of schedule.upcoming()) {
    if (runAfter.epochMilliseconds > until || runs === mostCounted) break;
    runs++;
  }
  return runs;
}
