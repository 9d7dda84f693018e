// The scheduler's verbs as a lesson's stage needs them, carried out by Temporal in played time. The workflows decide and
// remember; this conductor only tells them what time it is, and only when all of them have come to rest.

import { randomUUID } from "node:crypto";
import { WorkflowNotFoundError } from "@temporalio/client";
import {
  approvalKeys,
  awaitedIn,
  ExternalTaskSensor,
  TriggerDagOperator,
  backfillRuns,
  checkAsset,
  manualRun,
  takeLease,
  UsageError,
  type DAG,
  type RunRecord,
  type SchedulerOptions,
  type SchedulerVerbs,
} from "@daglings/engine";
import { isFinished, restoreRun, type RunIdentity } from "@daglings/engine/core";
import { parseInstant } from "@daglings/words";
import { nobody, openAssetBook, reportAssets } from "./assets.ts";
import { actOnRun, type HandOptions } from "./by-hand.ts";
import type { Connected } from "./client.ts";
import { dagPlanOf } from "./dag-plan.ts";
import {
  addRuns,
  advance,
  assetBookId,
  assetEvents,
  renew,
  runState,
  runWorkflowId,
  scheduleRuns,
  setPaused,
  type RunsSince,
  type RunState,
  type Standing,
} from "./messages.ts";
import { openStored } from "./stored.ts";
import { startWorker } from "./worker.ts";
import type { dagSchedule } from "./workflows.ts";

/** In real milliseconds: somebody may be watching. */
const keepEvery = 2000;
/** How many runs are asked at once. */
const atOnce = 50;

const nothingYet: Standing = { paused: false, queued: 0, running: 0, nextAt: null, moves: 0, isLong: false };

type PlayedOptions = Required<Pick<SchedulerOptions, "dags" | "store" | "clock">> & SchedulerOptions;

