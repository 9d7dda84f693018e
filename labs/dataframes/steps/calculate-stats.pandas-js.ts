// Events by day and user, with pandas-js: it has no groupby, so its Series are grouped by hand.

import { readUserEvents, type Paths } from "@daglings/dataframes";
import { writeRows } from "@daglings/lessons";
import { Series } from "pandas-js";

export async function countEvents({ inputPath, outputPath }: Paths): Promise<void> {
  const events = readUserEvents(inputPath);
  const dates = new Series(events.map(({ date }) => date));
  const users = new Series(events.map(({ user }) => user));

  const groups = [...dates.unique()].flatMap((date) => {
    const usersOfTheDay = users.filter(dates.eq(date));
    return countEach(usersOfTheDay).map(([user, number]) => [date, user, number]);
  });
  writeRows(outputPath, ["date", "user", "0"], groups);
}

/** pandas calls it value_counts. */
function countEach(series: Series<string>): [string, number][] {
  const numbers = new Map<string, number>();
  for (const value of series.values) numbers.set(value, (numbers.get(value) ?? 0) + 1);
  return [...numbers];
}
