// Small changes of this lesson's file that make it wrong, and the check that finds each. For `pnpm teach verify`.

import type { Slip } from "@daglings/lessons";

export const slips: readonly Slip[] = [
  {
    what: "each row is mailed twice",
    change: [["day: ds, stats });", "day: ds, stats: stats.concat(stats) });"]],
    fails: "10.3",
  },
  {
    what: "rows of another day are mailed, too",
    change: [
      ["day: ds, stats });", "day: ds, stats: stats.concat(others) });"],
      [
        "    writeStats(outputPath, stats);",
        `    writeStats(outputPath, stats);
    const others = stats.derive({ date: () => "2018-12-31" });`,
      ],
    ],
    fails: "10.3",
  },
  {
    what: "it is tried again an hour later",
    change: [["retryDelay: { minutes: 1 }", "retryDelay: { hours: 1 }"]],
    fails: "10.4",
  },
  {
    what: "nobody learns that a mail was refused",
    change: [["day: ds, stats });", "day: ds, stats }).catch(() => {});"]],
    fails: "10.2",
  },
  {
    what: "nobody waits for the mail server's answer",
    change: [["    await emailStats(", "    void emailStats("]],
    fails: "10.2",
  },
];
