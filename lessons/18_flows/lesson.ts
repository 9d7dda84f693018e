import { lectureWeek, type Lesson } from "@daglings/lessons/lesson";
import { checks, retires, task } from "./checks.ts";

export const lesson: Lesson = {
  title: "Flows",
  goal: "Write the pipeline as functions that call functions, and see what you gain, and what you lose.",
  change: "the work is a flow, which a DAG of one task calls; the DAG has the calendar",
  goesOnFrom: "11",
  needs: ["events", "mail"],
  hasFlows: true,
  scenario: { ...lectureWeek, eventsApiFails: 2, eventsApiServes: 2 },
  checkScenario: { eventsApiFails: 0 },
  look: [
    "pnpm lesson 18 --json: flows has each run of the pipeline, and how often it called what",
    "the last run of the pipeline has called fetchEvents five times; four of these are Cached",
    "pnpm lesson 11 beside it: the same files by three tasks, each of which can be cleared by itself",
  ],
  experiment:
    "pnpm lesson 18 --variant cache-key-forgotten: the same files, and 15 requests in place of five",
  variants: {
    "cache-key-forgotten": {
      title: "No key",
      wrong: "fetchEvents has no cacheKey. Each run fetches all days from the first one on.",
      seen: "The first day is asked for five times, and there are ten more requests.",
      fails: { check: "18.2", phrase: "5" },
    },
    "cache-for-ever": {
      title: "One key for everything, for ever",
      wrong:
        "The key does not depend on the day, and never expires. Whatever is asked for, the first answer comes back.",
      seen: "There is one request, and data/stats has five files with the events of 1 January.",
      fails: { check: "18.1", phrase: "2019-01-02" },
    },
    "nobody-awaits": {
      title: "Futures that nobody awaits",
      wrong:
        "The statistics are submitted, and neither awaited nor returned. The mail does not wait for them.",
      seen: "The first run sends nothing: its statistics are not there yet when they are to be validated.",
      fails: { check: "18.1", phrase: "failed" },
    },
    "map-without-limit": {
      title: "Everything at once",
      wrong:
        "The flow fetches the whole quarter while it is at it, and sets no maxWorkers: 90 requests come together. The API answers two at once, and refuses the others, even when they come again together.",
      seen: "All runs fail with status 429: three retries are not enough, and all refused calls wait for the same time.",
      fails: { check: "18.1", phrase: "failed" },
    },
    "outside-any-task": {
      title: "A mail outside any task",
      wrong: "The flow itself sends the mail. It then fails, is tried again, and sends it again.",
      seen: "The mailbox has two mails about each day.",
      fails: { check: "18.3", phrase: "2019-01-01" },
    },
  },
  task,
  checks,
  retires,
};