export async function playedScheduler(
  connected: Connected,
  { dags, store, clock, logsFolder, files, onEvent }: PlayedOptions,
): Promise<SchedulerVerbs> {
  const { client } = connected;
  const queue = `daglings-lesson-${randomUUID()}`; // for this play only
  const logs = logsFolder ?? null;
  const lease = takeLease(store, clock);
  const stored = openStored({ store, holder: lease.holder, logs, onEvent });
  const worker = await startWorker({ connected, dags, queue, logs, files: files ?? null });
  const standings = new Map(dags.map(({ dagId }) => [dagId, nothingYet]));
  let asked: (() => Promise<void>)[] = [];

  /** Runs go on without their schedules, but nobody would tell these the time any more. */
  async function endRuns(why: string): Promise<void> {
    for (const { dagId } of dags) {
      const query = `DagId = "${dagId}" AND ExecutionStatus = "Running"`;
      for await (const { workflowId } of client.workflow.list({ query })) {
        await client.workflow.getHandle(workflowId).terminate(why).catch(ignoreGone);
      }
    }
  }

  await endRuns("the lesson is played again");
  stored.write([], dags.map(recordOfDag));
  for (const dag of dags) {
    await client.workflow.start<typeof dagSchedule>("dagSchedule", {
      workflowId: dag.dagId,
      taskQueue: queue,
      workflowIdConflictPolicy: "TERMINATE_EXISTING", // from an earlier play
      args: [{ dag: dagPlanOf(dag), time: { kind: "played", at: clock.now() } }],
    });
  }

  await openAssetBook(client, dags, queue);
  const awaiting = dags.filter(({ settings }) => settings.assets.length > 0);
  const hasAssets = awaiting.length > 0 || dags.some(({ tasks }) => tasks.some(hasOutlets));

  const scheduleOf = (dagId: string) => client.workflow.getHandle(dagId);

  /** DAGs that look at others come after those, when the others are done with this instant. */
  const [independent, looking] = [dags.filter((dag) => !looksAround(dag)), dags.filter(looksAround)];
  const mayAskOthers = dags.some(asksOthers);
  /** The DAGs in which something may have become due although their last answer does not say so. */
  const unsure = new Set(dags.map(({ dagId }) => dagId));

  function isDue({ dagId }: DAG): boolean {
    return unsure.has(dagId) || (standings.get(dagId)?.nextAt ?? Infinity) <= clock.now();
  }

  async function settleDag({ dagId }: DAG): Promise<void> {
    unsure.delete(dagId);
    standings.set(dagId, await scheduleOf(dagId).executeUpdate(advance, { args: [clock.now()] }));
  }

  function countMoves(): number {
    return standings.values().reduce((sum, { moves }) => sum + moves, 0);
  }

  /** Lets everything happen that is due now: what one DAG does may give another something to do. */
  async function settle(): Promise<void> {
    if (seen.length > 0) {
      await reportAssets(client, seen.splice(0), queue);
      for (const { dagId } of awaiting) unsure.add(dagId);
    }
    for (const act of asked.splice(0)) await act();
    for (let before = -1; before !== countMoves();) {
      before = countMoves();
      await Promise.all(independent.filter(isDue).map(settleDag));
      for (const dag of looking) if (isDue(dag)) await settleDag(dag);
      if (!mayAskOthers) break;
      if (before !== countMoves()) for (const { dagId } of dags) unsure.add(dagId);
    }
    for (const [dagId, { isLong }] of standings) if (isLong) await scheduleOf(dagId).signal(renew);
  }

  /** What has come from outside, each once. */
  const reported = new Set<string>();
  /** What is still to be told: everything of one instant at once. */
  const seen: Parameters<typeof reportAssets>[1][number][] = [];
  let kept = clock.uptime();
  /** How many moves of each DAG are in the store. */
  const keptMoves = new Map<string, number>();

  async function keep(): Promise<void> {
    kept = clock.uptime();
    const assetQueues: { dagId: string; queued: RunsSince["queued"] }[] = [];
    for (const { dagId } of dags) {
      const { runs, moves, queued } = await scheduleOf(dagId).query(scheduleRuns, keptMoves.get(dagId) ?? 0);
      keptMoves.set(dagId, moves);
      assetQueues.push({ dagId, queued });
      const begun = runs.filter(({ state }) => state !== "queued");
      for (let from = 0; from < begun.length; from += atOnce) {
        stored.write(await Promise.all(begun.slice(from, from + atOnce).map(stateOf)));
      }
    }
    if (!hasAssets) return;
    const book = client.workflow.getHandle(assetBookId(queue));
    const told = await book.query(assetEvents, store.lastAssetEventId());
    stored.write([], [], { assetEvents: told.map(({ span: _span, ...event }) => event), assetQueues });
  }

  async function stateOf({ dagId, runId, state }: RunRecord): Promise<RunState> {
    const handle = client.workflow.getHandle<() => Promise<RunState>>(runWorkflowId(dagId, runId));
    return isFinished(state) ? await handle.result() : await handle.query(runState);
  }

  const ask = (dagId: string, act: () => Promise<unknown>) => {
    unsure.add(dagId);
    asked.push(async () => void (await act()));
  };
  const act = (options: HandOptions) =>
    ask(options.dagId, () => actOnRun(client, { ...options, at: clock.now() }));
  const dagNamed = (dagId: string): DAG => {
    const dag = dags.find((each) => each.dagId === dagId);
    if (dag) return dag;
    throw new UsageError(`there is no DAG "${dagId}" here`);
  };
  const add = (dagId: string, identities: readonly RunIdentity[]) => {
    const createdAt = clock.now();
    const fresh = identities.map((identity) => ({ identity, run: { identity, createdAt }, events: [] }));
    ask(dagId, () => scheduleOf(dagId).executeUpdate(addRuns, { args: [fresh, clock.now()] }));
  };
  const takenIn = (dagId: string) => {
    const runs = store.listRuns({ dagId });
    return (run: RunIdentity) =>
      runs.find(({ runId, logicalDate }) => runId === run.runId || logicalDate === run.logicalDate) ?? null;
  };

  const underWay = (dag: DAG) =>
    store.listRuns({ dagId: dag.dagId, states: ["running"] }).flatMap((run) => {
      const found = store.findRun(run);
      return found ? [{ dag, run: restoreRun(dag.plan, found) }] : [];
    });

  return {
    async run({ until, signal } = {}) {
      if (until === undefined || until === "idle") {
        throw new UsageError("played time needs an end: run({ until: … })");
      }
      const end = parseInstant(until, "UTC", "until").epochMilliseconds;
      for (;;) {
        await settle();
        const next = Math.min(Infinity, ...[...standings.values()].map(({ nextAt }) => nextAt ?? Infinity));
        if (signal?.aborted || (asked.length + seen.length === 0 && next > clock.now() && clock.now() >= end))
          break;
        if (clock.uptime() - kept > keepEvery) await keep();
        await clock.wait({ until: Math.min(next, end), underWay: false, wake: new Promise(() => {}) });
      }
      await keep();
    },

    async close() {
      for (const { dagId } of dags) await scheduleOf(dagId).terminate("the lesson is over");
      if (hasAssets) await client.workflow.getHandle(assetBookId(queue)).terminate("the lesson is over");
      await endRuns("the lesson is over");
      await worker.close();
      lease.drop();
    },

    standing: ({ dagId }) => standings.get(dagId) ?? nothingYet,

    trigger(options) {
      const run = manualRun(dagNamed(options.dagId), options, clock.now(), takenIn(options.dagId));
      add(options.dagId, [run]);
      return run.runId;
    },
    backfill(options) {
      const isTaken = takenIn(options.dagId);
      const runs = [...backfillRuns(dagNamed(options.dagId), options, clock.now())];
      const fresh = runs.filter((run) => !isTaken(run));
      add(options.dagId, fresh);
      return fresh.map(({ runId }) => runId);
    },
    assetEvent({ asset, extra = {}, key = null }) {
      checkAsset(asset, dags);
      const name = JSON.stringify([asset, key]);
      if (key !== null && (reported.has(name) || store.findAssetEvent({ asset, key }))) return null;
      reported.add(name);
      const update = { asset, extra, key, at: clock.now() };
      seen.push(update);
      return { id: store.lastAssetEventId() + seen.length, ...nobody, ...update };
    },
    pause: ({ dagId }) => ask(dagId, () => scheduleOf(dagId).executeUpdate(setPaused, { args: [true] })),
    unpause: ({ dagId }) => ask(dagId, () => scheduleOf(dagId).executeUpdate(setPaused, { args: [false] })),
    clear({ taskIds, downstream = false, ...name }) {
      const all = dagNamed(name.dagId).plan.tasks.map(({ taskId }) => taskId);
      act({ ...name, event: { type: "tasks cleared", taskIds: taskIds ?? all, downstream } });
    },
    markTask: ({ taskId, state, ...name }) => act({ ...name, event: { type: "task marked", taskId, state } }),
    markRun: ({ state, ...name }) => act({ ...name, event: { type: "run marked", state } }),
    awaited: () => awaitedIn(dags.flatMap(underWay), store),
    decide({ taskId, approved, by, note, dagId, runId }) {
      const value = { approved, by, note: note ?? null };
      const xcoms = [{ taskId, key: approvalKeys.decision, value }];
      act({ dagId, runId, event: { type: "sensor woken", taskId }, xcoms });
    },
  };
}

function looksAround(dag: DAG): boolean {
  return asksOthers(dag) || dag.tasks.some((task) => task instanceof ExternalTaskSensor);
}

function asksOthers({ tasks }: DAG): boolean {
  return tasks.some((task) => task instanceof TriggerDagOperator || hasOutlets(task));
}

function hasOutlets({ outlets }: DAG["tasks"][number]): boolean {
  return outlets.length > 0;
}

function ignoreGone(error: unknown): void {
  if (!(error instanceof WorkflowNotFoundError)) throw error;
}

function recordOfDag({ dagId, file, plan, settings }: DAG) {
  return { dagId, paused: false, file, schedule: settings.timetable.description, plan };
}
