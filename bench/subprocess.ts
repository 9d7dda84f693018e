// What an attempt costs if it has its own process: a chain of 20 tasks that do nothing.

import { join } from "node:path";
import { env } from "node:process";
import { Scheduler, simulatedClock, sqliteStore, subprocess } from "@daglings/engine";
import { inFolder, median, tell, timed } from "./measure.ts";
import { dag } from "./subprocess-dag.ts";
import { title } from "./report.ts";

const length = dag.tasks.length;

async function once(): Promise<number> {
  return await inFolder(async (folder) => {
    const store = sqliteStore(join(folder, "daglings.db"), { synchronous: "NORMAL" });
    const clock = simulatedClock({ from: "2019-01-01" });
    const scheduler = new Scheduler({ dags: [dag], store, clock, executor: subprocess({ slots: 1 }) });
    const runId = scheduler.trigger({ dagId: dag.dagId });
    const time = await timed(() => scheduler.run({ until: "idle" }));
    const state = store.findRun({ dagId: dag.dagId, runId })?.state;
    if (state !== "success") throw new Error(`the run is ${state}`);
    await scheduler.close();
    store.close();
    return time / length;
  });
}

export async function benchSubprocess(): Promise<void> {
  title("An attempt in its own process, from its start to its record");
  tell({ what: "as the subprocess executor does it", value: await median(3, once), unit: "ms" });
  env["NODE_DISABLE_COMPILE_CACHE"] = "1";
  tell({ what: "without Node's compile cache", value: await median(3, once), unit: "ms" });
  delete env["NODE_DISABLE_COMPILE_CACHE"];
}
