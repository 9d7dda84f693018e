// Workers and servers are killed at random moments: every attempt ends once, and nothing is lost. Temporal may take an
// attempt for lost that has in fact ended; it never takes one for ended that is lost. `pnpm test:temporal kills --rounds 100`.

import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { afterEach, expect, test } from "vitest";
import { memoryStore, Scheduler, systemClock } from "@daglings/engine";
import { processGone } from "@daglings/engine/core";
import dag from "../fixtures/noted-tasks.ts";
import { listRuns, trigger } from "./live.ts";
import { runWorkflowId, type RunState } from "./messages.ts";
import { makeTestFolder, openServer, rounds, seed, startWorkerProcess, type TestServer } from "./testing.ts";

const file = fileURLToPath(new URL("../fixtures/noted-tasks.ts", import.meta.url));
const { dagId } = dag;

const workers: ChildProcess[] = [];
let server: TestServer | undefined;
afterEach(async () => {
  for (const worker of workers.splice(0)) worker.kill("SIGKILL");
  await server?.close();
});

const who = fc.constantFrom("one worker", "one worker", "one worker", "both workers", "the server");
const strike = fc.record({ who, after: fc.nat({ max: 1500 }) });
const strikes = fc.sample(strike, { numRuns: rounds(4), seed });

async function inTheEngine(): Promise<string> {
  process.chdir(makeTestFolder());
  const store = memoryStore();
  const scheduler = new Scheduler({ dags: [dag], store, clock: systemClock() });
  const runId = scheduler.trigger({ dagId });
  await scheduler.run({ until: "idle" });
  await scheduler.close();
  const run = store.findRun({ dagId, runId });
  if (!run) throw new Error("the run is lost");
  return outcomeOf({ record: run, tasks: run.tasks });
}

/** What becomes of the run and of each task. */
function outcomeOf({ record, tasks }: Pick<RunState, "record" | "tasks">): string {
  const states = Object.entries(tasks).map(([taskId, { state }]) => `${taskId} ${state}`);
  return [record.state, ...states.toSorted()].join(", ");
}

/** What is wrong with the attempts of a run; `noted`: how often each line is in the tasks' file. */
function complaints({ record, tasks, attempts }: RunState, noted: ReadonlyMap<string, number>): string[] {
  const found: string[] = [];
  const demand = (isSo: boolean, what: string) => void (isSo || found.push(`${record.runId}: ${what}`));
  for (const [taskId, { state, tryNumber: tries }] of Object.entries(tasks)) {
    const own = attempts.filter((each) => each.taskId === taskId);
    const numbers = own.map(({ tryNumber }) => tryNumber);
    const isCounted = numbers.every((number, index) => number === index + 1);
    const areAll = own.length === 0 || (isCounted && numbers.length === tries);
    demand(areAll, `${taskId} has tries ${numbers.join()}`);
    for (const [index, attempt] of own.entries()) {
      const name = `${record.runId} ${taskId} ${attempt.tryNumber}`;
      const [begins = 0, ends = 0] = [noted.get(`begins ${name}`), noted.get(`ends ${name}`)];
      const isLast = index === own.length - 1;
      const how = `try ${attempt.tryNumber} of ${taskId} is ${attempt.state} (${attempt.error}), has begun ${begins} and ended ${ends} times`;
      const isEnd =
        attempt.finishedAt !== null && (isLast ? attempt.state === state : attempt.error === processGone);
      const hasWorked = isLast && taskId !== "refuse" ? ends === 1 : ends <= 1;
      demand(isEnd && begins <= 1 && hasWorked, how);
    }
  }
  return found;
}

function notedIn(folder: string): Map<string, number> {
  const noted = new Map<string, number>();
  const lines = readFileSync(join(folder, "attempts.txt"), "utf8").trim().split("\n");
  for (const line of lines) noted.set(line, (noted.get(line) ?? 0) + 1);
  return noted;
}

test(
  `after ${strikes.length} kills at random, each attempt has ended once, and all runs as in the engine`,
  async () => {
    const folder = makeTestFolder();
    const database = join(folder, "temporal.db");
    let living = (server = await openServer({ database }));
    const { address } = living;
    const startWorker = async () => void workers.push(await startWorkerProcess({ file, folder, address }));
    const killOldest = async () => {
      const worker = workers.shift();
      worker?.kill("SIGKILL");
      if (worker) await once(worker, "exit");
    };
    await startWorker();
    await startWorker();
    const runIds: string[] = [];
    for (const [index, { who: victim, after }] of strikes.entries()) {
      runIds.push(await trigger(living.client, { dagId, runId: `run_${index}` }));
      await wait(after);
      if (victim === "the server") {
        living.kill();
        await living.close();
        living = server = await openServer({ database, port: Number(address.split(":")[1]) });
        continue;
      }
      await killOldest();
      if (victim === "both workers") {
        await killOldest();
        await startWorker();
      }
      await startWorker();
    }
    const { client } = living;
    const states = await Promise.all(
      runIds.map((runId) =>
        client.workflow.getHandle<() => Promise<RunState>>(runWorkflowId(dagId, runId)).result(),
      ),
    );
    const noted = notedIn(folder);
    expect(states.flatMap((state) => complaints(state, noted))).toEqual([]);
    const expected = await inTheEngine();
    expect([...new Set(states.map(outcomeOf))]).toEqual([expected]);
    expect((await listRuns(client, dagId)).map(({ runId }) => runId).toSorted()).toEqual(runIds.toSorted());
  },
  120_000 + strikes.length * 15_000,
);
