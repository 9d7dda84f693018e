// The long-running scheduler: how soon a trigger starts something, how late a hundred DAGs are, how fast the API reads among
// many runs, and how soon a standby takes over.

import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { cpuUsage, memoryUsage } from "node:process";
import {
  chain,
  DAG,
  EmptyOperator,
  FunctionOperator,
  Scheduler,
  simulatedClock,
  sqliteStore,
  type EventRecord,
  type Store,
} from "@daglings/engine";
import { connectTo, pathOf, serveApi } from "@daglings/live";
import { inFolder, median, middle, tell, timed, type BenchOptions } from "./measure.ts";
import { note, title } from "./report.ts";

export async function benchLive({ seconds, isQuick }: BenchOptions): Promise<void> {
  title("The long-running scheduler");
  await benchTrigger();
  await benchReads(isQuick ? 2000 : 100_000);
  if (isQuick) return note("a quick measurement leaves out what takes real minutes or a simulated month");
  await benchStandby();
  await benchHundred(seconds);
  await benchMonth();
}

function dagOf(dagId: string, schedule: string | null = null): DAG {
  const dag = new DAG({ dagId, schedule, startDate: "2019-01-01", catchup: schedule === null });
  chain(new FunctionOperator({ dag, taskId: "work", callable: () => 5 }));
  return dag;
}

interface Served {
  readonly address: string;
  readonly events: (hear: (event: Omit<EventRecord, "id">) => void) => void;
  close(): Promise<void>;
}

/** A scheduler and its API in this process, as in pnpm scheduler. */
async function serve(dags: readonly DAG[], store: Store): Promise<Served> {
  const listeners = new Set<(event: Omit<EventRecord, "id">) => void>();
  const onEvent = (event: Omit<EventRecord, "id">) => {
    for (const hear of listeners) hear(event);
  };
  const scheduler = new Scheduler({ dags, store, onEvent });
  const hub = {
    dags: new Map(dags.map((dag) => [dag.dagId, dag])),
    scheduler,
    store,
    filesFolder: ".",
    now: () => Date.now(),
    onEvents: () => () => {},
  };
  const api = await serveApi({ hub, port: 0, version: "0" });
  const controller = new AbortController();
  const running = scheduler.run({ signal: controller.signal });
  return {
    address: api.address,
    events: (hear) => void listeners.add(hear),
    async close() {
      controller.abort();
      await running;
      await api.close();
      await scheduler.close();
    },
  };
}

async function benchTrigger(): Promise<void> {
  await inFolder(async (folder) => {
    const store = sqliteStore(join(folder, "daglings.db"));
    const served = await serve([dagOf("by_hand")], store);
    const client = connectTo(served.address);
    let started = Promise.withResolvers<void>();
    served.events(({ taskId, state }) => {
      if (taskId !== null && state === "running") started.resolve();
    });
    const value = await median(50, async () => {
      started = Promise.withResolvers();
      return await timed(async () => {
        await client.ask({
          method: "POST",
          path: pathOf("dags", "by_hand", "runs"),
          headers: { "Idempotency-Key": `${performance.now()}` },
        });
        await started.promise;
      });
    });
    tell({ what: "from a trigger by the API to the first task's start", value, unit: "ms", bound: 50 });
    await served.close();
    store.close();
  });
}

async function benchReads(manyRuns: number): Promise<void> {
  await inFolder(async (folder) => {
    const store = sqliteStore(join(folder, "daglings.db"), { synchronous: "NORMAL" });
    const dag = new DAG({ dagId: "minutely", schedule: "* * * * *", startDate: "2019-01-01" });
    chain(new EmptyOperator({ dag, taskId: "nothing" }));
    const clock = simulatedClock({ from: "2019-01-01" });
    const scheduler = new Scheduler({ dags: [dag], store, clock });
    const until = Temporal.Instant.from("2019-01-01T00:00Z").add({ minutes: manyRuns });
    await scheduler.run({ until });
    await scheduler.close();
    const served = await serve([dagOf("other")], store);
    const client = connectTo(served.address);
    const questions = [
      { path: pathOf("dags") },
      { path: "/api/events/list", query: { after: manyRuns, limit: 100 } },
      { path: pathOf("health") },
    ];
    const times: number[] = [];
    for (let round = 0; round < 700; round++) {
      for (const question of questions) times.push(await timed(() => client.ask(question)));
    }
    const p99 = times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.99)] ?? NaN;
    tell({
      what: `reads by the API among ${manyRuns} runs, 99 of 100 within`,
      value: p99,
      unit: "ms",
      bound: 10,
    });
    await served.close();
    store.close();
  });
}

