// node beyond/air-executor/examples/run.ts crawling: runs an example in a folder of its own, and says what came of it.

import { mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { inProcess, loadDag, memoryStore, Scheduler, simulatedClock } from "@daglings/engine";
import { suggest } from "@daglings/words";

const here = import.meta.dirname;
const names = readdirSync(here)
  .filter((file) => !["run.ts", "hybrid.ts"].includes(file) && /^\w+\.ts$/.test(file))
  .map((file) => file.slice(0, -".ts".length));

const [, , name = "", folder = join("runs", "examples", name)] = process.argv;
if (!names.includes(name)) {
  process.stderr.write(`there is no example "${name}"${suggest(name, names, "there are")}\n`);
  process.exit(2);
}
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
const dag = await loadDag(join(here, `${name}.ts`));
process.chdir(folder);
const store = memoryStore();
const clock = simulatedClock({ from: "2026-01-01" });
const scheduler = new Scheduler({ dags: [dag], store, clock, executor: inProcess(), logsFolder: "logs" });
const runId = scheduler.trigger({ dagId: dag.dagId });
await scheduler.run({ until: "idle" });
await scheduler.close();
const run = store.findRun({ dagId: dag.dagId, runId });
for (const [task, { state }] of Object.entries(run?.tasks ?? {})) process.stdout.write(`${task}: ${state}\n`);
if (run?.state !== "success") process.exit(1);
process.stdout.write(readFileSync("report.txt", "utf8"));
