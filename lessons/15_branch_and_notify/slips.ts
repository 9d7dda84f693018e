// Small changes of this lesson's file that make it wrong, and the check that finds each. For `pnpm teach verify`.

import type { Slip } from "@daglings/lessons";

export const slips: readonly Slip[] = [
  {
    what: "the second DAG is not exported",
    change: [["export const weekly", "const weekly"]],
    fails: "15.1",
  },
  {
    what: "quiet days are told, too",
    change: [['Number(value.get("quiet_below"))', "0"]],
    fails: "15.2",
  },
  {
    what: "big days are mailed to the team alone",
    change: [
      [
        'Number(value.get("big_from")) ? "mail_team" : "await_approval"',
        '1000 ? "mail_team" : "await_approval"',
      ],
    ],
    fails: "15.2",
  },
  {
    what: "a failure leaves its scratch folder",
    change: [['    triggerRule: "all_done", // also after a failure\n', ""]],
    fails: "15.7",
  },
];
