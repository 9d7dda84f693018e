import { lectureWeek, type Lesson } from "@daglings/lessons/lesson";
import { checks, retires, task } from "./checks.ts";

export const lesson: Lesson = {
  title: "A mail as a task of its own",
  goal: "Make each task do one thing that is done or not done, so that a retry repeats only that.",
  change: "a third task, send_stats, reads the saved file and mails it",
  needs: ["bash", "events", "mail"],
  scenario: { ...lectureWeek, mailIsRefused: "once" },
  sender: "send_stats",
  look: [
    "the table of runs: send_stats needed two attempts, calculate_stats one",
    "mailbox: five mails, and data/stats: five files, each written once",
  ],
  experiment:
    "pnpm dags clear 11_atomic_send 2019-01-02 --task send_stats --dir runs/11_atomic_send: one mail is sent again, and no more",
  variants: {
    "all-done-leaf": {
      title: "A last task that hides failures",
      wrong:
        "The state of a run is that of its last tasks; finish always runs and succeeds, so the run succeeds whatever failed before.",
      seen: "All five runs are success, but in the first three fetch_events is failed; only two of five mails were sent.",
      scenario: { eventsApiFails: 6 },
      fails: { check: "01.7", phrase: "run success, fetch_events failed" },
    },
    "clear-only-failed": {
      title: "Only the failed task is cleared",
      wrong:
        "Nothing is wrong with the file; but if only the failed task is cleared, the tasks that failed because of it stay as they are.",
      seen: "In the run of 2019-01-01 fetch_events is success, calculate_stats and send_stats are still upstream_failed, and the run is failed.",
      scenario: {
        eventsApiFails: 6,
        byHand: [
          {
            at: "2019-01-04T12:00Z",
            what: "fetch_events of 1 January cleared",
            act: (scheduler, dagId) => {
              scheduler.clear({
                dagId,
                runId: "scheduled__2019-01-01T00:00:00+00:00",
                taskIds: ["fetch_events"],
              });
            },
          },
        ],
      },
      fails: null,
    },
    "depends-on-past": {
      title: "Waiting for the past",
      wrong:
        "A task with dependsOnPast waits until the same task of the run before has succeeded; that one has failed, so it waits for ever.",
      seen: "The run of 2019-01-01 is failed, and the other four stay running without a single attempt; there is no file.",
      scenario: { eventsApiFails: 2 },
      fails: { check: "01.7", phrase: "run running" },
    },
    "chain-forgotten": {
      title: "A task in no chain",
      wrong:
        "send_stats is not in the chain, so it starts together with fetch_events, before there is a file to read.",
      seen: 'send_stats is failed in all five runs, its first log says "no such file", and no mail was sent; the files are all there.',
      fails: { check: "01.4", phrase: "send_stats failed" },
    },
  },
  task,
  checks,
  retires,
};
