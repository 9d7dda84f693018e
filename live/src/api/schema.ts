// The part of JSON Schema that the API uses, and the shapes of its answers.

export interface Schema {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly format?: string;
  readonly enum?: readonly (string | null)[];
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxLength?: number;
  readonly maxItems?: number;
  readonly default?: string | number | boolean;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
  readonly $ref?: string;
}

/** An object with all of its fields. */
function record(fields: Readonly<Record<string, Schema>>, description: string): Schema {
  return {
    type: "object",
    description,
    properties: fields,
    required: Object.keys(fields),
    additionalProperties: false,
  };
}

/** An object whose fields may be left out, except the ones named. */
export function options(fields: Readonly<Record<string, Schema>>, required: readonly string[] = []): Schema {
  return { type: "object", properties: fields, required, additionalProperties: false };
}

export const text: Schema = { type: "string" };
const textOrNull: Schema = { type: ["string", "null"] };
const number: Schema = { type: "number" };
const numberOrNull: Schema = { type: ["number", "null"] };
export const flag: Schema = { type: "boolean" };
export const instant: Schema = { type: "string", format: "date-time" };
const instantOrNull: Schema = { type: ["string", "null"], format: "date-time" };

/** What a person or a program writes as a date: it is read as in a DAG. */
export const date: Schema = {
  type: "string",
  maxLength: 100,
  description: "2019-01-01 or 2019-01-01T05:00Z",
};

export const limit: Schema = { type: "integer", minimum: 1, maximum: 1000, default: 100 };

export function listOf(items: Schema): Schema {
  return { type: "array", items };
}

export function refer(name: keyof typeof schemas): Schema {
  return shapeNamed(name);
}

/** For shapes that contain others of this table. */
function shapeNamed(name: string): Schema {
  return { $ref: `#/components/schemas/${name}` };
}

export const runState: Schema = { type: "string", enum: ["queued", "running", "success", "failed"] };

/** A flow may choose names of states of its own, too. */
const flowState = record(
  {
    type: {
      type: "string",
      enum: ["SCHEDULED", "PENDING", "RUNNING", "COMPLETED", "FAILED", "CRASHED", "CANCELLED"],
    },
    name: text,
  },
  "What a run of a flow or of a task is at, as Prefect names it.",
);

const evidence: Schema = { type: "string", enum: ["declared", "named", "written", "perhaps", "upstream"] };

