// Events by day and user, with danfojs.

import { DataFrame } from "danfojs-node";
import { readUserEvents, type Paths } from "@daglings/dataframes";
import { writeRows } from "@daglings/lessons";

export async function countEvents({ inputPath, outputPath }: Paths): Promise<void> {
  const rows = readUserEvents(inputPath).map(({ date, user }) => [date, user, 1]);
  // danfojs groups no table without rows.
  const stats = rows.length === 0 ? rows : count(new DataFrame(rows, { columns: ["date", "user", "one"] }));
  writeRows(outputPath, ["date", "user", "0"], stats);
}

/** It joins the keys of a group by "-", and would take a-b, c for a, b-c: dates are all of one length. */
function count(events: DataFrame): unknown[][] {
  return events.groupby(["date", "user"]).col(["one"]).count().values as unknown[][];
}
