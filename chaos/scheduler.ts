// A scheduler to attack, in a process of its own, as its test has set it up.

import { join } from "node:path";
import process, { argv, env } from "node:process";
import { setTimeout as wait } from "node:timers/promises";
import {
  type Clock,
  inProcess,
  LeaseHeldError,
  loadDags,
  Scheduler,
  simulatedClock,
  sqliteStore,
  subprocess,
  systemClock,
} from "@daglings/engine";
import { faultyClock, faultyExecutor, faultyStore, passOf } from "./fault-points.ts";
import { exitCodes, type Setup } from "./setup.ts";

const setup = JSON.parse(argv[2] ?? "{}") as Setup;
const folder = env["CHAOS_FOLDER"] ?? "";

/** Its test waits for this output. */
const say = (words: string) => process.stdout.write(`${words}\n`);
const pass = passOf(setup.fault, () => say("stops"));
const executor = setup.executor === "subprocess" ? subprocess({ slots: 4 }) : inProcess({ slots: 8 });
const clock = setup.clock === "simulated" ? simulatedClock({ from: "2019-02-01" }) : systemClock();

/** Leases seem older to it than they are, so that no test has to wait until one is over. */
function ahead(by: number): Clock {
  return { ...clock, uptime: () => clock.uptime() + by, realTime: () => clock.realTime() + by };
}

async function live(): Promise<void> {
  const store = faultyStore(sqliteStore(join(setup.storeFolder ?? folder, "daglings.db")), pass);
  try {
    const scheduler: Scheduler = new Scheduler({
      dags: await loadDags(join(import.meta.dirname, setup.dags ?? "workload.ts")),
      store,
      clock: faultyClock(ahead(setup.leaseAhead ?? 0), pass),
      executor: faultyExecutor(executor, pass),
      logsFolder: setup.logsFolder ?? join(folder, "logs"),
      onEvent({ dagId, runId, taskId, tryNumber, state }) {
        if (!setup.meddle || runId === null || taskId === null || tryNumber !== 1 || state !== "running")
          return;
        if (dagId !== "main" || !meddled.includes(taskId)) return;
        setTimeout(() => {
          const task = store.findRun({ dagId, runId })?.tasks[taskId];
          if (task?.tryNumber === 1 && task.state === "running") meddle(scheduler, { dagId, runId, taskId });
        }, setup.meddle.after);
      },
    });
    say("ready");
    try {
      await scheduler.run({ until: "idle" });
    } finally {
      await scheduler.close();
    }
  } finally {
    store.close();
  }
}

/** The tasks of the main DAG that work for a while. */
const meddled: readonly string[] = ["fetch", "deaf", "flaky", "sum"];

/** By hand, in the middle of the work. */
function meddle(scheduler: Scheduler, { taskId, ...run }: { dagId: string; runId: string; taskId: string }) {
  if (setup.meddle?.how === "clear") scheduler.clear({ ...run, taskIds: [taskId] });
  else if (setup.meddle?.how === "mark") scheduler.markTask({ ...run, taskId, state: "success" });
  else scheduler.cancel(run);
}

async function liveInTurn(): Promise<void> {
  while (true) {
    try {
      return await live();
    } catch (error) {
      if (!setup.isPatient || !(error instanceof LeaseHeldError)) throw error;
      await wait(10);
    }
  }
}

try {
  await liveInTurn();
  say(`memory ${process.resourceUsage().maxRSS * 1024}`); // at most, in bytes
  process.exitCode = exitCodes.done;
} catch (error) {
  process.stderr.write(`${String(error)}\n`);
  process.exitCode = error instanceof LeaseHeldError ? exitCodes.refused : exitCodes.failed;
}
