import { lectureWeek, type Lesson } from "@daglings/lessons/lesson";
import { checks, retires, task } from "./checks.ts";

export const lesson: Lesson = {
  title: "A mail inside the calculation",
  goal: "Send the statistics by mail, at first in the wrong place: at the end of the task that calculates them.",
  change: "catch-up and one retry; calculate_stats also sends a mail",
  needs: ["bash", "events", "mail"],
  scenario: { ...lectureWeek, mailIsRefused: "once" },
  look: [
    "the table of runs: calculate_stats needed two attempts in each run, because the mail server refused each mail once",
    "mailbox: five mails, one for each day",
  ],
  experiment:
    "pnpm lesson 10 --variant two-recipients: the second mail is refused, the task is tried again, and the first reader gets everything twice",
  variants: {
    "mail-before-save": {
      title: "The mail before the file",
      wrong: "The mail is sent before the file is written, so that a busy mail server holds up the file.",
      seen: "While the mail server is busy, at 2019-01-04T05:00Z, there is no data/stats folder; lesson 10 itself has three files there by then.",
      scenario: { until: "2019-01-04T05:00:30Z" },
      fails: { check: "10.5", phrase: "no such file" },
    },
    "two-recipients": {
      title: "Two mails in one task",
      wrong: "A retry does the whole task once more: also the first mail, which had been sent already.",
      seen: "15 mails instead of 10: user@example.com got each day twice, boss@example.com once; calculate_stats needed three tries.",
      fails: { check: "10.2", phrase: "1 to boss@example.com" },
    },
  },
  task,
  checks,
  retires,
};
