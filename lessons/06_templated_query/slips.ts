// Small changes of this lesson's file that make it wrong, and the check that finds each. For `pnpm teach verify`.

import type { Slip } from "@daglings/lessons";

export const slips: readonly Slip[] = [
  {
    what: "an empty list is saved",
    change: [
      [
        `mv data/events.json.$$ data/events.json\``,
        `echo "[]" > data/events.json.$$ &&
    mv data/events.json.$$ data/events.json\``,
      ],
    ],
    fails: "06.2",
  },
];
