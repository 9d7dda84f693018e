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
    what: "a failure leaves its scratch folder behind",
    change: [['    triggerRule: "all_done", // also after a failure\n', ""]],
    fails: "15.7",
  },
  {
    what: "the cleanup removes what other days still need",
    change: [["`rm -rf ${scratch}`", "`rm -rf scratch`"]],
    fails: "15.1",
  },
  {
    what: "the week is counted into the folder of the days",
    change: [['chain(countEvents(weekly, "weekly")', 'chain(countEvents(weekly, "stats")']],
    fails: "15.1",
  },
  {
    what: "the file itself says what is quiet",
    change: [['>= Number(value.get("quiet_below"))', ">= 9"]],
    fails: "15.2",
  },
  {
    what: "a day with exactly big_from events is not yet big",
    change: [['< Number(value.get("big_from"))', '<= Number(value.get("big_from"))']],
    fails: "15.2",
  },
  {
    what: "a day with exactly quiet_below events is still quiet",
    change: [['>= Number(value.get("quiet_below"))', '> Number(value.get("quiet_below"))']],
    fails: "15.2",
  },
  {
    what: "nobody is asked",
    change: [
      ["const awaitApproval = new ApprovalSensor({", "const awaitApproval = new FunctionOperator({"],
      ['subject: "Mail the statistics of {{ds}} to everyone?",', "callable: () => {},"],
    ],
    fails: "15.2",
  },
  {
    what: "the message does not say which day",
    change: [["`${ds}: ${Number", "`today: ${Number"]],
    fails: "15.2",
  },
  {
    what: "only the chat is noted",
    change: [['["tell_chat", "mail_team", "mail_everyone"]', '["tell_chat"]']],
    fails: "15.3",
  },
  {
    what: "the connection is written down",
    change: [
      [
        '    await postToChat(conn.get("chat")',
        '    writeWhole("data/chat.txt", conn.get("chat").uri);\n    await postToChat(conn.get("chat")',
      ],
    ],
    fails: "15.5",
  },
  {
    what: "no alert",
    change: [['  onFailure: mailLogEnd("ops@example.com"),', ""]],
    fails: "15.6",
  },
  {
    what: "the alert goes to somebody else",
    change: [['mailLogEnd("ops@example.com")', 'mailLogEnd("team@example.com")']],
    fails: "15.6",
  },
  {
    what: "the join always runs, and makes the run green",
    change: [['"none_failed_min_one_success"', '"all_done"']],
    fails: "15.7",
  },
  {
    what: "the mails have no statistics",
    change: [
      [
        "await emailStats({ to, day: ds, stats: readStats(statsPath) });",
        "await emailStats({ to, day: ds, stats: readStats(statsPath).slice(0, 0) });",
      ],
    ],
    fails: "15.2",
  },
  {
    what: "a folder of its own is left behind",
    change: [["`mkdir -p ${scratch} &&", "`mkdir -p tmp && date >tmp/{{ds}}.txt && mkdir -p ${scratch} &&"]],
    fails: "15.4",
  },
  {
    what: "the week is one run, with its days written by hand",
    change: [
      ['  schedule: "@weekly",', '  schedule: "@once",'],
      [
        '"$EVENTS_API/events?start_date={{ds}}&end_date={{next_ds}}"`',
        '"$EVENTS_API/events?start_date=${folder === "stats" ? "{{ds}}" : "2018-12-30"}&end_date=${folder === "stats" ? "{{next_ds}}" : "2019-01-06"}"`',
      ],
    ],
    fails: "15.1",
  },
  {
    what: "the mails wait for the chat",
    change: [["isNews, [tellChat, chooseReaders]);", "isNews, tellChat, chooseReaders);"]],
    fails: "15.8",
  },
  {
    what: "only a failed request for events is an alert",
    change: [
      ['  onFailure: mailLogEnd("ops@example.com"),', ""],
      [
        '    taskId: "fetch_events",',
        '    taskId: "fetch_events",\n    onFailure: mailLogEnd("ops@example.com"),',
      ],
    ],
    fails: "15.8",
  },
  {
    what: "each day waits for the one before it",
    change: [
      ['endDate: "2019-01-05", defaultArgs }', 'endDate: "2019-01-05", maxActiveRuns: 1, defaultArgs }'],
    ],
    fails: "15.1",
  },
  {
    what: "the secret is written down in base64",
    change: [
      [
        '    await postToChat(conn.get("chat")',
        '    writeWhole("data/chat.txt", Buffer.from(conn.get("chat").uri).toString("base64"));\n    await postToChat(conn.get("chat")',
      ],
    ],
    fails: "15.5",
  },
];
