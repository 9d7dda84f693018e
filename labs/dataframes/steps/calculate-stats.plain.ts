// Events by day and user, in plain TypeScript.

import { readUserEvents, type Paths } from "@daglings/dataframes";
import { writeRows } from "@daglings/lessons";

export async function countEvents({ inputPath, outputPath }: Paths): Promise<void> {
  const days = Map.groupBy(readUserEvents(inputPath), ({ date }) => date);
  const rows = [...days].flatMap(([date, events]) =>
    [...Map.groupBy(events, ({ user }) => user)].map(([user, own]) => [date, user, own.length]),
  );
  writeRows(outputPath, ["date", "user", "0"], rows);
}
