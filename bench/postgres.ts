// The store in PostgreSQL compared with the store in a file: a commit, and a chain of 40 tasks, in turn. The server is
// started for this, on this machine, and is as durable as the file.

import { join } from "node:path";
import { sqliteStore, thisProcess, type Store } from "@daglings/engine";
import { postgresStore } from "@daglings/postgres";
import { hint, isThere, startServer } from "../beyond/postgres/src/testing.ts";
import { runChain } from "./chain.ts";
import { inFolder, sampleOf, tell, timed, type BenchOptions } from "./measure.ts";
import { title } from "./report.ts";

const commits = 40;

/** What a scheduler commits when one task ends and the next begins, in milliseconds for each commit. */
async function commitTime(open: (folder: string) => Store): Promise<number> {
  return await inFolder(async (folder) => {
    const store = open(folder);
    const times = { renewedAt: 0, expiresAt: 0, address: null };
    store.takeLease({ holder: "bench", ...thisProcess(), ...times }, () => false);
    const key = { dagId: "dag", runId: "run", tryNumber: 1, startedAt: 1 };
    const attempt = { ...key, duration: 1, usage: null, error: null, logFile: null, report: null };
    const event = { at: 1, dagId: "dag", runId: "run", tryNumber: 1, detail: null };
    const nothing = { dags: [], runs: [], tasks: [], traces: [], assetEvents: [], assetQueues: [] };
    const work = () => {
      for (let index = 0; index < commits; index++) {
        const [before, after] = [`task_${index}`, `task_${index + 1}`];
        store.commit({
          ...nothing,
          holder: "bench",
          attempts: [
            { ...attempt, taskId: before, state: "success", finishedAt: 2 },
            { ...attempt, taskId: after, state: "running", finishedAt: null },
          ],
          xcoms: [{ dagId: "dag", runId: "run", taskId: before, values: { return_value: 55 } }],
          events: [
            { ...event, taskId: before, state: "success" },
            { ...event, taskId: after, state: "running" },
          ],
        });
      }
    };
    work(); // so that its code is compiled, and the tables have pages
    const time = await timed(work);
    store.close();
    return time / commits;
  });
}

export async function benchPostgres({ isQuick }: BenchOptions): Promise<void> {
  title(`The store in PostgreSQL, beside SQLite (synchronous=FULL)${hint}`);
  if (!isThere) return;
  const server = await startServer({ isDurable: true });
  try {
    const stores = {
      sqlite: (folder: string) => sqliteStore(join(folder, "daglings.db")),
      postgres: () => postgresStore(server.newDatabase()),
    };
    const rounds: {
      commit: Record<keyof typeof stores, number>;
      chain: Record<keyof typeof stores, number>;
    }[] = [];
    for (let round = isQuick ? 0 : -1; round < (isQuick ? 1 : 9); round++) {
      const commit = {
        sqlite: await commitTime(stores.sqlite),
        postgres: await commitTime(stores.postgres),
      };
      const chain = { sqlite: await runChain(stores.sqlite), postgres: await runChain(stores.postgres) };
      if (round >= 0) rounds.push({ commit, chain });
    }
    for (const [kind, what] of [
      ["commit", "a commit"],
      ["chain", "a chain of 40 tasks"],
    ] as const) {
      const of = (store: keyof typeof stores) => sampleOf(rounds.map((each) => each[kind][store]));
      tell({ what: `${what}, in PostgreSQL`, value: of("postgres"), unit: "ms" });
      tell({ what: `${what}, in SQLite`, value: of("sqlite"), unit: "ms" });
      const ratio = sampleOf(rounds.map((each) => each[kind].postgres / each[kind].sqlite));
      tell({ what: "  one against the other, in the same round", value: ratio, unit: "×" });
    }
  } finally {
    server.remove();
  }
}
