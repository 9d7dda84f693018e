// Small changes of this lesson's file that make it wrong, and the check that finds each. For `pnpm teach verify`.

import type { Slip } from "@daglings/lessons";

export const slips: readonly Slip[] = [
  {
    what: "it runs every two minutes",
    change: [["schedule: { minutes: 1 }", "schedule: { minutes: 2 }"]],
    fails: "12.1",
  },
  {
    what: "it asks for another price",
    change: [['averagePriceOf("BTCUSDT"', 'averagePriceOf("ETHUSDT"']],
    fails: "12.2",
  },
  {
    what: "it is tried again once",
    change: [["retries: 3", "retries: 1"]],
    fails: "12.3",
  },
];
