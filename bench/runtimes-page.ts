// docs/runtimes.md: which lesson was compared in which runtime, what a task costs there, and how far that carries. All of
// it is computed from what was recorded.

import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { listLessons } from "@daglings/stage";
import { format, resolveConfig } from "prettier";
import { assumed, mostDags, onTemporal, tasksOfRun } from "./capacity.ts";
import { middle } from "./measure.ts";
import { readCells, runtimes, type Cell, type Runtime } from "./runtime-cells.ts";

const page = fileURLToPath(new URL("../docs/runtimes.md", import.meta.url));
const names = Object.keys(runtimes) as Runtime[];

export async function writeRuntimes(): Promise<void> {
  writeFileSync(page, await runtimesPage());
}

/** As it must be. */
export async function runtimesPage(): Promise<string> {
  const cells = readCells();
  const text = [head, comparisons(cells), differences, costs(cells), plan(cells)].join("\n");
  return await format(text, { ...(await resolveConfig(page)), filepath: page });
}

const head = `# One DAG, many runtimes

For people who ask whether a DAG does the same wherever it runs, and how far each way carries. Made by \`pnpm bench runtimes\`,
\`pnpm test:airflow --record\` and their like: each cell of the first table is a comparison that was really made, on the day that it
names. What \`pnpm lesson\` does, on a simulated clock and in one process, is the measure of all others.
`;

function comparisons(cells: readonly Cell[]): string {
  const rows = listLessons().map(({ number, name }) => {
    const row = names.map((runtime) => cellText(cells.find((each) => isOf(each, number, runtime))));
    return `| ${name} | ${row.join(" | ")} |`;
  });
  return `## The same runs, states and files

| lesson | ${names.map((name) => runtimes[name]).join(" | ")} |
| --- | ${names.map(() => "---").join(" | ")} |
${rows.join("\n")}
`;
}

function isOf(cell: Cell, lesson: string, runtime: Runtime): boolean {
  return cell.lesson === lesson && cell.runtime === runtime;
}

function cellText(cell: Cell | undefined): string {
  if (!cell) return "not run";
  return `${cell.isEqual ? "equal" : "**different**"}, ${cell.date}`;
}

const differences = `"Equal" means: for each run of the lesson the same state, and the same files to the last byte. Simulated runs have the same tries and
mails as well, and Airflow's the same mails.

- Lesson 00 is a script. It has no DAG.
- By the wall clock, on Temporal and in an Airflow the faults that a lesson simulates are left out, and the runs of its schedule are
  made by a backfill: nobody waits for Saturday.
- Lesson 01 is run by hand, which an Airflow's backfill cannot do. Lesson 15 waits for a person, 16 for a file that comes, and 18 goes by
  the clock of its flow.
- In processes of their own and in an Airflow, six minutes of lesson 12 are run, and an hour of 13. Lesson 14 needs a whole day of
  lesson 12: some 1,500 runs, each of which takes seconds there.
- Airflow has no approvals before version 3.1, and never watches files: \`pnpm teach airflow\` refuses 15 for Airflow 2, and 16.
`;

/** What each task costs in a runtime, over all lessons: real milliseconds from the first start to the last end. */
function costOf(cells: readonly Cell[], runtime: Runtime): number | null {
  const each = cells.flatMap(({ runtime: of, took, tasks }) =>
    of === runtime && took !== null ? [took / tasks] : [],
  );
  return each.length === 0 ? null : middle(each);
}

function costs(cells: readonly Cell[]): string {
  const rows = names.flatMap((runtime) => {
    const cost = costOf(cells, runtime);
    const perMinute = cost === null ? "not measured" : rounded(60_000 / cost);
    return [`| ${runtimes[runtime]} | ${cost === null ? "not measured" : rounded(cost)} | ${perMinute} |`];
  });
  return `## What a task costs

The whole time of a lesson, divided by its tasks; the middle one of all lessons. It is what these tasks really take: bash, curl, a
statistic, a mail. The machine had other work to do, so read ratios.

| runtime | ms for each task | tasks in a minute, one lesson at a time |
| --- | --- | --- |
${rows.join("\n")}
`;
}

function rounded(value: number): string {
  const isExact = value >= 10 || Number.isInteger(value);
  return isExact ? Math.round(value).toLocaleString("en-US") : value.toPrecision(2);
}

/** What ends first as the load grows, in the runtimes that go by the wall clock. */
const ends: Partial<Record<Runtime, string>> = {
  live: "the thread that all callables share: one that computes holds up the others",
  "live-subprocess": "the processors: each attempt is a process of Node",
  temporal: "a chain's latency, then the server's database",
  "airflow-2": "processors and memory: each task is a process of Python, of 100 MB and more",
  "airflow-3": "the same, and an API server besides",
};

function plan(cells: readonly Cell[]): string {
  const rows = Object.entries(ends).map(([name, end]) => {
    const runtime = name as Runtime;
    const cost = costOf(cells, runtime);
    if (cost === null) return `| ${runtimes[runtime]} | not measured | | ${end} |`;
    const runs = 60_000 / cost / tasksOfRun;
    return `| ${runtimes[runtime]} | ${rounded(runs)} | ${rounded(mostDags(cost))} | ${end} |`;
  });
  return `## A capacity plan

On one machine like the one that measured, with DAGs of ${tasksOfRun} tasks. "DAGs each hour" is the most that a simulated day carries: all are
due at the full hour, and done before the next.

| runtime | runs in a minute | DAGs each hour | what ends first |
| --- | --- | --- | --- |
${rows.join("\n")}

${onMany(cells)}`;
}

function onMany(cells: readonly Cell[]): string {
  const cost = costOf(cells, "live");
  if (cost === null) return "";
  const rows = [1, 100, 10_000].map((times) => {
    const { tasksPerSecond, shards, serverCores, workerMachines, gigabytes, dollarsPerMonth } = onTemporal(
      (times * 60_000) / cost,
    );
    const figures = [tasksPerSecond, shards, serverCores, workerMachines, gigabytes, dollarsPerMonth];
    return `| × ${times.toLocaleString("en-US")} | ${figures.map(rounded).join(" | ")} |`;
  });
  return `What the kit carries live and in one process, on Temporal; and a hundred and ten thousand times that. The processor time of each task
and the length of its history were measured on two cores. All else is a rule of thumb, in \`bench/capacity.ts\`: processors at
${assumed.load * 100} % of their time, workers of ${assumed.coresOfMachine} cores, ${assumed.bytesOfEvent} bytes an event kept for ${assumed.daysKept} days, ${assumed.tasksOfShard} tasks a second for each
shard, ${assumed.dollarsOfCoreHour} dollars for an hour of a core and ${assumed.dollarsOfGigabyteMonth} for a month of a gigabyte. The work of the tasks themselves comes on top.

| load | tasks a second | shards | cores of the server | machines for workers | GB of history | dollars a month |
| --- | --- | --- | --- | --- | --- | --- |
${rows.join("\n")}
`;
}