const liveProcess = new URL("./live-once.ts", import.meta.url);

async function benchStandby(): Promise<void> {
  await inFolder(async (folder) => {
    writeFileSync(
      join(folder, "dag.ts"),
      `import { DAG, EmptyOperator } from "@daglings/engine";
const dag = new DAG({ dagId: "nothing", schedule: null });
new EmptyOperator({ dag, taskId: "nothing" });
export default dag;
`,
    );
    const first = startLive(folder);
    await first.says("API");
    const second = startLive(folder);
    await second.says("stands by");
    first.child.kill("SIGKILL");
    const value = await timed(() => second.says("API"));
    tell({
      what: "from the death of a scheduler (kill -9) to its standby's API",
      value: value / 1000,
      unit: "s",
      bound: 10,
    });
    second.child.kill("SIGKILL");
    await once(second.child, "exit");
  });
}

function startLive(folder: string): { child: ChildProcess; says: (word: string) => Promise<void> } {
  const child = fork(liveProcess, [folder], { stdio: ["ignore", "ignore", "inherit", "ipc"] });
  const said: string[] = [];
  let wake = Promise.withResolvers<void>();
  child.on("message", (line) => {
    if (typeof line === "string") said.push(line);
    wake.resolve();
    wake = Promise.withResolvers();
  });
  return {
    child,
    async says(word) {
      while (!said.some((line) => line.includes(word))) await wake.promise;
    },
  };
}

/** Every minute, in real time: at least one full minute has to pass. */
async function benchHundred(seconds: number): Promise<void> {
  await inFolder(async (folder) => {
    const store = sqliteStore(join(folder, "daglings.db"));
    const dags = Array.from({ length: 100 }, (_, index) => dagOf(`dag_${index}`, "* * * * *"));
    const served = await serve(dags, store);
    const lateness: number[] = [];
    served.events(({ taskId, state }) => {
      const now = Date.now();
      if (taskId !== null && state === "running") lateness.push(now % 60_000);
    });
    const before = cpuUsage();
    const length = Math.max(70, seconds) * 1000;
    await new Promise((resolve) => setTimeout(resolve, length));
    const { user, system } = cpuUsage(before);
    const times = lateness.filter((each) => each < 30_000).toSorted((a, b) => a - b);
    const p99 = times[Math.floor(times.length * 0.99)] ?? NaN;
    tell({
      what: "100 DAGs every minute: the last one starts after its minute by",
      value: p99,
      unit: "ms",
      bound: 100,
    });
    tell({ what: "  half of them start within", value: middle(times), unit: "ms" });
    tell({ what: "  their share of a core", value: (user + system) / 10 / length, unit: "%", bound: 5 });
    await served.close();
    store.close();
  });
}

async function benchMonth(): Promise<void> {
  await inFolder(async (folder) => {
    const store = sqliteStore(join(folder, "daglings.db"), { synchronous: "NORMAL" });
    const dags = Array.from({ length: 5 }, (_, index) => {
      const dag = new DAG({ dagId: `dag_${index}`, schedule: "* * * * *", startDate: "2019-01-01" });
      chain(new EmptyOperator({ dag, taskId: "nothing" }));
      return dag;
    });
    const scheduler = new Scheduler({ dags, store, clock: simulatedClock({ from: "2019-01-01" }) });
    const sizes: number[] = [];
    for (const day of [8, 15, 22, 29]) {
      await scheduler.run({ until: new Temporal.PlainDate(2019, 1, day) });
      sizes.push(memoryUsage.rss() / 1e6);
    }
    const [first = NaN, ...others] = sizes;
    tell({
      what: "a simulated month of 5 DAGs every minute: memory, last week / first",
      value: (others.at(-1) ?? NaN) / first,
      unit: "×",
      bound: 1.3,
    });
    await scheduler.close();
    store.close();
  });
}
