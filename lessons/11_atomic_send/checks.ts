// What this lesson asks of a student's version, and how it is judged.

import type { Check, Retirement, Task } from "@daglings/lessons";
import { compareOrder, compareStarts, dayOf, judgedDag, linesOfMail, runsOf } from "../src/comparisons.ts";

export const task: Task = {
  why: "In lesson 10 the busy mail server made calculate_stats fail, and so it ran twice: everything was calculated again, because of a mail. With an hour's work instead of a millisecond's, that hurts.",
  must: [
    {
      says: "There is a third task, send_stats, after calculate_stats. It reads the saved data/stats/<day>.csv, and mails it.",
      shownBy: ["11.1", "11.4"],
    },
    {
      says: "If the mail server refuses, only send_stats is tried again: calculate_stats runs once.",
      shownBy: ["11.2"],
    },
    {
      says: "Nobody gets a mail twice, even if the process is killed and another one goes on.",
      shownBy: ["10.2", "11.3", "11.5"],
    },
  ],
  tools: ["readStats(path) of @daglings/lessons, which reads what writeStats has written"],
  notYet: [
    "A mail that is sent although its answer is lost: no orchestrator can rule that out. That is why nothing else belongs in that task.",
  ],
  learned:
    "A task should be atomic: all of it, or nothing. Then a retry repeats what failed, and nothing that was already done.",
};

export const retires: readonly Retirement[] = [{ checks: ["10.4"], why: "the mail has a task of its own" }];

export const checks: readonly Check[] = [
  {
    id: "11.1",
    name: "send_stats is a task of its own, after calculate_stats",
    does: "looks at the tasks of the DAG, and at which of them wait for which",
    why: "Work that can fail for its own reasons should be repeated on its own.",
    requires: ["01.4"],
    experiment: "run",
    hints: [
      "Which step can fail although the statistics are there?",
      "The callable of the third task gets the path of the statistics by templatesDict, as calculate_stats does. readStats reads them. chain sets the order.",
      `const sendStats = new FunctionOperator({ dag, taskId: "send_stats", templatesDict: { statsPath: "data/stats/{{ds}}.csv" }, … });
chain(fetchEvents, calculateStats, sendStats);`,
    ],
    judge: (seen) => {
      const dag = judgedDag(seen);
      return dag ? [compareOrder(dag, ["fetch_events", "calculate_stats", "send_stats"])] : [];
    },
  },
  {
    id: "11.2",
    name: "a busy mail server repeats only the mail",
    does: "counts how often each task was started, while the mail server refuses each mail the first time",
    why: "What was done stays done: only the mail is sent again.",
    requires: ["11.1"],
    experiment: "run",
    hints: [
      "Which task was started twice, and what was in it?",
      "Look whether the calculation still sends something, or the new task calculates something.",
      "calculate_stats ends with writeStats; send_stats does nothing but readStats and emailStats",
    ],
    judge: (seen) =>
      runsOf(seen).map((run) => compareStarts(run, { fetch_events: 1, calculate_stats: 1, send_stats: 2 })),
  },
  {
    id: "11.3",
    name: "after a kill no day gets two mails, and each run that succeeds has sent its one",
    does: "kills the process when the first statistics are there, lets another one go on, and counts the mails",
    why: "A machine may go down at any moment. What it was doing is done again; what was finished is not.",
    requires: ["11.2"],
    experiment: "killed",
    hints: [
      "What is left to do for a run whose statistics are saved, and what not?",
      "The new process repeats what was under way, by the retries of its task. Each task must find what it needs in files.",
      "defaultArgs: { retries: 1, retryDelay: { minutes: 1 } }, and send_stats reads data/stats/{{ds}}.csv",
    ],
    judge: (seen) =>
      runsOf(seen).map((run) => {
        const day = dayOf(run.logicalDate);
        const mails = seen.mails.filter(({ subject }) => subject.includes(day)).length;
        const isDone = run.state === "success";
        return {
          what: `mails about ${day}, whose run is ${run.state}`,
          expected: isDone ? "1" : "1 at most",
          actual: String(mails),
          holds: isDone ? mails === 1 : mails <= 1,
        };
      }),
  },
  {
    id: "11.4",
    name: "send_stats mails what is saved, and calculates nothing",
    does: "raises the numbers in data/stats/<day>.csv of a run by 1000, removes its events, lets send_stats run again, and looks for the raised numbers in the new mail",
    why: "Two places that calculate will disagree one day, and then the mail says something that no file says.",
    requires: ["11.3"],
    experiment: "altered",
    hints: [
      "Where does the task that sends the mail get its numbers from?",
      "It needs one file and no other. readStats reads what writeStats has written.",
      'await emailStats({ to: email, day: ds, stats: readStats(statsPath) });   // statsPath: "data/stats/{{ds}}.csv"',
    ],
    judge: (seen) =>
      runsOf(seen).flatMap((run) => {
        const day = dayOf(run.logicalDate);
        const saved = seen.before[`data/stats/${day}.csv`];
        if (saved === undefined) return [];
        const mail = seen.mails.findLast(({ subject }) => subject.includes(day));
        const [, ...rows] = saved.trim().split("\n");
        const lines = linesOfMail(mail?.text ?? "");
        return rows.map((row) => ({
          what: `the mail about ${day}, after its file was changed by hand`,
          expected: row.replaceAll(",", " "),
          actual: lines.map((words) => words.join(" ")).join("\n") || "no text",
          holds: lines.some((words) => row.split(",").every((word) => words.includes(word))),
        }));
      }),
  },
  {
    id: "11.5",
    name: "while the API is away no mail is sent",
    does: "runs the DAG in a folder that has the files of an earlier run, while every request is answered with status 500, and looks into the mailbox",
    why: "A mail with old numbers is read as news.",
    requires: ["01.7", "11.1"],
    experiment: "outage",
    hints: [
      "What does a task do if its file is there, but from an earlier time?",
      "A task runs when those before it have succeeded, unless something says otherwise. Look for that.",
      "no triggerRule on calculate_stats and send_stats: its default is all_success",
    ],
    judge: (seen) =>
      runsOf(seen).length === 0
        ? []
        : [
            {
              what: "the mailbox",
              expected: "no mail",
              actual: seen.mails.map(({ subject }) => subject).join("\n") || "no mail",
            },
          ],
  },
];
