// Everything a lesson's run needs, set up and taken down: a folder, a database, a clock, the servers around it, and the
// scheduler with the lesson's DAGs. One stage at a time in a process: it sets the working folder and the environment.

import process from "node:process";
import {
  inProcess,
  loadMainLast,
  Scheduler,
  simulatedClock,
  sqliteStore,
  subprocess,
  type AirflowVersion,
  type AssetEventOptions,
  type Clock,
  type DAG,
  type EventRecord,
  type SchedulerOptions,
  type SchedulerVerbs,
  type Store,
  UsageError,
} from "@daglings/engine";
import type { Lesson, Scenario } from "@daglings/lessons";
import { parseInstant } from "@daglings/words";
import { arrivalSteps, openWatching, type Watching } from "./arrivals.ts";
import { filesOf } from "./catalogue.ts";
import type { ChatMessage } from "./chat.ts";
import { openFlows, type StageFlows } from "./flows.ts";
import type { ReceivedRequest } from "./lesson-run.ts";
import type { ReceivedMail } from "./mailbox.ts";
import { findPackagesOfTheKit } from "./packages.ts";
import { filesIn, type RunFolder } from "./run-folder.ts";
import { openSurroundings } from "./surroundings.ts";

export interface StageOptions {
  readonly lesson: Lesson;
  /** The DAG, or in lesson 00 the script. */
  readonly file: string;
  readonly scenario: Scenario;
  readonly folder: RunFolder;
  readonly seed?: number | undefined;
  readonly executor?: ExecutorName | undefined;
  readonly airflow?: AirflowVersion | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Called with everything that happens, as it happens. */
  readonly onEvent?: ((event: Omit<EventRecord, "id">) => void) | undefined;
  /** Looks on, and changes nothing. */
  readonly onlooker?: Onlooker | undefined;
  /** Where simulated time begins, if not where the scenario says. */
  readonly from?: string | undefined;
  /** Who plays; default: the DAGs are loaded into this process. */
  readonly cast?: ((files: readonly string[], folder: RunFolder) => Promise<Cast>) | undefined;
  /** What runs the DAGs; default: the engine's scheduler. */
  readonly shell?: Shell | undefined;
  /** How the script of lesson 00 is started; default: as any program. */
  readonly launch?: Launch | undefined;
}

/** Who keeps a record of a run. */
export interface Onlooker {
  readonly onStep: NonNullable<SchedulerOptions["onStep"]>;
  /** Gives an executor that does the same, and reports the attempts that it starts and ends. */
  readonly beside: (
    executor: NonNullable<SchedulerOptions["executor"]>,
  ) => NonNullable<SchedulerOptions["executor"]>;
}

/** The DAGs, and what carries out their attempts. */
export interface Cast {
  readonly dags: readonly DAG[];
  readonly executor: NonNullable<SchedulerOptions["executor"]>;
  /** After the scheduler. Programs that still run are killed. */
  close(): Promise<void>;
}

/** Another engine in place of the scheduler: it plays the same DAGs by the same clock, and fills the same store. */
export type Shell = (options: SchedulerOptions) => Promise<SchedulerVerbs>;

/** From Node's arguments to the program that runs them, as `spawn` takes it. */
export type Launch = (nodeArguments: readonly string[]) => {
  readonly program: string;
  readonly programArguments: readonly string[];
  readonly env: NodeJS.ProcessEnv;
};

export type ExecutorName = "in-process" | "subprocess";

const minute = 60_000;
/** In simulated milliseconds. */
const longestRerun = 24 * 60 * minute;

export interface Stage {
  readonly store: Store;
  readonly scheduler: Scheduler;
  readonly now: () => number;
  readonly dags: readonly DAG[];
  readonly requests: readonly ReceivedRequest[];
  readonly mails: readonly ReceivedMail[];
  /** The messages that the chat has received. */
  readonly messages: readonly ChatMessage[];
  /** The runs of flows that its tasks have called; null if the lesson has none. */
  readonly flows: StageFlows | null;
  /** Looks for the secret of the chat's connection in everything that the run has left, and says where it was found. */
  searchForSecret(): string[];
  /** Plays the scenario. */
  play(): Promise<void>;
  /** Lets happen all that there is to do, but not what the schedule brings later. */
  settle(): Promise<void>;
  /** Lets a run happen again, or some of its tasks, and waits for its end. */
  playAgain(run: PlayedAgain): Promise<void>;
  close(): Promise<void>;
}

interface PlayedAgain {
  readonly dagId: string;
  readonly runId: string;
  /** Default: all. */
  readonly taskIds?: readonly string[];
}

