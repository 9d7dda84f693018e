// `node run-task.ts FILE`: carries out one attempt of a task of that file, or calls one of its callbacks, for an Airflow
// that has the exported DAG. All it needs to know is in the environment, and when stdin ends, so does the attempt. The log
// goes to stderr, and the answer is the last line on stdout. The exit code says how it ended, as for Airflow's
// BashOperator.

import { mkdtempSync, readFileSync, rmSync, writeFileSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import {
  asError,
  callBack,
  runElsewhere,
  contextElsewhere,
  ExternalTaskSensor,
  loadDags,
  readerOf,
  UsageError,
  type AttemptReport,
  type CallbackOrder,
  type DAG,
  type RemoteOrder,
} from "@daglings/engine";

/** What Airflow's side has written into DAGLINGS_ORDER. */
interface Question {
  readonly ask: { readonly of: "attempt" | "dates" } | CallbackOrder["call"];
  readonly order: RemoteOrder;
}

interface Answer {
  readonly exitCode: number;
  readonly said: object;
}

/** The process that asks holds stdin open. If Airflow kills it without warning, nobody waits for an answer any more. */
const stop = new AbortController();
process.stdin.on("close", () => stop.abort(new Error("was stopped by Airflow"))).resume();

const onLine = (line: string) => void process.stderr.write(`${line}\n`);

async function answer(file: string, { ask, order }: Question): Promise<Answer> {
  const dag = (await loadDags(file)).find(({ dagId }) => dagId === order.dagId);
  if (!dag) throw new UsageError(`${file}: exports no DAG "${order.dagId}"; make the Python file again`);
  const work = { dag, order, stop: stop.signal, onLine };
  switch (ask.of) {
    case "attempt":
      return ended(await runElsewhere(work));
    case "dates": {
      const task = dag.task(order.taskId);
      if (!(task instanceof ExternalTaskSensor)) throw new UsageError(`${task.place} waits for no dates`);
      return { exitCode: 0, said: { dates: task.datesFor(await contextElsewhere(work)) } };
    }
    default:
      await call(ask, order, dag);
      return { exitCode: 0, said: {} };
  }
}

function ended({ outcome, xcoms, extras, triggers }: AttemptReport): Answer {
  const [trigger] = triggers;
  if (trigger) {
    const error = `asks for a run of DAG "${trigger.dagId}", which in Airflow only a TriggerDagOperator can do`;
    return { exitCode: failedForGood, said: { outcome: { error }, xcoms: {}, extras: {} } };
  }
  return { exitCode: exitCodeOf(outcome), said: { outcome, xcoms, extras } };
}

const exitCodes = { success: 0, failed: 1, skipped: 99, "not yet": 97 };
const failedForGood = 98;

function exitCodeOf(outcome: AttemptReport["outcome"]): number {
  const isForGood = outcome.type === "failed" && !outcome.mayRetry;
  return isForGood ? failedForGood : exitCodes[outcome.type];
}

/** A callback writes into the log of its attempt, which Airflow keeps; here it gets a temporary file. */
async function call(asked: CallbackOrder["call"], order: RemoteOrder, dag: DAG): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "daglings-"));
  const logFile = join(folder, "callback.log");
  writeFileSync(logFile, "");
  try {
    await callBack({ attempt: { ...order, logFile }, call: asked }, dag, readerOf(order.facts));
    process.stderr.write(readFileSync(logFile));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function failed(thrown: unknown): Answer {
  const { message } = asError(thrown);
  onLine(`Failed: ${message}`);
  return { exitCode: 1, said: { error: message } };
}

const [, , file = ""] = process.argv;
const question = JSON.parse(process.env["DAGLINGS_ORDER"] ?? "{}") as Question;
const { exitCode, said } = await answer(file, question).catch(failed);
writeSync(1, `\n${JSON.stringify(said)}\n`);
process.exit(exitCode);
