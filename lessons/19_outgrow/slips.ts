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
];
