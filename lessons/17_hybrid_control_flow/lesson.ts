import type { Lesson } from "@daglings/lessons";
import { checks, retires, task } from "./checks.ts";

const night = { from: "2024-01-16T00:00Z", until: "2024-01-16T02:00Z" };

export const lesson: Lesson = {
  title: "Hybrid control flow",
  goal: "Hand over work of unknown size to Air-Executor, wait for it, and go on with the DAG.",
  change:
    "another DAG: five tasks that are known, and between them a hand-over and a sensor for those that are not",
  needs: ["bash", "mail", "customers"],
  scenario: night,
  checkScenario: { customers: 12 },
  look: [
    "pnpm air-executor status --dir runs/17_hybrid_control_flow: 151 tasks, and the DAG knows one of them",
    "the log of wait_for_air_executor: Tasks 1/101, 101/151 and 151/151 done",
  ],
  experiment: "pnpm lesson 17 --variant lost-children: everything is green, and 150 of 151 files are missing",
  variants: {
    "lost-children": {
      title: "One growing list of tasks",
      wrong:
        "The runner reads the list of tasks, runs the discovery, which adds 100 tasks to the list, and writes back what it has read.",
      seen: "Everything is green, and data/report.csv has no row: 1 of 1 tasks is completed, the discovery itself.",
      fails: { check: "17.2", phrase: "even those that were found on the way" },
    },
    "hangs-on-failure": {
      title: "Waiting for what can never run",
      wrong:
        "One task fails, and another one waits for it. To the sensor, the job is unfinished until all of them are completed.",
      seen: "After an hour of simulated time the sensor gives up: wait_for_air_executor has failed, and its log says Tasks 151/153 done 62 times.",
      fails: { check: "17.1", phrase: "when it is done" },
    },
    "killed-is-success": {
      title: "Nothing is running, so all is done",
      wrong:
        "The runner of one file is killed. The sensor sees that no task is pending and no runner is alive, and lets the DAG go on.",
      seen: "Everything is green, and data/report.csv has 149 rows: customer_003 is missing.",
      fails: { check: "17.2", phrase: "even those that were found on the way" },
    },
    "new-job-each-try": {
      title: "A job with a random name",
      wrong:
        "The job's name has a random part. At 01:00 the run is cleared, and the hand-over makes another job.",
      seen: "pnpm air-executor status --dir runs/17_hybrid_control_flow shows two jobs of 151 tasks, and data/rates.log has two lines.",
      scenario: {
        byHand: [
          {
            at: "2024-01-16T01:00Z",
            what: "the run cleared by hand, so that it runs again",
            act: (scheduler, dagId) =>
              scheduler.clear({ dagId, runId: "scheduled__2024-01-15T00:00:00+00:00" }),
          },
        ],
      },
      fails: { check: "17.5", phrase: "it is still one job" },
    },
    "fetched-many-times": {
      title: "Look, and then fetch",
      wrong:
        "Each task fetches the rates if they are not there yet. Four tasks start at once, look, and all see nothing.",
      seen: "data/rates.log has more than one line: ten gigabytes would have been fetched that many times.",
      fails: { check: "17.4", phrase: "fetched once" },
    },
    "holds-a-slot": {
      title: "Waiting in the only slot",
      wrong: "The DAG has one slot, and the sensor pokes: it keeps the slot from its first look to its last.",
      seen: "list_delivery does not need Air-Executor, but begins only at 00:00:10, when the sensor is done.",
      fails: { check: "17.8", phrase: "holds no slot" },
    },
  },
  task,
  checks,
  retires,
};
