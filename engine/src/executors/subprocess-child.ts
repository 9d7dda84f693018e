// The process in which the subprocess executor runs one attempt.

import { exit, on, send, stdout } from "node:process";
import { loadDags } from "../load.ts";
import { sqliteStore } from "../store/sqlite.ts";
import { runAttempt } from "./attempt.ts";
import type { ChildOrder, ParentMessage } from "./subprocess.ts";
import { StoppedError } from "./under-way.ts";

const stop = new AbortController();

on("message", (message: ParentMessage) => {
  if (message === "stop") stop.abort(new StoppedError());
  else void carryOut(message);
});
// The scheduler is gone: nobody is left to report to.
on("disconnect", () => {
  stop.abort(new StoppedError());
  exit(1);
});

/** The scheduler reads what this process prints into the attempt's log. */
function print(line: string): void {
  stdout.write(`${line}\n`);
}

async function carryOut({ order, dagFile, storeFile }: ChildOrder): Promise<void> {
  const dags = await loadDags(dagFile);
  const dag = dags.find((each) => each.dagId === order.dagId);
  if (!dag) throw new Error(`${dagFile} no longer has DAG "${order.dagId}"`);
  const store = sqliteStore(storeFile, { readOnly: true });
  const report = await runAttempt({ dag, order, store, stop: stop.signal, log: print });
  store.close();
  send?.(report, () => exit(0));
}
