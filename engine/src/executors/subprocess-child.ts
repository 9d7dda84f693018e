// The process in which the subprocess executor runs one attempt.

import process from "node:process";
import { displayPath, UsageError } from "@daglings/words";
import { asError } from "../errors.ts";
import { loadDags } from "../load.ts";
import type { AttemptReport } from "../ports.ts";
import { makeMask } from "../settings.ts";
import { sqliteStore } from "../store/sqlite.ts";
import { runAttempt } from "./attempt.ts";
import type { ChildOrder, ParentMessage } from "./subprocess.ts";
import { failedReport, StoppedError } from "./under-way.ts";

const stop = new AbortController();

process.on("message", (message: ParentMessage) => {
  if (message === "stop") stop.abort(new StoppedError());
  else void report(message);
});
// The scheduler is gone: nobody is left to report to.
process.on("disconnect", () => {
  stop.abort(new StoppedError());
  process.exit(1);
});

/** The scheduler reads what this process prints into the attempt's log. */
function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

async function report(message: ChildOrder): Promise<void> {
  const failed = (thrown: unknown) => {
    const { message: error } = asError(thrown);
    print(`Failed: ${error}`);
    return failedReport(message.order, error);
  };
  const result = await runInChild(message).catch(failed);
  process.send?.(result, () => process.exit(0));
}

async function runInChild({ order, dagFile, storeFile }: ChildOrder): Promise<AttemptReport> {
  const dags = await loadDags(dagFile);
  const dag = dags.find((each) => each.dagId === order.dagId);
  if (!dag) {
    const advice = "export it, under any name";
    throw new UsageError(`${displayPath(dagFile)}: exports no DAG "${order.dagId}"; ${advice}`);
  }
  const store = sqliteStore(storeFile, { readOnly: true });
  const mask = makeMask(store);
  const log = (line: string) => print(mask(line));
  const result = await runAttempt({ dag, order, store, stop: stop.signal, mask, log });
  store.close();
  return result;
}
