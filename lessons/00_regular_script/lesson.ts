import { lectureWeek, type Lesson } from "@daglings/lessons/lesson";
import { checks, task } from "./checks.ts";

export const lesson: Lesson = {
  title: "A regular script",
  goal: "Fetch the events and count them with a plain script, and see what such a script leaves to you.",
  change: null,
  needs: ["events"],
  scenario: lectureWeek,
  look: [
    "data/events.json: 97 events of ten days, as the API gave them",
    "data/stats.csv: how many events each user had on each day, 43 rows",
    "docs/why.md: what an orchestrator gives that a script does not, and when a script is enough",
  ],
  experiment:
    "pnpm lesson 00 --variant crash-halfway: the events are there, the statistics are not, and nobody does the second step later",
  variants: {
    "crash-halfway": {
      title: "The power fails between the two steps",
      wrong:
        "The computer stops after the events are fetched, and nothing remembers that the second step is still to be done.",
      seen: "data/events.json is there and data/stats.csv is not, until somebody notices.",
      fails: { check: "00.1", phrase: "stopped" },
    },
    "no-status-check": {
      title: "An error page is taken for data",
      wrong: "The API answers with status 500, and the script saves that answer as if it were events.",
      seen: 'data/events.json holds {"error":…} instead of a list, and the script fails in its second step, which is not at fault.',
      scenario: { eventsApiFails: 1 },
      fails: { check: "00.4", phrase: "data/events.json" },
    },
  },
  task,
  checks,
};
