// Lesson 14, all three DAGs with real HTTP, in a process of its own. Prints what each simulated day cost, as JSON.

import { join } from "node:path";
import { argv, cpuUsage, memoryUsage } from "node:process";
import { runLesson } from "@daglings/stage";
import { inFolder } from "./measure.ts";

const days = Number(argv[2] ?? "2");
const start = Temporal.Instant.from("2024-01-15T00:00Z");
const day = 24 * 3_600_000;

await inFolder(async (folder) => {
  const began = performance.now();
  const work: number[] = []; // processor time, for each day: waiting for others says nothing about a run's cost
  let last = 0;
  const { run } = await runLesson({
    lesson: "14",
    dir: join(folder, "run"),
    until: start.add({ hours: 24 * days, seconds: 30 }).toString(),
    onEvent({ at }) {
      if (last === 0) last = worked(); // loading and starting are done
      if (at < start.epochMilliseconds + (work.length + 1) * day) return;
      work.push(worked() - last);
      last = worked();
    },
  });
  const total = performance.now() - began;
  const runs = run.dags.flatMap((dag) => dag.runs);
  const expected = days * (1440 + 24 + 1);
  const done = runs.filter(({ state }) => state === "success").length;
  if (runs.length !== expected || done !== expected) {
    throw new Error(`${done} of ${runs.length} runs have succeeded; expected ${expected}`);
  }
  console.log(JSON.stringify({ total, work, memory: memoryUsage.rss() }));
});

/** In milliseconds. */
function worked(): number {
  const { user, system } = cpuUsage();
  return (user + system) / 1000;
}
