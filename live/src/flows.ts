// Flows beside DAGs: the process that holds the store's lease carries out deployments. Loaded with the first scheduler,
// not with the room.

import { join } from "node:path";
import type { FlowRecord, Server, TriggerDag } from "@daglings/flow";
import { systemClock, type Scheduler, type Store } from "@daglings/engine";
import { openRecord, type KeptIn } from "./kept-in.ts";
import { runIdFor } from "./run-id.ts";

export interface Flows {
  readonly record: FlowRecord;
  readonly server: Server;
  /** What `work` just calls of flows is on record, too: the tasks of its DAGs, as far as they run in this process. */
  readonly during: <T>(work: () => T) => T;
}

export interface FlowsOptions {
  readonly scheduler: Pick<Scheduler, "trigger">;
  readonly store: Pick<Store, "listAssetEvents" | "lastAssetEventId" | "findRun">;
  /** The store. */
  readonly keptIn: KeptIn;
  readonly onEvents: (hear: () => void) => () => void;
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
}

export async function serveFlows({
  scheduler,
  store,
  keptIn,
  onEvents,
  say,
  signal,
}: FlowsOptions): Promise<Flows> {
  const { loadFlow, machine, onMachine, Server } = await import("@daglings/flow");
  const record = await openRecord(keptIn);
  const triggerDag: TriggerDag = ({ dagId, conf, key }) => {
    const runId = runIdFor(key);
    const known = store.findRun({ dagId, runId });
    return Promise.resolve(known?.runId ?? scheduler.trigger({ dagId, conf, runId }));
  };
  const kind = { record, clock: systemClock(), logsFolder: join(keptIn.folder, "logs", "flows"), triggerDag };
  const server = new Server({
    machine: machine(kind),
    load: (each) => loadFlow({ file: each.file, name: each.export }),
    assets: {
      eventsAfter: (asset, after) => store.listAssetEvents({ assets: [asset], after }),
      lastId: () => store.lastAssetEventId(),
      onEvents,
    },
    say,
    signal,
  });
  server.adopt();
  return { record, server, during: (work) => onMachine(() => kind, work) };
}
