// What it costs to put a minute's price into its day's file, in the first hours of a day and in the last.

import { join } from "node:path";
import { averagePrice, mergeRow, minuteRow, minutes } from "@daglings/binance";
import { inFolder, middle, tell, timed, type BenchOptions } from "./measure.ts";
import { title } from "./report.ts";

const minutesOfDay = 1440;
const fourHours = 240;

export async function benchMergeRow({ isQuick }: BenchOptions): Promise<void> {
  title("Merging a row into its day's file, one for each minute of a day");
  const midnight = Temporal.Instant.from("2024-01-15T00:00Z");
  const rows = Array.from({ length: isQuick ? fourHours : minutesOfDay }, (_, index) => {
    const moment = midnight.add({ minutes: index });
    return minuteRow(moment, averagePrice("BTCUSDT", moment));
  });
  await inFolder(async (folder) => {
    const times: number[] = [];
    for (const row of rows) {
      times.push(await timed(() => mergeRow(minutes, join(folder, "daily_raw.csv"), row)));
    }
    const first = middle(times.slice(0, fourHours));
    const last = middle(times.slice(-fourHours));
    tell({ what: "a row in the first four hours", value: first, unit: "ms" });
    tell({ what: "a row in the last four hours", value: last, unit: "ms" });
    tell({ what: "the last against the first", value: last / first, unit: "×", bound: 1.2 });
  });
}
