// Small changes of this lesson's file that make it wrong, and the check that finds each. For `pnpm teach verify`.

import type { Slip } from "@daglings/lessons";

export const slips: readonly Slip[] = [
  {
    what: "a part of arquero is imported by name",
    change: [
      [
        'import * as aq from "arquero";',
        `import { op } from "arquero";

const aq = { op };`,
      ],
    ],
    fails: "03.1",
  },
];
