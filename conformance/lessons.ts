// Lessons in a real Airflow: what the kit's own run leaves, and whether a backfill of the same dates leaves the same.

import { deepStrictEqual } from "node:assert";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { env } from "node:process";
import { exportDags } from "@daglings/airflow";
import { loadMainLast } from "@daglings/engine";
import {
  alongsideFile,
  type DagFacts,
  findLesson,
  givenFile,
  listFiles,
  openSurroundings,
  readLesson,
  runLesson,
} from "@daglings/stage";
import type { Report } from "../compose/trial/report.ts";
import { openHome, type AirflowHome } from "./airflow-home.ts";
import type { FoundAirflow } from "./find-airflow.ts";
import { openRunner, type Runner } from "./runner.ts";

/** Where a part of the lesson's time is enough: an Airflow needs seconds for each run. */
const until: Readonly<Record<string, string>> = {
  "12": "2024-01-15T00:05:30Z",
  "13": "2024-01-15T01:00:30Z",
};

export async function compareIn(
  airflow: FoundAirflow,
  lessons: readonly string[],
  report: Report,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "daglings-conformance-"));
  let now = 0;
  const surroundings = await openSurroundings({
    needs: ["events", "mail", "exchange"],
    scenario: { from: "2019-01-01", until: "2019-01-01" }, // without the faults that lessons have
    folder,
    mailFolder: join(folder, "mailbox"),
    now: () => now,
    seed: 0,
  });
  const home = openHome(airflow, env);
  let runner: Runner | undefined;
  try {
    for (const lesson of lessons) await addDags(lesson, airflow, home);
    const opened = await openRunner(airflow, home);
    runner = opened;
    for (const lesson of lessons) {
      await report.check(`lesson ${lesson} in Airflow ${airflow.release}: the same files`, async () => {
        home.emptyWork();
        const expected = await runLesson({ lesson, dir: join(folder, lesson), until: until[lesson] });
        now = Temporal.Instant.from(expected.run.clock.until).epochMilliseconds;
        const before = surroundings.mails.length;
        for (const dag of expected.run.dags) await backfill(dag, opened);
        deepStrictEqual(listFiles({ path: home.work }), expected.run.files);
        deepStrictEqual(subjects(surroundings.mails.slice(before)), subjects(expected.run.mails));
      });
    }
  } finally {
    await runner?.close();
    await surroundings.close();
    home.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The lesson's own DAG, and those that run beside it. */
async function addDags(lesson: string, { version }: FoundAirflow, home: AirflowHome): Promise<void> {
  const entry = findLesson(lesson);
  const { alongside = [] } = await readLesson(entry);
  const own = givenFile(entry);
  for (const file of [...alongside.map((number) => alongsideFile(number, own)), own]) {
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

const subjects = (mails: readonly { readonly to: string; readonly subject: string }[]) =>
  mails.map(({ to, subject }) => `${to}: ${subject}`).toSorted();
