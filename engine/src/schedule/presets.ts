// `schedule: "@daily"`: names for cron expressions. They are Airflow's, and those that only its reader of cron, croniter,
// knows, which ignores capitals.

import { suggest, UsageError } from "@daglings/words";

const airflows: Readonly<Record<string, string>> = {
  "@hourly": "0 * * * *",
  "@daily": "0 0 * * *",
  "@weekly": "0 0 * * 0",
  "@monthly": "0 0 1 * *",
  "@quarterly": "0 0 1 */3 *",
  "@yearly": "0 0 1 1 *",
};

const croniters: Readonly<Record<string, string>> = {
  "@midnight": "0 0 * * *",
  "@hourly": "0 * * * *",
  "@daily": "0 0 * * *",
  "@weekly": "0 0 * * 0",
  "@monthly": "0 0 1 * *",
  "@yearly": "0 0 1 1 *",
  "@annually": "0 0 1 1 *",
};

/** The expression that a preset stands for; any other text is an expression itself. */
export function expressionOf(schedule: string): string {
  if (!schedule.startsWith("@")) return schedule;
  const expression = airflows[schedule] ?? croniters[schedule.toLowerCase()];
  if (expression !== undefined) return expression;
  const known = ["@once", ...Object.keys(airflows)];
  const hint = suggest(schedule, [...known, ...Object.keys(croniters)]);
  throw new UsageError(`schedule "${schedule}" is not a preset${hint} (presets: ${known.join(", ")})`);
}
