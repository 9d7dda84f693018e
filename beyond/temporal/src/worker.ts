// A worker: it keeps workflows going, and carries out attempts. There may be any number of workers, on any machine that has
// the DAGs' files; each takes from the task queue what it has room for.

import { fileURLToPath } from "node:url";
import { bundleWorkflowCode, DefaultLogger, NativeConnection, Runtime, Worker } from "@temporalio/worker";
import { byId, UsageError, type DAG } from "@daglings/engine";
import { suggest } from "@daglings/words";
import { activitiesFor, type WorkerFolders } from "./activities.ts";
import type { Connected } from "./client.ts";
import { bundlingFlows, flowFiles } from "./flow/bundle-flows.ts";
import { flowActivities } from "./flow/flow-activities.ts";
import { scheduleActivities } from "./schedule-activities.ts";
import { taskQueue } from "./task-queue.ts";

export interface WorkerOptions extends WorkerFolders {
  /** Its activities ask as well. */
  readonly connected: Pick<Connected, "client" | "access">;
  readonly dags: readonly DAG[];
  readonly queue?: string;
  /** How many attempts it carries out at once. */
  readonly slots?: number;
}

export interface RunningWorker {
  /** Lets the attempts under way come to their end. */
  close(): Promise<void>;
}

/** Temporal itself reports what goes wrong; success needs no report. */
const logger = new DefaultLogger("ERROR");
/** In bytes: a schedule that remembers as many runs as it may has some 800 kB, and the server refuses two million. */
const payloadsWarnSize = 1_500_000;

let isInstalled = false;

export async function startWorker({
  connected: { client, access },
  dags,
  queue = taskQueue,
  slots = 16,
  ...folders
}: WorkerOptions): Promise<RunningWorker> {
  const known = dags.length === 0 ? new Map<string, DAG>() : byId(dags); // there may be flows alone
  // Ctrl-C belongs to the command that started the worker.
  if (!isInstalled) Runtime.install({ logger, shutdownSignals: [] });
  isInstalled = true;
  const dagNamed = (dagId: string) => {
    const dag = known.get(dagId);
    if (dag) return dag;
    throw new UsageError(`this worker has no DAG "${dagId}"${suggest(dagId, [...known.keys()], "it has")}`);
  };
  const connection = await NativeConnection.connect({
    ...access.connection,
    payloadLimits: { payloadsWarnSize },
  });
  const worker = await Worker.create({
    connection,
    namespace: access.namespace,
    taskQueue: queue,
    workflowBundle: await workflowBundle(flowFiles()),
    activities: {
      ...scheduleActivities(dagNamed),
      ...activitiesFor(known, dagNamed, client, queue, folders),
      ...flowActivities({ client, queue, logs: folders.logs }),
    },
    maxConcurrentActivityTaskExecutions: slots,
    // When a worker is killed, its workflows wait this long before another worker takes them.
    stickyQueueScheduleToStartTimeout: "1s",
    shutdownGraceTime: "10s",
  });
  const ended = worker.run();
  return {
    async close() {
      worker.shutdown();
      await ended;
      await connection.close();
    },
  };
}

const bundles = new Map<string, Promise<{ readonly code: string }>>();

/** The workflows' code as one text, for the sandbox, and that of flows in these files. Making it takes a second. */
export async function workflowBundle(flows: readonly string[] = []): Promise<{ readonly code: string }> {
  const key = flows.join("\n");
  const bundle =
    bundles.get(key) ??
    bundleWorkflowCode({
      workflowsPath: fileURLToPath(new URL("workflows.ts", import.meta.url)),
      logger,
      ...(flows.length > 0 && bundlingFlows(flows)),
    });
  bundles.set(key, bundle);
  return await bundle;
}
