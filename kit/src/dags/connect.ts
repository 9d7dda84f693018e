// Whom `pnpm dags` talks to: the scheduler that works on the folder; if there is none, the folder's own store, for a
// moment; and in the folder of a lesson's run, the lesson, whose time goes on from where it stood.

import { existsSync } from "node:fs";
import { join } from "node:path";
import { env } from "node:process";
import { loadDags, Scheduler, systemClock, type DAG, type Store } from "@daglings/engine";
import type { FlowSummary } from "@daglings/flow";
import { connectTo, openStore, schedulerAddress, serveApi, type Client, type KeptIn } from "@daglings/live";
import { kitFolder, kitVersion, openLeftRun, readNote } from "@daglings/stage";
import { displayPath, UsageError } from "@daglings/words";
import { userPath, type Call } from "../command-line.ts";

export interface Connection {
  readonly client: Client;
  /** Carries out what was asked for, if nobody else does: in the simulated time of a lesson. */
  settle(): Promise<void>;
  /** Those that tasks have called meanwhile, in a lesson. */
  flows?(): readonly FlowSummary[];
  close(): Promise<void>;
}

const schedulerFolder = join(kitFolder, "runs", "scheduler");

export async function connect(call: Call): Promise<Connection> {
  const wanted = call.text("dir");
  const folder = wanted === undefined ? schedulerFolder : userPath(wanted);
  if (call.text("store") === undefined && readNote(folder) !== null)
    return await connectToLesson(folder, call.signal);
  const where = { folder, url: call.text("store") };
  if (where.url === undefined && !existsSync(join(folder, "daglings.db"))) {
    throw new UsageError(
      `${displayPath(folder)}: no scheduler has worked there; start one with pnpm scheduler, or name a lesson's folder, as in --dir runs/08_templated_path`,
    );
  }
  const address = await schedulerAddress(where);
  return address === null ? await connectToStore(where) : connectToScheduler(address);
}

/** It carries out requests at once. */
function connectToScheduler(address: string): Connection {
  const client = connectTo(address, env["DAGLINGS_OPERATOR_TOKEN"] ?? env["DAGLINGS_VIEWER_TOKEN"] ?? null);
  return { client, settle: () => Promise.resolve(), close: () => Promise.resolve() };
}

async function connectToLesson(folder: string, signal: AbortSignal): Promise<Connection> {
  const stage = await openLeftRun(folder, { signal });
  const hub = {
    dags: new Map(stage.dags.map((dag) => [dag.dagId, dag])),
    scheduler: stage.scheduler,
    store: stage.store,
    filesFolder: folder,
    now: stage.now,
    onEvents: () => () => {},
    flows: stage.flows ?? undefined,
  };
  const api = await serveApi({ hub, port: 0, version: kitVersion });
  return {
    client: connectTo(api.address),
    settle: () => stage.settle(),
    flows: () => stage.flows?.facts() ?? [],
    async close() {
      await api.close();
      await stage.close();
    },
  };
}

/** Takes the store's lease for a moment. Nothing is started: the next scheduler carries out what is asked for. */
async function connectToStore(where: KeptIn): Promise<Connection> {
  const store = await openStore(where);
  try {
    const dags = await dagsOf(store);
    const scheduler = new Scheduler({ dags: [...dags.values()], store });
    const now = () => systemClock().now();
    const hub = { dags, scheduler, store, filesFolder: where.folder, now, onEvents: () => () => {} };
    const api = await serveApi({ hub, port: 0, version: kitVersion });
    return {
      client: connectTo(api.address),
      settle: () => Promise.resolve(),
      async close() {
        await api.close();
        await scheduler.close();
        store.close();
      },
    };
  } catch (error) {
    store.close();
    throw error;
  }
}

/** From the files in which the scheduler has found them. */
async function dagsOf(store: Store): Promise<ReadonlyMap<string, DAG>> {
  const records = store.listDags();
  const files = new Set(records.map(({ file }) => file).filter((each) => each !== null));
  const loaded: DAG[] = [];
  for (const each of files) {
    if (existsSync(each)) loaded.push(...(await loadDags(each)));
  }
  return new Map(
    loaded.filter(({ dagId }) => records.some((each) => each.dagId === dagId)).map((dag) => [dag.dagId, dag]),
  );
}
