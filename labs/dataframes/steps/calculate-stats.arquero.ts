// Events by day and user, with arquero: what the lessons do.

import { from, op } from "arquero";
import { readUserEvents, type Paths } from "@daglings/dataframes";
import { writeStats } from "@daglings/lessons";

export async function countEvents({ inputPath, outputPath }: Paths): Promise<void> {
  const events = from(readUserEvents(inputPath), ["date", "user"]);
  const stats = events.groupby("date", "user").rollup({ 0: op.count() });
  writeStats(outputPath, stats);
}