export async function openStage(options: StageOptions): Promise<Stage> {
  const { lesson, scenario, folder, onEvent, onlooker } = options;
  const clock = simulatedClock({ from: options.from ?? scenario.from });
  const surroundings = await openSurroundings({
    needs: lesson.needs,
    scenario,
    folder: folder.path,
    mailFolder: folder.mailbox,
    now: () => clock.now(),
    seed: options.seed ?? 0,
    airflow: options.airflow,
    hasFlows: lesson.hasFlows,
  });
  const before = process.cwd();
  process.chdir(folder.path);
  // A power cut ends the lesson in any case: it is run again.
  const store = sqliteStore(folder.store, { synchronous: "OFF" });
  let cast: Cast | undefined;
  let watching: Watching | undefined;
  let flows: StageFlows | null = null;
  const leave = async () => {
    watching?.close();
    await cast?.close();
    flows?.close();
    store.close();
    process.chdir(before);
    await surroundings.close();
  };
  try {
    cast = await (options.cast?.(filesOf(options.lesson, options.file), folder) ?? castHere(options));
    const { dags, executor } = cast;
    if (lesson.hasFlows) flows = await openFlows({ file: folder.store, now: () => clock.now() });
    const tell = (event: AssetEventOptions) => scheduler.assetEvent(event);
    watching = await openWatching({ dags, clock, store, folder: folder.path, tell });
    const schedulerOptions: SchedulerOptions = {
      dags,
      store,
      clock: watching.clock,
      executor: onlooker?.beside(executor) ?? executor,
      logsFolder: folder.logs,
      files: filesIn(folder),
      ...(onEvent && { onEvent }),
      ...(onlooker && { onStep: onlooker.onStep }),
    };
    const enter = async () => (await options.shell?.(schedulerOptions)) ?? new Scheduler(schedulerOptions);
    const scheduler: SchedulerVerbs = await (flows ? flows.during(enter) : enter());
    return {
      store,
      get scheduler() {
        if (scheduler instanceof Scheduler) return scheduler;
        throw new UsageError("another engine plays on this stage: there is no scheduler to be asked");
      },
      now: () => clock.now(),
      dags,
      get requests() {
        return surroundings.requests;
      },
      get mails() {
        return surroundings.mails;
      },
      get messages() {
        return surroundings.chat?.messages ?? [];
      },
      flows,
      searchForSecret: () => surroundings.chat?.searchForSecret(folder) ?? [],
      ...playing({ scheduler, store, clock, dags, watching, flows, options }),
      async close() {
        await scheduler.close();
        await leave();
      },
    };
  } catch (error) {
    await leave();
    throw error;
  }
}

async function castHere(options: StageOptions): Promise<Cast> {
  findPackagesOfTheKit();
  const dags: DAG[] = [];
  for (const each of filesOf(options.lesson, options.file)) dags.push(...(await loadMainLast(each)));
  const executor = options.executor === "subprocess" ? subprocess() : inProcess();
  return { dags, executor, close: () => Promise.resolve() };
}

interface Played {
  readonly scheduler: SchedulerVerbs;
  readonly store: Store;
  readonly clock: Clock;
  readonly dags: readonly DAG[];
  readonly watching: Watching;
  readonly flows: StageFlows | null;
  readonly options: StageOptions;
}

function playing({
  scheduler,
  store,
  clock,
  dags,
  watching,
  flows,
  options: { scenario, folder, seed = 0, signal },
}: Played): Pick<Stage, "play" | "playAgain" | "settle"> {
  const main = dags.at(-1)?.dagId ?? "";
  const goOn = (until: number) => {
    const run = () =>
      scheduler.run({ until: Temporal.Instant.fromEpochMilliseconds(until), ...(signal && { signal }) });
    return flows ? flows.during(run) : run();
  };
  /** Not until all is idle: another run may wait for something that will never come. */
  const runUntil = async (isEnough: () => boolean) => {
    const last = clock.now() + longestRerun;
    for (let until = clock.now(); until <= last && !isEnough() && !signal?.aborted; until += minute) {
      await goOn(until);
    }
  };
  const isWorkLeft = ({ dagId }: DAG) => {
    const { queued, running, paused } = scheduler.standing({ dagId });
    // While a DAG is paused, only its backfills go on.
    const states = ["queued", "running"] as const;
    return paused
      ? store.listRuns({ dagId, states, types: ["backfill"], limit: 1 }).length > 0
      : queued + running > 0;
  };
  const runUntilIdle = () => runUntil(() => !dags.some(isWorkLeft));
  return {
    async play() {
      const byHand = (scenario.byHand ?? []).map(({ at, act }) => ({
        at: instantOf(at),
        act: () => act(scheduler, main, at),
      }));
      const arrivals = await arrivalSteps(scenario.arrivals ?? [], folder.path, seed);
      const steps = [...byHand, ...arrivals].toSorted((a, b) => a.at - b.at);
      const later = steps.filter(({ at }) => at > clock.now());
      for (const { act } of steps.slice(0, steps.length - later.length)) act();
      for (const { at, act } of later) {
        await goOn(at);
        if (signal?.aborted) return;
        act();
        await watching.look(); // what comes next in the same instant is seen by itself
      }
      await goOn(instantOf(scenario.until));
    },
    async settle() {
      await runUntilIdle();
      for (
        let seen = await watching.look();
        (seen.isNew || seen.nextAt < Infinity) && !signal?.aborted;
        seen = await watching.look()
      ) {
        await goOn(seen.isNew ? clock.now() : seen.nextAt);
        await runUntilIdle();
      }
    },
    async playAgain(run) {
      scheduler.clear(run);
      await runUntil(() => isOver(store, run));
    },
  };
}

function instantOf(text: string): number {
  return parseInstant(text, "UTC", "the scenario").epochMilliseconds;
}

function isOver(store: Store, run: { readonly dagId: string; readonly runId: string }): boolean {
  const state = store.findRun(run)?.state;
  return state === "success" || state === "failed";
}
