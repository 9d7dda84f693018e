// Small changes of this lesson's file that make it wrong, and the check that finds each. For `pnpm teach verify`.

import type { Slip } from "@daglings/lessons";

export const slips: readonly Slip[] = [
  {
    what: "it catches up",
    change: [["catchup: false", "catchup: true"]],
    fails: "09.1",
  },
  {
    what: "the start date is moved",
    change: [
      ['startDate: "2019-01-01"', 'startDate: "2019-01-04"'],
      ["catchup: false", "catchup: true"],
    ],
    fails: "09.1",
  },
];
