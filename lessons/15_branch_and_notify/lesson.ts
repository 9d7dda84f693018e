import type { Lesson } from "@daglings/lessons";
import { bigFrom, checks, decisions, quietBelow, retires, task } from "./checks.ts";

const week = { from: "2019-01-04T05:00Z", until: "2019-01-07T00:00Z" };

export const lesson: Lesson = {
  title: "Branch and notify",
  goal: "Tell the right people when there is something to tell; ask a person when somebody must decide; raise an alarm when a task fails.",
  change:
    "a second DAG made of the same tasks; a short circuit, a branch, an approval and a join; a chat beside the mail; an alert; a cleanup",
  goesOnFrom: "11",
  needs: ["bash", "events", "mail", "chat"],
  scenario: {
    ...week,
    variables: { quiet_below: String(quietBelow), big_from: String(bigFrom) },
    chatRefuses: "once",
    eventsApiAway: { from: "2019-01-05T00:00Z", until: "2019-01-05T06:00Z" },
    byHand: [
      {
        at: "2019-01-05T08:00Z",
        what: "Carla has read the alert, and clears the failed run",
        act: (scheduler, dagId) => scheduler.clear({ dagId, runId: "scheduled__2019-01-04T00:00:00+00:00" }),
      },
      ...decisions,
    ],
  },
  checkScenario: {
    eventsApiAway: { from: week.until, until: week.until },
    eventsApiFailsOnceFor: "2019-01-02", // it is then later than the others: its files must still be there
    byHand: decisions,
  },
  look: [
    "the table of runs: on 3 January everything after is_news is skipped; on the 4th a person approved, on the 5th a person rejected",
    "tell_chat needed two tries each time; no mail was sent twice because of it",
    "data/told: four files for five days; scratch: gone, even on the day that failed first",
  ],
  experiment:
    "pnpm lesson 15 --until 2019-01-05T08:30Z: the 4th waits for approval; pnpm dags approvals --dir runs/15_branch_and_notify shows it, and pnpm dags approve answers",
  variants: {
    "join-all-success": {
      title: "A join that waits for both paths",
      wrong:
        "note_told has the usual rule, all_success. One of the two paths is always skipped, and so is note_told.",
      seen: "All runs are green, note_told is skipped in each of them, and there is no data/told.",
      fails: { check: "15.3", phrase: "no such file" },
    },
    "secret-in-command-line": {
      title: "A secret among the arguments",
      wrong:
        "curl gets the chat's secret as an argument. The log shows three stars; the list of processes shows the secret to everybody on the machine.",
      seen: "The search for the secret finds it on the command line of bash, and of curl.",
      fails: { check: "15.5", phrase: "command line of curl" },
    },
    "callback-fails": {
      title: "An alert that itself fails",
      wrong:
        "The callback reads the server from a connection that does not exist. It throws, and nobody is told.",
      seen: 'The run of 4 January fails at first, and there is no mail to ops@example.com; the end of its log says "A callback failed".',
      fails: { check: "15.6", phrase: "0 with this day" },
    },
    "alert-storm": {
      title: "An alert after every try",
      wrong:
        "onRetry is called after each try that is followed by another one. Most of them would have recovered by themselves.",
      seen: "Ops gets six mails: four because the chat was busy for a moment, and two for the failure that mattered.",
      fails: { check: "15.6", phrase: "2 with this day" },
    },
    "skipped-by-accident": {
      title: "A cleanup after the short circuit",
      wrong:
        "remove_scratch comes last, after note_told. A short circuit skips everything after it, even a task with the rule all_done.",
      seen: "scratch/stats/2019-01-03 is left: the quiet day was not cleaned up, and everything is green.",
      fails: { check: "15.4", phrase: "scratch/stats/2019-01-03" },
    },
  },
  task,
  checks,
  retires,
};
