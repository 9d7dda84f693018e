// Small changes of this lesson's file that make it wrong, and the check that finds each. For `pnpm teach verify`.

import type { Slip } from "@daglings/lessons";

export const slips: readonly Slip[] = [
  {
    what: "the first try always fails",
    change: [
      ["  outlets: [stats],", "  outlets: [stats],\n  retries: 1,"],
      ["  callable() {", '  callable({ ti }) {\n    if (ti.tryNumber === 1) throw new Error("not yet");'],
    ],
    fails: "16.3",
  },
  {
    what: "each run adds to a list of what it has done",
    change: [
      ["import { globSync }", "import { appendFileSync, globSync }"],
      [
        "      writeStats(`data/stats/${day}.csv`, counts);",
        '      writeStats(`data/stats/${day}.csv`, counts);\n      appendFileSync("data/done.txt", `${day}\\n`);',
      ],
    ],
    fails: "16.4",
  },
];
