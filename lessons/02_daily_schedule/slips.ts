// Small changes of this lesson's file that make it wrong, and the check that finds each. For `pnpm teach verify`.

import type { Slip } from "@daglings/lessons";

export const slips: readonly Slip[] = [
  {
    what: "days of the month by hand",
    change: [['"@daily"', '"0 0 1-6 * *"']],
    fails: "02.1",
  },
  {
    what: "missed days are left out",
    change: [['endDate: "2019-01-05"', 'endDate: "2019-01-05", catchup: false']],
    fails: "02.1",
  },
  {
    what: "a run holds up the next one for two hours",
    change: [
      ['endDate: "2019-01-05"', 'endDate: "2019-01-05", maxActiveRuns: 1'],
      ["DAG, FunctionOperator }", "DAG, FunctionOperator, FunctionSensor }"],
      [
        "chain(fetchEvents, calculateStats);",
        `const asked = new Set<string>();
const rest = new FunctionSensor({
  dag,
  taskId: "rest",
  mode: "reschedule",
  pokeInterval: { hours: 2 },
  callable({ runId }) {
    const isSecond = asked.has(runId);
    asked.add(runId);
    return isSecond;
  },
});

chain(fetchEvents, calculateStats, rest);`,
      ],
    ],
    fails: "02.2",
  },
  {
    what: "curl writes under the name itself",
    change: [
      [
        `data/events.json.$$ \\\\
      "$EVENTS_API/events" &&
    mv data/events.json.$$ data/events.json\``,
        'data/events.json "$EVENTS_API/events"`',
      ],
    ],
    fails: "02.3",
  },
  {
    what: "curl writes under the name itself, and the half is removed",
    change: [
      [
        `data/events.json.$$ \\\\
      "$EVENTS_API/events" &&
    mv data/events.json.$$ data/events.json\``,
        `data/events.json "$EVENTS_API/events" || {
      rm -f data/events.json
      exit 1
    }\``,
      ],
    ],
    fails: "02.3",
  },
  {
    what: "the answer is copied into its place",
    change: [
      [
        "mv data/events.json.$$ data/events.json`",
        "cp data/events.json.$$ data/events.json && rm data/events.json.$$`",
      ],
    ],
    fails: "02.4",
  },
  {
    what: "the statistics are copied into their place",
    change: [
      [
        "    writeStats(outputPath, stats);",
        `    writeStats("stats.csv", stats);
    copyFileSync("stats.csv", outputPath);`,
      ],
      [
        "import { readEvents",
        `import { copyFileSync } from "node:fs";
import { readEvents`,
      ],
    ],
    fails: "02.4",
  },
  {
    what: "the old statistics are taken away, and new ones written",
    change: [
      [
        "import { BashOperator",
        'import { readFileSync, rmSync, writeFileSync } from "node:fs";\nimport { BashOperator',
      ],
      [
        "    writeStats(outputPath, stats);",
        `    writeStats(\`\${outputPath}.new\`, stats);
    const text = readFileSync(\`\${outputPath}.new\`);
    rmSync(\`\${outputPath}.new\`);
    rmSync(outputPath, { force: true });
    writeFileSync(outputPath, text);`,
      ],
    ],
    fails: "02.4",
  },
];
