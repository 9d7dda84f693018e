// Small changes of this lesson's file that make it wrong, and the check that finds each. For `pnpm teach verify`.

import type { Slip } from "@daglings/lessons";

export const slips: readonly Slip[] = [
  {
    what: "send_stats calculates again",
    change: [
      [
        "stats: readStats(statsPath)",
        'stats: readEvents(statsPath.replaceAll("stats", "events").replace("csv", "json")).groupby("date", "user").rollup({ 0: aq.op.count() })',
      ],
    ],
    fails: "11.4",
  },
  {
    what: "a row of nobody's is mailed, too",
    change: [
      [
        "stats: readStats(statsPath)",
        'stats: readStats(statsPath).concat(aq.from([{ date: "2019-01-09", user: "zoe", 0: "1" }]))',
      ],
    ],
    fails: "10.3",
  },
  {
    what: "send_stats sends what calculate_stats has handed over",
    change: [
      [
        "writeStats(outputPath, stats);",
        "writeStats(outputPath, stats);\n    return JSON.stringify(stats.objects());",
      ],
      ["async callable({ ds,", "async callable({ ti, ds,"],
      ["stats: readStats(statsPath)", 'stats: aq.from(JSON.parse(String(ti.xcomPull("calculate_stats"))))'],
    ],
    fails: "11.4",
  },
  {
    what: "calculate_stats sends a mail of its own",
    change: [
      ["  callable({ templatesDict: { inputPath", "  async callable({ templatesDict: { inputPath"],
      [
        "writeStats(outputPath, stats);",
        // In one run alone: of several at once, the first to arrive would be the one that is refused.
        `writeStats(outputPath, stats);
    if (inputPath.includes("2019-01-01")) await emailStats({ to: "boss@example.com", day: "a day", stats });`,
      ],
    ],
    fails: "11.2",
  },
  {
    what: "each mail is sent twice",
    change: [
      [
        "    await emailStats(",
        `    await emailStats({ to: email, day: ds, stats: readStats(statsPath) });
    await emailStats(`,
      ],
    ],
    fails: "10.2",
  },
  {
    what: "what is sent depends on what this process remembers",
    change: [
      ["writeStats(outputPath, stats);", "writeStats(outputPath, stats);\n    calculated.add(outputPath);"],
      ["    await emailStats(", "    if (!calculated.has(statsPath)) return;\n    await emailStats("],
      ["const sendStats = ", "const calculated = new Set<string>();\n\nconst sendStats = "],
    ],
    fails: "11.3",
  },
  {
    what: "an old file is mailed when nothing was fetched",
    change: [
      [
        '  taskId: "send_stats",',
        `  taskId: "send_stats",
  triggerRule: "all_done",`,
      ],
      [
        "chain(fetchEvents, calculateStats, sendStats);",
        `const look = new FunctionOperator({ dag, taskId: "look", callable() {} });

chain(fetchEvents, calculateStats, sendStats);
chain(calculateStats, look);`,
      ],
    ],
    fails: "11.5",
  },
];
