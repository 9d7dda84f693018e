// Small changes of this lesson's file that make it wrong, and the check that finds each. For `pnpm teach verify`.

import type { Slip } from "@daglings/lessons";

export const slips: readonly Slip[] = [
  {
    what: "one key for all days",
    change: [["cacheKey: (day) => `events of ${day}`", 'cacheKey: () => "events"']],
    fails: "18.1",
  },
  {
    what: "a key that is new each time",
    change: [["`events of ${day}`", "`events of ${day} ${Math.random()}`"]],
    fails: "18.2",
  },
  {
    what: "the first day is mailed in place of the last",
    change: [["days.at(-1)", "days.at(0)"]],
    fails: "18.3",
  },
  {
    what: "the mail is sent twice",
    change: [["  await sendStats(day);", "  await sendStats(day);\n  await sendStats(day);"]],
    fails: "18.3",
  },
  {
    what: "the events are saved elsewhere",
    change: [
      ["writeWhole(`data/events/${day}.json`", "writeWhole(`data/${day}.json`"],
      ["readEvents(`data/events/${day}.json`)", "readEvents(`data/${day}.json`)"],
    ],
    fails: "18.1",
  },
  {
    what: "the flow is given the day of the run alone",
    change: [["await pipeline({ days });", "await pipeline({ days: days.slice(-1) });"]],
    fails: "18.4",
  },
  {
    what: "every mail has the statistics of the first day",
    change: [
      [
        "day, stats: readStats(`data/stats/${day}.csv`)",
        'day, stats: readStats("data/stats/2019-01-01.csv")',
      ],
    ],
    fails: "18.3",
  },
];
