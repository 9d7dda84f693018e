// Lessons in a real Airflow: what the kit's own run leaves behind, and whether a backfill of the same dates leaves it, too.

import { deepStrictEqual } from "node:assert";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { env } from "node:process";
import { exportDags } from "@daglings/airflow";
import { loadMainLast } from "@daglings/engine";
import { customerFiles, writeCustomerFiles, type Scenario } from "@daglings/lessons";
import {
  filesOf,
  type DagFacts,
  findLesson,
  givenFile,
  listFiles,
  openSurroundings,
  readLesson,
  runLesson,
} from "@daglings/stage";
import { cellOf, partOfTime, type Cell } from "../bench/runtime-cells.ts";
import type { Report } from "../compose/trial/report.ts";
import { openHome, type AirflowHome } from "./airflow-home.ts";
import type { FoundAirflow } from "./find-airflow.ts";
import { openRunner, type Runner } from "./runner.ts";

export async function compareIn(
  airflow: FoundAirflow,
  lessons: readonly string[],
  report: Report,
): Promise<readonly Cell[]> {
  const cells: Cell[] = [];
  for (const group of await apart(lessons)) cells.push(...(await compareGroup(airflow, group, report)));
  return cells;
}

/** In one home, a DAG runs once for each date: so a lesson that runs other lessons' DAGs has its own home. */
async function apart(lessons: readonly string[]): Promise<readonly (readonly string[])[]> {
  const described = await Promise.all(
    lessons.map(async (number) => ({ number, lesson: await readLesson(findLesson(number)) })),
  );
  const [alone = [], others = []] = [false, true].map((isOne) =>
    described.filter(({ lesson }) => (lesson.alongside !== undefined) === isOne).map(({ number }) => number),
  );
  return [alone, ...others.map((each) => [each])].filter((group) => group.length > 0);
}

async function compareGroup(
  airflow: FoundAirflow,
  lessons: readonly string[],
  report: Report,
): Promise<readonly Cell[]> {
  const cells: Cell[] = [];
  const folder = mkdtempSync(join(tmpdir(), "daglings-conformance-"));
  let now = 0;
  const surroundings = await openSurroundings({
    needs: ["events", "mail", "exchange"],
    scenario: { from: "2019-01-01", until: "2019-01-01" }, // without the lessons' faults
    folder,
    mailFolder: join(folder, "mailbox"),
    now: () => now,
    seed: 0,
  });
  const home = openHome(airflow, env);
  let runner: Runner | undefined;

  async function compare(lesson: string, opened: Runner): Promise<void> {
    home.emptyWork();
    const expected = await runLesson({ lesson, dir: join(folder, lesson), until: partOfTime[lesson] });
    const { dags, files, mails, clock } = expected.run;
    now = Temporal.Instant.from(clock.until).epochMilliseconds;
    const before = surroundings.mails.length;
    if (expected.lesson.needs.includes("customers")) writeCustomers(home, expected.scenario);
    for (const dag of dags) await backfill(dag, opened);
    const took = opened.took(dags.map(({ dagId }) => dagId));
    const cell = cellOf(expected.run, { lesson, runtime: `airflow-${airflow.version}`, took });
    cells.push({ ...cell, isEqual: false });
    deepStrictEqual(listFiles({ path: home.work }), files);
    deepStrictEqual(subjects(surroundings.mails.slice(before)), subjects(mails));
    cells.push(cell);
  }

  try {
    for (const lesson of lessons) await addDags(lesson, airflow, home);
    const opened = await openRunner(airflow, home);
    runner = opened;
    for (const lesson of lessons) {
      const sentence = `lesson ${lesson} in Airflow ${airflow.release}: the same files`;
      await report.check(sentence, () => compare(lesson, opened));
    }
    return cells;
  } finally {
    await runner?.close();
    await surroundings.close();
    home.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The lesson's own DAG, and those that run alongside it. */
async function addDags(lesson: string, { version }: FoundAirflow, home: AirflowHome): Promise<void> {
  const entry = findLesson(lesson);
  for (const file of filesOf(await readLesson(entry), givenFile(entry))) {
    const dags = await loadMainLast(file);
    const name = dags.at(-1)?.dagId ?? lesson;
    home.addDag(name, exportDags({ dags, file, airflow: version }));
  }
}

async function backfill({ dagId, runs }: DagFacts, runner: Runner): Promise<void> {
  const dates = runs.map(({ logicalDate }) => logicalDate);
  const [from, to] = [dates.at(0), dates.at(-1)];
  if (from === undefined || to === undefined) throw new Error(`the kit has no run of ${dagId}`);
  const states = await runner.backfill({ dagId, from, to });
  deepStrictEqual(
    states,
    runs.map(({ state }) => state),
  );
}

/** The stage puts them only into the folder of its own run. */
function writeCustomers({ work }: AirflowHome, { customers: count = 100 }: Scenario): void {
  writeCustomerFiles(work, customerFiles({ count, seed: 0 }));
}

const subjects = (mails: readonly { readonly to: string; readonly subject: string }[]) =>
  mails.map(({ to, subject }) => `${to}: ${subject}`).toSorted();
