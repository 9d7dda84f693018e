// Small changes of this lesson's file that make it wrong, and the check that finds each. For `pnpm teach verify`.

import type { Slip } from "@daglings/lessons";

export const slips: readonly Slip[] = [
  {
    what: "days of the month by hand",
    change: [['"@daily"', '"0 0 1-6 * *"']],
    fails: "08.1",
  },
  {
    what: "curl writes under the name itself",
    change: [
      [
        `data/events/{{ds}}.json.$$ \\\\
      "$EVENTS_API/events?start_date={{ds}}&end_date={{next_ds}}" &&
    mv data/events/{{ds}}.json.$$ data/events/{{ds}}.json\``,
        `data/events/{{ds}}.json \\\\
      "$EVENTS_API/events?start_date={{ds}}&end_date={{next_ds}}"\``,
      ],
    ],
    fails: "02.3",
  },
  {
    what: "curl writes under the name itself, and the half is removed",
    change: [
      [
        `data/events/{{ds}}.json.$$ \\\\
      "$EVENTS_API/events?start_date={{ds}}&end_date={{next_ds}}" &&
    mv data/events/{{ds}}.json.$$ data/events/{{ds}}.json\``,
        `data/events/{{ds}}.json \\\\
      "$EVENTS_API/events?start_date={{ds}}&end_date={{next_ds}}" || {
      rm -f data/events/{{ds}}.json
      exit 1
    }\``,
      ],
    ],
    fails: "02.3",
  },
  {
    what: "each run adds to its statistics",
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
    fails: "08.4",
  },
  {
    what: "each run writes down which was the last",
    change: [
      ["import { readEvents, writeStats }", "import { readEvents, writeStats, writeWhole }"],
      [
        "    writeStats(outputPath, stats);",
        '    writeStats(outputPath, stats);\n    writeWhole("data/last.txt", outputPath);',
      ],
    ],
    fails: "08.5",
  },
  {
    what: "what an earlier process has fetched is taken for calculated",
    change: [
      ["const fetchEvents", "const fetched = new Set<string>();\nconst fetchEvents"],
      [
        '  taskId: "fetch_events",',
        '  taskId: "fetch_events",\n  onExecute: ({ ds }) => void fetched.add(ds),',
      ],
      ['  taskId: "calculate_stats",', '  taskId: "calculate_stats",\n  retries: 1,'],
      [
        "  callable({ templatesDict: { inputPath, outputPath } }) {",
        "  callable({ ds, templatesDict: { inputPath, outputPath } }) {\n    if (!fetched.has(ds)) return;",
      ],
    ],
    fails: "08.6",
  },
  {
    what: "it calculates from an old file when nothing was fetched",
    change: [
      [
        '  taskId: "calculate_stats",',
        `  taskId: "calculate_stats",
  triggerRule: "all_done",`,
      ],
    ],
    fails: "01.7",
  },
];
