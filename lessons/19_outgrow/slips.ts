// Small changes of this lesson's file that make it wrong, and the check that finds each. For `pnpm teach verify`.

import type { Slip } from "@daglings/lessons";

export const slips: readonly Slip[] = [
  {
    what: "the mail does not wait for the statistics",
    change: [
      ["chain(fetchEvents, calculateStats, sendStats);", "chain(fetchEvents, [calculateStats, sendStats]);"],
    ],
    fails: "19.1",
  },
  { what: "one retry", change: [["retries: 3", "retries: 1"]], fails: "19.2" },
  {
    what: "every row is counted twice",
    change: [["{ 0: aq.op.count() }", "{ 0: (row) => aq.op.count() * 2 }"]],
    fails: "19.3",
  },
  {
    what: "no mail is sent",
    change: [
      [
        "await emailStats({ to: email, day: ds, stats: readStats(statsPath) });",
        "await Promise.resolve([emailStats, email, ds, readStats(statsPath)]);",
      ],
    ],
    fails: "19.4",
  },
  {
    what: "only the first task has enough tries",
    change: [
      ["retries: 3", "retries: 1"],
      ['  taskId: "fetch_events",', '  taskId: "fetch_events",\n  retries: 3,'],
    ],
    fails: "19.5",
  },
  {
    what: "now and then the order is another one",
    change: [
      [
        "chain(fetchEvents, calculateStats, sendStats);",
        "if (Math.random() < 1e-9) chain(fetchEvents, sendStats, calculateStats);\nelse chain(fetchEvents, calculateStats, sendStats);",
      ],
    ],
    fails: "19.6",
  },
  {
    what: "in ten years the order is another one",
    change: [
      [
        "chain(fetchEvents, calculateStats, sendStats);",
        "if (new Date().getFullYear() > 2036) chain(fetchEvents, sendStats, calculateStats);\nelse chain(fetchEvents, calculateStats, sendStats);",
      ],
    ],
    fails: "19.6",
  },
];
