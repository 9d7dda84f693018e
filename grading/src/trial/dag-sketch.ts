// A DAG as plain data: everything that a scheduler decides by, without the code that its tasks run. From it the judging
// process makes a DAG of its own, and what the version does to the engine in its own process changes nothing there.

import {
  Asset,
  CronDataIntervalTimetable,
  CronTriggerTimetable,
  DAG,
  DeltaDataIntervalTimetable,
  DeltaTriggerTimetable,
  NamedTimetable,
  Operator,
  readTask,
  type AirflowVersion,
  type Schedule,
} from "@daglings/engine";

type AssetSketch = Pick<Asset, "name" | "watch">;

interface TaskSketch {
  readonly plan: Operator["plan"];
  readonly outlets: readonly AssetSketch[];
  readonly callbacks: readonly TaskCallback[];
}

const taskCallbacks = ["onSuccess", "onFailure", "onRetry", "onSkipped"] as const;
const runCallbacks = ["onSuccess", "onFailure"] as const;
type TaskCallback = (typeof taskCallbacks)[number];

export interface DagSketch {
  readonly dagId: string;
  readonly airflow: AirflowVersion;
  readonly schedule: ScheduleSketch;
  readonly timeZone: string;
  readonly startDate: string | null;
  readonly endDate: string | null;
  readonly catchup: boolean;
  readonly maxActiveRuns: number;
  readonly maxActiveTasks: number;
  readonly dagRunTimeout: number | null;
  readonly callbacks: readonly (typeof runCallbacks)[number][];
  readonly tasks: readonly TaskSketch[];
}

type ScheduleSketch =
  | { readonly written: Exclude<Schedule, NamedTimetable> }
  | { readonly assets: readonly AssetSketch[] }
  | { readonly name: keyof typeof timetables; readonly given: readonly unknown[] };

const timetables = {
  CronDataIntervalTimetable,
  CronTriggerTimetable,
  DeltaDataIntervalTimetable,
  DeltaTriggerTimetable,
};

export function sketchOf({ dagId, settings, tasks }: DAG): DagSketch {
  const { airflow, schedule, assets, timeZone, startDate, endDate } = settings;
  const { catchup, maxActiveRuns, maxActiveTasks, dagRunTimeout } = settings;
  return {
    dagId,
    airflow,
    schedule: assets.length > 0 ? { assets: sketchAssets(assets) } : sketchSchedule(schedule),
    timeZone,
    startDate: startDate?.toString() ?? null,
    endDate: endDate?.toString() ?? null,
    catchup,
    maxActiveRuns,
    maxActiveTasks,
    dagRunTimeout,
    callbacks: runCallbacks.filter((name) => settings[name]),
    tasks: tasks.map(({ plan, outlets, callbacks }) => ({
      plan,
      outlets: sketchAssets(outlets),
      callbacks: taskCallbacks.filter((name) => callbacks[name]),
    })),
  };
}

export function dagFrom(sketch: DagSketch): DAG {
  const { dagId, airflow, schedule, timeZone, startDate, endDate, tasks } = sketch;
  const { catchup, maxActiveRuns, maxActiveTasks, dagRunTimeout } = sketch;
  const dag = new DAG({
    dagId,
    airflow,
    schedule: scheduleFrom(schedule),
    timeZone,
    ...(startDate !== null && { startDate }),
    ...(endDate !== null && { endDate }),
    catchup,
    maxActiveRuns,
    maxActiveTasks,
    ...(dagRunTimeout !== null && { dagRunTimeout: { milliseconds: dagRunTimeout } }),
    ...calledThere(sketch.callbacks),
  });
  const made = tasks.map((task) => new SketchedTask(dag, task)); // each joins the DAG when it is created
  if (made.length !== dag.tasks.length) throw new Error(`DAG "${dagId}" has lost a task`);
  return dag;
}

function sketchAssets(assets: readonly Asset[]): AssetSketch[] {
  return assets.map(({ name, watch }) => ({ name, watch }));
}

function sketchSchedule(schedule: Schedule): ScheduleSketch {
  if (!(schedule instanceof NamedTimetable)) return { written: schedule };
  const name = (Object.keys(timetables) as (keyof typeof timetables)[]).find(
    (each) => schedule instanceof timetables[each],
  );
  if (name === undefined) throw new Error(`a timetable of an unknown kind: ${schedule.description}`);
  return { name, given: schedule.given };
}

function scheduleFrom(sketch: ScheduleSketch): Schedule | readonly Asset[] {
  if ("written" in sketch) return sketch.written;
  if ("assets" in sketch) return assetsFrom(sketch.assets);
  const make = timetables[sketch.name] as new (...given: readonly unknown[]) => NamedTimetable;
  return new make(...sketch.given);
}

function assetsFrom(sketches: readonly AssetSketch[]): Asset[] {
  return sketches.map(({ name, watch }) => new Asset(name, watch === null ? {} : { watch }));
}

/** All that is known here is that there is such a callback: it is called in the version's own process. */
function calledThere<Name extends string>(names: readonly Name[]): { [Each in Name]?: () => void } {
  return Object.fromEntries(names.map((name) => [name, () => {}])) as { [Each in Name]?: () => void };
}

/** It is planned like the version's own task, but never carried out here. */
class SketchedTask extends Operator {
  readonly #plan: TaskSketch["plan"];

  constructor(dag: DAG, { plan, outlets, callbacks }: TaskSketch) {
    const own = { taskId: plan.taskId, outlets: assetsFrom(outlets), ...calledThere(callbacks) };
    super(readTask({ dag, ...own }, {}), {});
    this.#plan = plan;
  }

  override get plan(): TaskSketch["plan"] {
    return this.#plan;
  }

  override get upstream(): readonly string[] {
    return this.#plan.upstream;
  }

  execute(): never {
    throw new Error(`task "${this.taskId}" is carried out in the version's own process`);
  }
}
