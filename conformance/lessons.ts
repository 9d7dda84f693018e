// Lessons in a real Airflow: what the kit's own run leaves behind, and whether runs for the same dates leave it, too.

import { deepStrictEqual } from "node:assert";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { env } from "node:process";
import { customerFiles, writeCustomerFiles, type Scenario } from "@daglings/lessons";
import { findLesson, listFiles, openSurroundings, readLesson } from "@daglings/stage";
import { cellOf, type Cell } from "../bench/runtime-cells.ts";
import type { Report } from "../compose/trial/report.ts";
import { openHome, type AirflowHome } from "./airflow-home.ts";
import { timeOf } from "./database.ts";
import { expectedOf, type Expected } from "./expected.ts";
import type { FoundAirflow } from "./find-airflow.ts";
import { openRunner } from "./open-runner.ts";
import { isPrepared, prepareFiles } from "./prepared.ts";
import type { Runner } from "./runner.ts";

interface Comparison {
  readonly airflow: FoundAirflow;
  readonly lessons: readonly string[];
  readonly report: Report;
  /** Called for each lesson, first as if it were different. */
  readonly keep: (cell: Cell) => void;
}

export async function compareIn(comparison: Comparison): Promise<void> {
  for (const lessons of await apart(comparison.lessons)) await compareGroup({ ...comparison, lessons });
}

/** In one home, a DAG runs once for each date: lessons that run the same DAG need homes of their own. */
async function apart(lessons: readonly string[]): Promise<readonly (readonly string[])[]> {
  const homes: { readonly lessons: string[]; readonly dagsOf: Set<string> }[] = [];
  for (const number of lessons) {
    const { alongside = [] } = await readLesson(findLesson(number));
    const own = [number, ...(isPrepared(number) ? alongside.slice(-1) : alongside)];
    const found = homes.find(({ dagsOf }) => !own.some((each) => dagsOf.has(each)));
    const home = found ?? { lessons: [], dagsOf: new Set() };
    if (!found) homes.push(home);
    home.lessons.push(number);
    for (const each of own) home.dagsOf.add(each);
  }
  return homes.map((each) => each.lessons);
}

async function compareGroup({ airflow, lessons, report, keep }: Comparison): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "daglings-conformance-"));
  let now = 0;
  const surroundings = await openSurroundings({
    needs: ["events", "mail", "exchange", "chat"],
    scenario: { from: "2019-01-01", until: "2019-01-01", variables: await variablesOf(lessons) }, // without their faults
    folder,
    mailFolder: join(folder, "mailbox"),
    now: () => now,
    seed: 0,
  });
  const home = openHome(airflow, env);
  let runner: Runner | undefined;

  async function compare({ number, result, dags, orders }: Expected, opened: Runner): Promise<void> {
    home.emptyWork();
    const { run, lesson, scenario, folder: left } = result;
    now = Temporal.Instant.from(run.clock.until).epochMilliseconds;
    const before = told();
    if (lesson.needs.includes("customers")) writeCustomers(home, scenario);
    if (isPrepared(number)) prepareFiles({ from: left.path, to: home.work });
    const states = new Map<string, readonly string[]>();
    for (const order of orders) states.set(order.dagId, await opened.run(order));
    const ids = dags.map(({ dagId }) => dagId);
    const runtime = `airflow-${airflow.version}` as const;
    const cell = cellOf({ dags, files: run.files }, { lesson: number, runtime, took: timeOf(home, ids) });
    keep({ ...cell, isEqual: false });
    for (const { dagId, runs } of dags) {
      const expected = runs.map(({ state }) => state);
      deepStrictEqual(states.get(dagId), expected);
    }
    deepStrictEqual(listFiles({ path: home.work }), run.files);
    const after = told();
    deepStrictEqual(added(before.mails, after.mails), subjects(run.mails.filter(isNoAlert)).toSorted());
    deepStrictEqual(added(before.messages, after.messages), run.chat?.messages.toSorted() ?? []);
    keep(cell);
  }

  const told = () => ({
    mails: subjects(surroundings.mails),
    messages: surroundings.chat?.messages.map(({ text }) => text) ?? [],
  });

  try {
    const expected: Expected[] = [];
    for (const lesson of lessons) expected.push(await expectedOf(lesson, { airflow, home, folder }));
    const opened = await openRunner(
      airflow,
      home,
      expected.flatMap(({ orders }) => orders),
    );
    runner = opened;
    for (const each of expected) {
      const sentence = `lesson ${each.number} in Airflow ${airflow.release}: the same files`;
      await report.check(sentence, () => compare(each, opened));
    }
  } finally {
    await runner?.close();
    await surroundings.close();
    home.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function variablesOf(lessons: readonly string[]): Promise<Readonly<Record<string, string>>> {
  const all = await Promise.all(lessons.map((number) => readLesson(findLesson(number))));
  return Object.assign({}, ...all.map(({ scenario }) => scenario.variables ?? {})) as Record<string, string>;
}

/** The stage puts them only into the folder of its own run. */
function writeCustomers({ work }: AirflowHome, { customers: count = 100 }: Scenario): void {
  writeCustomerFiles(work, customerFiles({ count, seed: 0 }));
}

interface Mail {
  readonly to: string;
  readonly subject: string;
}

/** Alerts are about the lesson's faults. */
const isNoAlert = ({ subject }: Mail) => !subject.startsWith("FAILED: ");

const subjects = (mails: readonly Mail[]) => mails.map(({ to, subject }) => `${to}: ${subject}`);

/** Sorted. They do not simply come last: mails are in order of the lesson's time. */
function added(before: readonly string[], after: readonly string[]): string[] {
  const rest = [...after];
  for (const each of before) rest.splice(rest.indexOf(each), 1);
  return rest.toSorted();
}
