// docs/runtimes.md: which lesson was compared in which runtime, what a task costs there, and how much that can carry. All
// of it is computed from what was recorded.

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

For people who ask whether a DAG does the same wherever it runs, and how much each runtime can carry. This page is made by
\`pnpm bench runtimes\`, \`pnpm bench temporal\` and \`pnpm test:airflow --record\`: each cell of the first table is a comparison
that was really made, on the day it names. All of them are compared with \`pnpm lesson\`: a simulated clock, in one process.
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

const differences = `"Equal" means: each run of the lesson has the same state, and the files are the same to the last byte. In simulated runs and
on Temporal the tries and the mails are the same as well, and in Airflow the mails.

- Lesson 00 is a script. It has no DAG.
- On Temporal, the simulated time of the lesson is played, with its faults.
- By the wall clock and in an Airflow, the lesson's simulated faults are left out, and a backfill makes the runs of its
  schedule: nobody waits for Saturday. Lesson 01 is triggered by hand. In lesson 15, what waits for a person is soon answered, as
  in the lesson.
- Only simulations in one process run all of lessons 12, 13 and 14. Elsewhere it is six minutes of 12, an hour of 13 and a day of 14:
  others need seconds for each run.
- A day of lesson 14 needs 1,464 runs of other DAGs. With a process for each attempt, only its own DAG gets such processes. In an
  Airflow, they are not run: there are the kit's files, and a DAG whose task does nothing has lesson 13's name and its 24 runs.
- Lesson 16 is about files that arrive. A backfill brings none, and no Airflow watches for them: \`pnpm teach airflow\` refuses it.
- Airflow 2 has no approvals: \`pnpm teach airflow\` refuses lesson 15 there.
`;

/** The cost of a task in a runtime, over all lessons: real milliseconds from the first start to the last end. */
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

A lesson's whole time divided by its number of tasks; the median of all lessons. This is what these tasks really take: bash, curl,
statistics, a mail. In an Airflow it is mostly Airflow's own: it starts a Python process for each task, and its scheduler looks for
the next one every second; runs follow each other. The machine had other work to do, at some times
more than at others: only the orders of magnitude can be compared.

| runtime | ms for each task | tasks per minute, one lesson at a time |
| --- | --- | --- |
${rows.join("\n")}
`;
}

function rounded(value: number): string {
  const isExact = value >= 10 || Number.isInteger(value);
  return isExact ? Math.round(value).toLocaleString("en-US") : value.toPrecision(2);
}

/** What runs out first as the load grows, in the runtimes that go by the wall clock. */
const ends: Partial<Record<Runtime, string>> = {
  live: "the thread that all callables share: a long computation holds up the others",
  "live-subprocess": "the processors: each attempt is a Node process",
  temporal: "a chain's latency, then the server's database",
  "airflow-2": "processors and memory: each task is a Python process of 100 MB and more",
  "airflow-3": "the same, and there is an API server as well",
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

For one machine like the one that measured, with DAGs of ${tasksOfRun} tasks. "Hourly DAGs" is the most that a simulated day can carry: all are
due at the full hour, and done before the next.

| runtime | runs per minute | hourly DAGs | what runs out first |
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
  return `Suppose that Temporal takes over what the kit can carry live in one process; or a hundred times that, or ten thousand times. The
processor time of each task and the length of its history were measured on two cores. Everything else is a rule of thumb, in
\`bench/capacity.ts\`: processors busy for ${assumed.load * 100} % of their time, workers of ${assumed.coresOfMachine} cores, ${assumed.bytesOfEvent} bytes per event, kept for ${assumed.daysKept} days, ${assumed.tasksOfShard} tasks a
second for each shard, ${assumed.dollarsOfCoreHour} dollars for a core for an hour and ${assumed.dollarsOfGigabyteMonth} for a gigabyte for a month. The tasks' own work comes on top.

| load | tasks per second | shards | server cores | worker machines | GB of history | dollars per month |
| --- | --- | --- | --- | --- | --- | --- |
${rows.join("\n")}
`;
}
