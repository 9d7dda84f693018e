// Small changes of this lesson's file that make it wrong, and the check that finds each. For `pnpm teach verify`.

import type { Slip } from "@daglings/lessons";

export const slips: readonly Slip[] = [
  {
    what: "nothing is exported",
    change: [["export default dag;", ""]],
    fails: "01.1",
  },
  {
    what: "the order is the wrong way round",
    change: [["chain(fetchEvents, calculateStats)", "chain(calculateStats, fetchEvents)"]],
    fails: "01.2",
  },
  {
    what: "it has a schedule",
    change: [["schedule: null", 'schedule: "@daily"']],
    fails: "01.3",
  },
  {
    what: "it asks for one day alone",
    change: [['"$EVENTS_API/events"', '"$EVENTS_API/events?start_date=2019-01-02"']],
    fails: "01.5",
  },
  {
    what: "the columns are swapped",
    change: [['groupby("date", "user")', 'groupby("user", "date")']],
    fails: "01.6",
  },
  {
    what: "calculate_stats asks the API once more",
    change: [
      ["  callable({ inputPath", "  async callable({ inputPath"],
      [
        "    const events = readEvents(inputPath);",
        `    await fetch(\`\${process.env["EVENTS_API"]}/events\`);
    const events = readEvents(inputPath);`,
      ],
    ],
    fails: "01.10",
  },
  {
    what: "each run adds to stats.csv",
    change: [
      [
        "import { readEvents, writeStats }",
        `import { existsSync, readFileSync } from "node:fs";
import { readEvents, writeStats, writeWhole }`,
      ],
      [
        "    writeStats(outputPath, stats);",
        `    const old = existsSync(outputPath) ? readFileSync(outputPath, "utf8") : "";
    writeStats(outputPath, stats);
    writeWhole(outputPath, old + readFileSync(outputPath, "utf8"));`,
      ],
    ],
    fails: "01.9",
  },
];
