// What a worker does for flows: it calls the functions of tasks, keeps cached results, and asks for runs of DAGs.

import { join } from "node:path";
import { activityInfo, ApplicationFailure, cancellationSignal } from "@temporalio/activity";
import { WorkflowNotFoundError, type Client } from "@temporalio/client";
import { asError, makeMask, openLog, UsageError } from "@daglings/engine";
import { sha1 } from "@daglings/engine/core";
import { allWritten, tryTask, type Kept, type TriggerDag } from "@daglings/flow";
import { suggest } from "@daglings/words";
import { whileBeating } from "../heartbeats.ts";
import { makeRuns } from "../messages.ts";
import { endOf, receivedFrom } from "./ends.ts";
import type { flowCache } from "./flow-cache.ts";
import type { CacheEntry, End, Place, TaskOrder } from "./messages.ts";
import { placeOf } from "./places.ts";

export type FlowActivities = ReturnType<typeof flowActivities>;

interface Surroundings {
  readonly client: Client;
  readonly queue: string;
  readonly logs: string | null;
}

export function flowActivities({ client, queue, logs }: Surroundings) {
  /** A cache is shared by the flows of a task queue: each entry is a workflow that has ended. */
  const cacheId = (key: string) => `flow cache/${queue}/${sha1(key)}`;
  return {
    async tryTask({ task, flowRunId, key, tries, values }: TaskOrder): Promise<End> {
      const mask = makeMask({ listSettings: () => [] });
      const file = logs === null ? null : join(logs, "flows", ...flowRunId.split("/")) + ".log";
      const log = openLog({ file, mask });
      const context = {
        flowRunId,
        task: key,
        tries: tries + activityInfo().attempt - 1,
        signal: cancellationSignal(),
        log: (line: string) => log.write(`${key}: ${line}`),
      };
      try {
        const given = values.map(receivedFrom);
        const state = await whileBeating(() => tryTask(functionAt(task), given, context));
        return endOf(state, `task "${task.name}" has returned`);
      } catch (thrown) {
        const { name, message } = asError(thrown);
        throw ApplicationFailure.nonRetryable(mask(message), name);
      } finally {
        log.close();
      }
    },

    async findCached({ key, now }: { readonly key: string; readonly now: number }): Promise<Kept | null> {
      const handle = client.workflow.getHandle<typeof flowCache>(cacheId(key));
      try {
        const { result, expiresAt } = await handle.result();
        return expiresAt === null || expiresAt > now ? result : null;
      } catch (error) {
        if (error instanceof WorkflowNotFoundError) return null;
        throw error;
      }
    },

    async saveCached(entry: CacheEntry): Promise<void> {
      await client.workflow.start<typeof flowCache>("flowCache", {
        workflowId: cacheId(entry.key),
        taskQueue: queue,
        workflowIdConflictPolicy: "TERMINATE_EXISTING",
        args: [entry],
      });
    },

    /** Once for each key, however often it is asked. */
    async triggerDag({ dagId, conf, key }: Parameters<TriggerDag>[0]): Promise<string> {
      const options = { dagId, conf, runId: `manual__${sha1(key)}` };
      const schedule = client.workflow.getHandle(dagId);
      try {
        await schedule.executeUpdate(makeRuns, { args: [{ type: "trigger", options }] });
        return options.runId;
      } catch (error) {
        if (!(error instanceof WorkflowNotFoundError)) throw error;
        const advice = "start a worker for its file";
        throw ApplicationFailure.nonRetryable(`the server knows no DAG "${dagId}"; ${advice}`, "UsageError");
      }
    },
  };
}

function functionAt({ file, name }: Place): (...args: never[]) => unknown {
  const own = [...allWritten()].flatMap(([path, written]) => (placeOf(path) === file ? written : []));
  const tasks = own.filter(({ kind }) => kind === "task");
  const [found, other] = tasks.filter((each) => each.name === name);
  if (found && !other) return found.fn;
  if (other) throw new UsageError(`${file} makes two tasks named "${name}"; give them different names`);
  const names = tasks.map((each) => each.name);
  throw new UsageError(`this worker has no task "${name}" of ${file}${suggest(name, names, "it has")}`);
}
