// The libraries that the lab compares, and their steps.

import type { DayRow, HourRow, MinuteRow, Moment } from "@daglings/binance";
import type { Paths } from "./events.ts";

export interface Frame {
  /** As `--frame` calls it. */
  readonly name: string;
  /** What is installed for it; null if nothing is. */
  readonly library: string | null;
}

export const frames: readonly Frame[] = [
  { name: "arquero", library: "arquero" },
  { name: "danfojs", library: "danfojs-node" },
  { name: "pandas-js", library: "pandas-js" },
  { name: "polars", library: "nodejs-polars" },
  { name: "duckdb", library: "@duckdb/node-api" },
  { name: "plain", library: null },
];

/** What every library does. */
export interface Steps {
  readonly countEvents: (paths: Paths) => Promise<void>;
  readonly hourRow: (moment: Moment, rows: readonly MinuteRow[]) => Promise<HourRow>;
  readonly dayRow: (moment: Moment, rows: readonly HourRow[]) => Promise<DayRow>;
}

export async function loadSteps({ name }: Frame): Promise<Steps> {
  const load = async (step: string) => (await import(stepFile(step, name).href)) as Partial<Steps>;
  const all = { ...(await load("calculate-stats")), ...(await load("hour-row")), ...(await load("day-row")) };
  const { countEvents, hourRow, dayRow } = all;
  if (countEvents && hourRow && dayRow) return { countEvents, hourRow, dayRow };
  throw new Error(`the steps of ${name} lack a function: each file exports one`);
}

export function stepFile(step: string, frame: string): URL {
  return new URL(`../steps/${step}.${frame}.ts`, import.meta.url);
}
