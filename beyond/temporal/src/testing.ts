// For tests: their own server, and a worker with some DAGs on it.

import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process, { env } from "node:process";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { memoryStore, simulatedClock, type DAG, type SchedulerOptions } from "@daglings/engine";
import { runLesson, type LessonOptions, type LessonResult, type Shell } from "@daglings/stage";
import { connectTo, type Connected } from "./client.ts";
import { playedScheduler } from "./played-scheduler.ts";
import { bringTemporal, findTemporal } from "./program.ts";
import { startServer, type ServerOptions } from "./server.ts";
import { startWorker, type RunningWorker } from "./worker.ts";

/** How often a test with chance in it plays, and where its chance begins: `pnpm test:temporal --rounds 200 --seed 7`. */
export const rounds = (usual: number): number => Number(env["TEMPORAL_ROUNDS"] ?? usual);
export const seed = Number(env["TEMPORAL_SEED"] ?? 1);

/** `pnpm temporal install` has downloaded it. */
export const program = findTemporal() ?? bringTemporal(() => {});

export interface TestServer extends Connected {
  readonly address: string;
  readonly kill: () => void;
}

export async function openServer(options: Omit<ServerOptions, "program"> = {}): Promise<TestServer> {
  const server = await startServer({ program, ...options });
  const connected = await connectTo(server.access);
  return {
    ...connected,
    address: server.access.address,
    kill: () => void server.process.kill("SIGKILL"),
    async close() {
      await connected.close();
      await server.close();
    },
  };
}

export interface TestWorker extends RunningWorker {
  readonly queue: string;
}

/** In this process. */
export async function startTestWorker(connected: Connected, dags: readonly DAG[]): Promise<TestWorker> {
  const queue = "test";
  const worker = await startWorker({ connected, dags, queue, logs: null, files: null });
  return { ...worker, queue };
}

export const kit = fileURLToPath(new URL("../../../kit/src/main.js", import.meta.url));

export interface WorkerPlace {
  /** With its DAGs. */
  readonly file: string;
  readonly folder: string;
  readonly address: string;
}

/** In a process of its own, which can be killed. Resolves when it works. */
export async function startWorkerProcess({ file, folder, address }: WorkerPlace): Promise<ChildProcess> {
  const words = ["temporal", "worker", file, "--dir", folder, "--address", address, "--verbose"];
  const worker = spawn(process.execPath, [kit, ...words], { stdio: ["ignore", "pipe", "inherit"] });
  const begins = once(createInterface({ input: worker.stdout }), "line");
  const [said] = (await Promise.race([begins, once(worker, "exit")])) as [unknown];
  if (typeof said === "string") return worker;
  throw new Error("a worker has ended before it began; its reason is above");
}

/** A command that ends by itself: what it says on stderr, and its exit code. */
export async function runKit(
  words: readonly string[],
  variables: Readonly<Record<string, string>> = {},
): Promise<{ readonly said: string; readonly code: unknown }> {
  const command = spawn(process.execPath, [kit, ...words], {
    stdio: ["ignore", "ignore", "pipe"],
    env: { ...env, ...variables },
  });
  const closed = once(command, "close");
  const said = await text(command.stderr);
  const [code] = (await closed) as [unknown];
  return { said, code };
}

export function makeTestFolder(): string {
  return mkdtempSync(join(tmpdir(), "daglings-temporal-"));
}

export async function playLessonOn(
  connected: Connected,
  options: Pick<LessonOptions, "lesson" | "variant">,
): Promise<LessonResult> {
  return await runLesson({
    ...options,
    dir: join(makeTestFolder(), options.lesson),
    shell: shellOn(connected),
  });
}

function shellOn(connected: Connected): Shell {
  return ({ store, clock, ...options }) => {
    if (!store || !clock) throw new TypeError("a stage has a store and a clock");
    return playedScheduler(connected, { ...options, store, clock });
  };
}

/** Plays DAGs on Temporal from an instant on; the results are in the store. */
export async function playOn(
  connected: Connected,
  dags: readonly DAG[],
  { from, until }: { readonly from: string; readonly until: string },
) {
  const options = { dags, store: memoryStore(), clock: simulatedClock({ from }) } satisfies SchedulerOptions;
  const scheduler = await playedScheduler(connected, options);
  await scheduler.run({ until });
  return { ...options, scheduler };
}
