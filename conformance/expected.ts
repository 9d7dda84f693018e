// What the kit's own run of a lesson leaves behind, and what an Airflow must run so that it leaves the same.

import { join } from "node:path";
import { exportDags } from "@daglings/airflow";
import { loadMainLast, type DAG } from "@daglings/engine";
import {
  filesOf,
  findLesson,
  givenFile,
  readLesson,
  runLesson,
  type DagFacts,
  type LessonResult,
} from "@daglings/stage";
import { approvalsIn } from "../bench/approved.ts";
import { partOfTime } from "../bench/runtime-cells.ts";
import type { AirflowHome } from "./airflow-home.ts";
import type { FoundAirflow } from "./find-airflow.ts";
import { isPrepared, standIn } from "./prepared.ts";
import type { Order } from "./runner.ts";

export interface Expected {
  readonly number: string;
  readonly result: LessonResult;
  /** The DAGs that the Airflow runs, with the kit's runs of them. */
  readonly dags: readonly DagFacts[];
  readonly orders: readonly Order[];
}

interface Where {
  readonly airflow: FoundAirflow;
  readonly home: AirflowHome;
  /** Where the kit's own run of a lesson gets a folder. */
  readonly folder: string;
}

/** Runs the lesson, and puts its DAGs, and those that run alongside it, into the Airflow. */
export async function expectedOf(
  number: string,
  { airflow: { version }, home, folder }: Where,
): Promise<Expected> {
  const result = await runLesson({ lesson: number, dir: join(folder, number), until: partOfTime[number] });
  const all: DAG[] = [];
  const given = givenFile(findLesson(number));
  for (const file of filesOf(await readLesson(findLesson(number)), given)) {
    if (isPrepared(number) && file !== given) continue;
    const dags = await loadMainLast(file);
    home.addDag(dags.at(-1)?.dagId ?? number, exportDags({ dags, file, airflow: version }));
    all.push(...dags);
  }
  const dags = result.run.dags.filter(({ dagId }) => all.some((dag) => dag.dagId === dagId));
  const orders = dags.map((facts) => orderFor(facts, all));
  if (!isPrepared(number)) return { number, result, dags, orders };
  const { order, text } = standIn(version);
  home.addDag(order.dagId, text);
  return { number, result, dags, orders: [order, ...orders] };
}

function orderFor({ dagId, runs }: DagFacts, dags: readonly DAG[]): Order {
  const dates = runs.map(({ logicalDate }) => logicalDate);
  const [from, to] = [dates.at(0), dates.at(-1)];
  if (from === undefined || to === undefined) throw new Error(`the kit has no run of ${dagId}`);
  const isByHand = runs.every(({ runType }) => runType === "manual");
  const dag = dags.find((each) => each.dagId === dagId);
  if (!dag) throw new Error(`${dagId} was not exported`);
  const isApproved = approvalsIn(dag, { dagId, runs });
  return { dagId, dates: isByHand ? null : { from, to }, isApproved };
}
