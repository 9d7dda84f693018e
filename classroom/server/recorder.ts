// Watches a lesson run, and records what is needed to play it again: the core's events, and which files and
// mails came from which attempt.

import { readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { previewTemplates, type AttemptOrder, type DAG, type TemplatePreview } from "@daglings/engine";
import type { Plan, Run } from "@daglings/engine/core";
import type { Onlooker } from "@daglings/stage";
import type { AttemptName, Begun, Entry } from "../shared/record.ts";
import { openFileEyes, type FileEyes } from "./file-eyes.ts";

export interface RecorderOptions {
  /** The folder of the run. It is there when the DAGs are loaded. */
  readonly folder: string;
  readonly begun: Omit<Begun, "type" | "dags">;
  readonly write: (entry: Entry) => void;
  readonly onInputs: (of: AttemptName, inputs: TemplatePreview) => void;
}

export interface Recorder extends Onlooker {
  /** Looks at every file once more: for what was left to the end. */
  finish(): void;
}

export function openRecorder({ folder, begun, write, onInputs }: RecorderOptions): Recorder {
  const numbers = new Map<string, number>();
  const plans = new Set<string>();
  const underWay: AttemptName[] = [];
  let eyes: FileEyes | null = null;
  const mails = new Set<string>();

  function look(thoroughly = false): void {
    eyes ??= openFileEyes(folder);
    const by = [...underWay];
    for (const seen of eyes.look(thoroughly)) write({ type: "file", ...seen, by });
    for (const { to, subject, file } of mailsIn(folder)) {
      if (mails.has(file)) continue;
      mails.add(file);
      write({ type: "mail", file, to, subject, by });
    }
  }

  function begin(dags: ReadonlyMap<string, DAG>): void {
    for (const { plan } of dags.values()) plans.add(plan.hash);
    write({ type: "begun", ...begun, dags: [...dags.values()].map(recordedDag) });
    look();
  }

  const nameOf = ({ dagId, runId, taskId, tryNumber }: AttemptOrder): AttemptName => ({
    run: numbers.get(keyOf(dagId, runId)) ?? -1,
    taskId,
    tryNumber,
  });

  return {
    onStep(run, event) {
      if (event === null) {
        numbers.set(keyOf(run.plan.dagId, run.runId), numbers.size);
        write({ type: "made", dagId: run.plan.dagId, createdAt: run.createdAt, identity: identityOf(run) });
        return;
      }
      const number = numbers.get(keyOf(run.plan.dagId, run.runId));
      if (number !== undefined) write({ type: "step", run: number, event });
    },
    beside: (factory) => (resources) => {
      begin(resources.dags);
      const executor = factory(resources);
      return {
        ...executor,
        slots: executor.slots,
        start(order, report) {
          const name = nameOf(order);
          underWay.push(name);
          const log = order.logFile === null ? null : relative(folder, order.logFile);
          write({ type: "attempt started", ...name, log });
          void tellInputs(resources.dags.get(order.dagId), order, name);
          executor.start(order, (ended) => {
            look();
            underWay.splice(underWay.indexOf(name), 1);
            const { cpu, peakMemory, logBytes } = ended.usage;
            const usage = { cpu, peakMemory, logBytes };
            write({ type: "attempt ended", ...name, duration: ended.duration, usage });
            report(ended);
          });
        },
      };

      async function tellInputs(dag: DAG | undefined, order: AttemptOrder, name: AttemptName) {
        if (!dag) return;
        try {
          onInputs(name, await previewTemplates({ dag, order, store: resources.store }));
        } catch (error) {
          // What cannot be previewed fails in the attempt itself, which says why.
          const message = error instanceof Error ? error.message : String(error);
          onInputs(name, {
            variables: {},
            fields: [{ field: "", template: "", rendered: null, error: message }],
          });
        }
      }
    },
    finish: () => look(true),
  };
}

function keyOf(dagId: string, runId: string): string {
  return `${dagId} ${runId}`;
}

function recordedDag({ dagId, plan, settings }: DAG) {
  const { description, timeZone, catchup, timetable } = settings;
  return {
    dagId,
    description,
    schedule: timetable.description,
    timeZone,
    catchup,
    plan: plan satisfies Plan,
  };
}

function identityOf(run: Run) {
  const { runId, runType, logicalDate, undated, dataIntervalStart, dataIntervalEnd, conf } = run;
  const { ignoresPast, assetEvents } = run;
  return {
    runId,
    runType,
    logicalDate,
    undated,
    dataIntervalStart,
    dataIntervalEnd,
    conf,
    ignoresPast,
    assetEvents,
  };
}

interface Listed {
  readonly to: string;
  readonly subject: string;
  readonly file: string;
}

export function mailsIn(folder: string): readonly Listed[] {
  try {
    return JSON.parse(readFileSync(join(folder, "mailbox", "list.json"), "utf8")) as Listed[];
  } catch {
    return []; // none has come yet, or one comes just now
  }
}
