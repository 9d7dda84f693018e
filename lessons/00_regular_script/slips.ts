// Small changes of this lesson's file that make it wrong, and the check that finds each. For `pnpm teach verify`.

import type { Slip } from "@daglings/lessons";

export const slips: readonly Slip[] = [
  {
    what: "it asks for one day alone",
    change: [[`/events\``, `/events?start_date=2019-01-02&end_date=2019-01-03\``]],
    fails: "00.2",
  },
  {
    what: "the columns are swapped",
    change: [['groupby("date", "user")', 'groupby("user", "date")']],
    fails: "00.3",
  },
  {
    what: "each start adds to stats.csv",
    change: [
      ["import { readEvents, writeStats }", "import { readEvents, writeStats, writeWhole }"],
      ["{ mkdirSync, writeFileSync }", "{ existsSync, mkdirSync, readFileSync, writeFileSync }"],
      [
        "  writeStats(outputPath, stats);",
        `const old = existsSync(outputPath) ? readFileSync(outputPath, "utf8") : "";
    writeStats(outputPath, stats);
    writeWhole(outputPath, old + readFileSync(outputPath, "utf8"));`,
      ],
    ],
    fails: "00.5",
  },
  {
    what: "when the API is away, the statistics are calculated again from what is left of the last time",
    change: [
      [
        'await fetchEvents("data/events.json");',
        'await fetchEvents("data/events.json").catch(() => (process.exitCode = 1));',
      ],
    ],
    fails: "00.4",
  },
];
