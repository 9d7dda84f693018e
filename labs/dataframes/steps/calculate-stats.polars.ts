// Events by day and user, with polars, whose work is done in Rust.

import { readUserEvents, type Paths } from "@daglings/dataframes";
import { writeRows } from "@daglings/lessons";
import pl from "nodejs-polars";

export async function countEvents({ inputPath, outputPath }: Paths): Promise<void> {
  const events = readUserEvents(inputPath);
  const dates = events.map(({ date }) => date);
  const users = events.map(({ user }) => user);
  const frame = pl.DataFrame([pl.Series("date", dates, pl.String), pl.Series("user", users, pl.String)]);
  const stats = frame.groupBy("date", "user").len();
  writeRows(outputPath, ["date", "user", "0"], stats.rows());
}
