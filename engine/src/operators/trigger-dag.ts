// Starts a run of another DAG, and, if told so, waits for its end.

import { type DurationInput, parseInstant, UsageError, withPlace } from "@daglings/words";
import type { TaskContext } from "../context.ts";
import type { PokePolicy } from "../core/poke.ts";
import { checkText } from "../options.ts";
import { Ending, Operator, type TaskOptions } from "./operator.ts";
import { poke, pokePolicy } from "./sensor.ts";

export interface TriggerDagOptions extends TaskOptions {
  readonly triggerDagId: string;
  /** Default: `manual__` and the logical date. */
  readonly triggerRunId?: string;
  /** Default: now. */
  readonly logicalDate?: string;
  readonly conf?: Readonly<Record<string, unknown>>;
  readonly waitForCompletion?: boolean;
  /** Default 1 minute. */
  readonly pokeInterval?: DurationInput;
}

interface Fields {
  readonly triggerDagId: string;
  readonly triggerRunId: string | undefined;
  readonly logicalDate: string | undefined;
  readonly conf: Readonly<Record<string, unknown>>;
}

/** Under this key the task remembers which run it has started. */
const runIdKey = "trigger_run_id";

export class TriggerDagOperator extends Operator<Fields> {
  readonly #policy: PokePolicy;
  readonly #waits: boolean;

  constructor(options: TriggerDagOptions) {
    const { triggerDagId, triggerRunId, logicalDate, conf = {}, pokeInterval = { minutes: 1 } } = options;
    const policy = pokePolicy({ pokeInterval, mode: "reschedule" }, options);
    super(
      options,
      { triggerDagId, triggerRunId, logicalDate, conf },
      {
        options: ["triggerDagId", "triggerRunId", "logicalDate", "conf", "waitForCompletion", "pokeInterval"],
        sensor: policy,
      },
    );
    withPlace(this.place, () => checkText(triggerDagId, "triggerDagId"));
    this.#policy = policy;
    this.#waits = options.waitForCompletion ?? false;
  }

  execute(fields: Fields, context: TaskContext): Ending | Promise<Ending> {
    const dagId = fields.triggerDagId;
    const started = context.ti.xcomPull(this.taskId, { key: runIdKey });
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
      throw new UsageError(`${this.place}: triggerDagId "${dagId}" is no DAG of this scheduler`);
    }
    if (runId !== undefined && context.store.findRun({ dagId, runId })) {
      throw new UsageError(
        `${this.place}: DAG "${dagId}" has a run "${runId}" already; give another triggerRunId`,
      );
    }
    const date = withPlace(this.place, () =>
      logicalDate === undefined ? null : parseInstant(logicalDate, "UTC", "logicalDate").epochMilliseconds,
    );
    context.trigger({ dagId, runId: runId ?? null, logicalDate: date, conf, xcomKey: runIdKey });
    context.log(`Triggering a run of DAG ${dagId}`);
    return new Ending({ type: this.#waits ? "not yet" : "success" });
  }
}
