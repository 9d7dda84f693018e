// Small changes of this lesson's file that make it wrong, and the check that finds each. For `pnpm teach verify`.

import type { Slip } from "@daglings/lessons";

export const slips: readonly Slip[] = [
  {
    what: "every three days in cron, until the end date",
    change: [["{ days: 3 }", '"0 0 */3 * *"']],
    fails: "07.1",
  },
  {
    what: "days listed by hand",
    change: [["{ days: 3 }", '"0 0 1,4,7 * *"']],
    fails: "07.1",
  },
];