export const schemas = {
  Error: record({ error: record({ message: text }, "What is wrong, and what to do.") }, "A refusal."),
  Health: record(
    {
      status: { type: "string", enum: ["healthy"] },
      now: instant,
      dags: number,
      unfinishedRuns: number,
    },
    "That the scheduler lives.",
  ),
  Dag: record(
    {
      dagId: text,
      description: text,
      file: textOrNull,
      schedule: text,
      timeZone: text,
      catchup: flag,
      startDate: instantOrNull,
      endDate: instantOrNull,
      paused: flag,
      nextRunAt: instantOrNull,
      queuedRuns: number,
      runningRuns: number,
      tasks: listOf(
        record(
          { taskId: text, operator: text, upstream: listOf(text), triggerRule: text, retries: number },
          "A task, as the DAG has it.",
        ),
      ),
    },
    "A DAG, and where it stands.",
  ),
  Run: record(
    {
      dagId: text,
      runId: text,
      runType: {
        type: "string",
        enum: ["scheduled", "manual", "backfill", "dataset_triggered", "asset_triggered"],
      },
      state: runState,
      recovered: { ...flag, description: "it has succeeded, and something in it was tried more than once" },
      logicalDate: instantOrNull,
      dataIntervalStart: instantOrNull,
      dataIntervalEnd: instantOrNull,
      createdAt: instant,
      startedAt: instantOrNull,
      finishedAt: instantOrNull,
      conf: { type: "object", additionalProperties: true },
    },
    "A DAG for one data interval.",
  ),
  Task: record(
    {
      taskId: text,
      state: text,
      tryNumber: number,
      maxTries: number,
      startedAt: instantOrNull,
      finishedAt: instantOrNull,
      dueAt: instantOrNull,
    },
    "A task in a run.",
  ),
  Attempt: record(
    {
      taskId: text,
      tryNumber: number,
      state: text,
      startedAt: instant,
      finishedAt: instantOrNull,
      duration: { type: ["number", "null"], description: "real milliseconds" },
      usage: {
        type: ["object", "null"],
        description:
          "what it has used: cpu in milliseconds, peakMemory and logBytes in bytes; null where that is not known",
        properties: { cpu: numberOrNull, peakMemory: numberOrNull, logBytes: number },
        required: ["cpu", "peakMemory", "logBytes"],
        additionalProperties: false,
      },
      error: textOrNull,
      hasLog: flag,
    },
    "One try of a task in a run.",
  ),
  XCom: record({ taskId: text, key: text, value: {} }, "What a task has pushed for others."),
  Event: record(
    {
      id: number,
      at: instant,
      dagId: text,
      runId: textOrNull,
      taskId: textOrNull,
      tryNumber: { type: ["number", "null"] },
      state: text,
      detail: textOrNull,
    },
    "Something that happened. Events are only ever added.",
  ),
  Asset: record(
    {
      name: text,
      watch: { type: ["string", "null"], description: "How updates from outside are heard of." },
      updatedBy: listOf(record({ dagId: text, taskId: text }, "A task that has it among its outlets.")),
      awaitedBy: { ...listOf(text), description: "DAGs that have it in their schedule." },
      updatedAt: instantOrNull,
    },
    "Data that tasks update and DAGs wait for.",
  ),
  AssetEvent: record(
    {
      id: number,
      asset: text,
      at: instant,
      dagId: textOrNull,
      runId: textOrNull,
      taskId: textOrNull,
      tryNumber: { type: ["number", "null"] },
      extra: { type: "object", additionalProperties: true },
      key: textOrNull,
    },
    "An update of an asset: by a task, or, where it has none, from outside.",
  ),
  Trace: record(
    {
      dagId: text,
      runId: text,
      taskId: text,
      tryNumber: number,
      how: {
        ...evidence,
        description:
          "declared: an inlet or outlet; named: the task's fields name it; written: it was seen to change; perhaps: it was, while others ran beside",
      },
      at: instant,
    },
    "An attempt that has read or written something.",
  ),
  Written: record(
    { name: text, writtenBy: shapeNamed("Trace") },
    "What tasks have written, and who was the last.",
  ),
  Origin: {
    ...options(
      {
        name: { ...text, description: "a file by its path, an asset, an address" },
        writtenBy: { ...shapeNamed("Trace"), description: "null: nobody here" },
        others: { ...number, description: "how many other attempts had written it by then, 99 at most" },
        from: {
          ...listOf(shapeNamed("Origin")),
          description: "what that attempt had read, said once in an answer, for 200 attempts at most",
        },
        how: {
          ...evidence,
          description: "how that is known; upstream: it is what the tasks before have written",
        },
      },
      ["name", "writtenBy", "others", "from"],
    ),
    description: "Where something came from.",
  },
  Approval: record(
    {
      dagId: text,
      runId: text,
      taskId: text,
      subject: { ...text, description: "What the person is asked." },
      since: instant,
    },
    "A task that waits for a person.",
  ),
  Setting: record(
    {
      name: text,
      value: { ...textOrNull, description: "null if it is not shown" },
      secret: flag,
      from: { type: "string", enum: ["environment", "store"] },
    },
    "A variable or a connection.",
  ),
  FlowRun: record(
    {
      flowRunId: text,
      flow: text,
      deployment: { ...textOrNull, description: "flow/name; null: it was run without one" },
      state: flowState,
      message: textOrNull,
      parameters: {},
      tries: number,
      scheduledFor: instantOrNull,
      createdAt: instant,
      endedAt: instantOrNull,
    },
    "A run of a flow.",
  ),
  FlowTask: record(
    {
      name: text,
      call: { ...number, description: "The n-th call of that name in the run." },
      state: flowState,
      message: textOrNull,
      arguments: text,
      waitedFor: { ...listOf(text), description: "The calls whose results it was given, as name-call." },
      tries: number,
      flowRunId: { ...textOrNull, description: "The run of the flow that was called; null: it is a task." },
      history: listOf(record({ at: instant, type: text, name: text }, "A state that it was in.")),
    },
    "A call of a task, or of a flow, in a run of a flow.",
  ),
  Deployment: record(
    {
      flow: text,
      name: text,
      file: text,
      schedule: {
        type: ["object", "null"],
        additionalProperties: true,
        description: "cron and timeZone, or interval, or asset; null: it runs when it is triggered",
      },
      parameters: {},
      paused: flag,
      lastAt: { ...instantOrNull, description: "For when its latest run was due." },
    },
    "A flow, and when it runs.",
  ),
  File: record({ path: text, bytes: number, changedAt: instant }, "A file that tasks have left."),
} satisfies Record<string, Schema>;
