// Starts a run of another DAG and, if told to, waits for its end.

import { type DurationInput, parseInstant, UsageError, withPlace } from "@daglings/words";
import type { TaskContext } from "../context.ts";
import type { PokePolicy } from "../core/poke.ts";
import * as read from "../options.ts";
import type { TriggerRequest } from "../ports.ts";
import { Ending, Operator } from "./operator.ts";
import { poke, sensorOptions } from "./sensor.ts";
import { readTask, type TaskOptions } from "./task-options.ts";

export interface TriggerDagOptions extends TaskOptions {
  readonly triggerDagId: string;
  /** Default: `manual__` and the logical date. */
  readonly triggerRunId?: string;
  /** Default: now. */
  readonly logicalDate?: string;
  readonly conf?: Readonly<Record<string, unknown>>;
  /** If there already is a run of that date, clear it, so that it runs again; without this the task fails. */
  readonly resetDagRun?: boolean;
  /** If there already is a run of that date, skip the task. */
  readonly skipWhenAlreadyExists?: boolean;
  readonly waitForCompletion?: boolean;
  /** Default 1 minute. */
  readonly pokeInterval?: DurationInput;
}

const triggerOptions = {
  triggerDagId: read.text,
  triggerRunId: read.optional(read.text),
  logicalDate: read.optional(read.text),
  conf: read.optional(read.dictionary, {}),
  resetDagRun: read.optional(read.flag, false),
  skipWhenAlreadyExists: read.optional(read.flag, false),
  waitForCompletion: read.optional(read.flag, false),
  pokeInterval: sensorOptions.pokeInterval,
} satisfies read.ReadersOf<Omit<TriggerDagOptions, keyof TaskOptions>>;

type Fields = Pick<
  read.SettingsOf<typeof triggerOptions>,
  "triggerDagId" | "triggerRunId" | "logicalDate" | "conf"
>;

/** The key under which the task remembers which run it has started. */
export const triggeredRunKey = "trigger_run_id";

export class TriggerDagOperator extends Operator<Fields> {
  readonly #policy: PokePolicy;
  readonly waits: boolean;
  readonly whenTaken: TriggerRequest["whenTaken"];

  constructor(options: TriggerDagOptions) {
    const settings = readTask(options, triggerOptions);
    const { triggerDagId, triggerRunId, logicalDate, conf, pokeInterval } = settings;
    const policy = { ...read.options({ mode: "reschedule" }, sensorOptions), pokeInterval };
    super(settings, { triggerDagId, triggerRunId, logicalDate, conf }, { sensor: policy });
    this.#policy = policy;
    this.waits = settings.waitForCompletion;
    const otherwise = settings.skipWhenAlreadyExists ? "skip" : "fail";
    this.whenTaken = settings.resetDagRun ? "clear" : otherwise; // as in Airflow, the first wins
  }

  execute(fields: Fields, context: TaskContext): Ending | Promise<Ending> {
    const dagId = fields.triggerDagId;
    const started = context.ti.xcomPull(this.taskId, { key: triggeredRunKey });
    if (typeof started !== "string") return this.#start(fields, context);

    const look = () => {
      const state = context.store.findRun({ dagId, runId: started })?.state;
      if (state === "failed") throw new Error(`run "${started}" of DAG "${dagId}" failed`);
      return state === "success";
    };
    return poke(look, context, this.#policy);
  }

  #start(
    { triggerDagId: dagId, triggerRunId: runId, logicalDate, conf }: Fields,
    context: TaskContext,
  ): Ending {
    if (!context.store.findDag({ dagId })) {
      throw new UsageError(`${this.place}: triggerDagId "${dagId}" is not a DAG of this scheduler`);
    }
    if (this.whenTaken === "fail" && runId !== undefined && context.store.findRun({ dagId, runId })) {
      throw new UsageError(
        `${this.place}: DAG "${dagId}" has a run "${runId}" already; give another triggerRunId`,
      );
    }
    const date = withPlace(this.place, () =>
      logicalDate === undefined ? null : parseInstant(logicalDate, "UTC", "logicalDate").epochMilliseconds,
    );
    const whenTaken = this.whenTaken;
    context.trigger({
      dagId,
      runId: runId ?? null,
      logicalDate: date,
      conf,
      whenTaken,
      xcomKey: triggeredRunKey,
    });
    context.log(`Triggering a run of DAG ${dagId}`);
    return new Ending({ type: this.waits ? "not yet" : "success" });
  }
}
