// What this lesson asks of a student's version, and how it is judged.

import type { Check, Task } from "@daglings/lessons";
import { compareEvents, compareStats, compareTrees } from "../src/comparisons.ts";

export const task: Task = {
  why: "There is no lesson before this one. A script can do it, but the person who starts it must know all the rest: when it should run, what to do when a step fails, which days are done.",
  must: [
    {
      says: "The script is work/00_regular_script/script.ts. It asks $EVENTS_API/events for all events and saves the answer as data/events.json.",
      shownBy: ["00.2"],
    },
    {
      says: "It counts the events of each user on each day, and saves that as data/stats.csv: date,user,0, sorted by date and user.",
      shownBy: ["00.3", "00.5"],
    },
    {
      says: "When the API answers with an error, the script ends with an exit code that is not 0, and saves nothing.",
      shownBy: ["00.4"],
    },
  ],
  tools: [
    "readEvents(path) and writeStats(path, stats) of @daglings/lessons, with arquero's groupby and rollup in between; or count in a way of your own",
  ],
  notYet: ["Tasks, schedules, retries: they come with the first DAG, in lesson 01."],
  learned:
    "A script does its steps; when it runs, how often, and what happens if a step fails is left to the person who starts it.",
};

export const checks: readonly Check[] = [
  {
    id: "00.1",
    name: "the script runs to its end",
    does: "starts the script in an empty folder, with an events API at $EVENTS_API, and looks at its exit code",
    why: "The exit code is all that a shell, cron or a colleague's script learns about it.",
    experiment: "run",
    hints: [
      "Does it end by itself, and what does it print before it ends?",
      "Look at the output above. The API's address is in the environment: process.env.",
      'const response = await fetch(`${process.env["EVENTS_API"]}/events`);',
    ],
    judge: ({ script }) =>
      script === null
        ? []
        : [
            {
              what: "the exit code",
              expected: "0",
              actual:
                script.exitCode === 0 ? "0" : `${script.exitCode ?? "stopped"}\n${script.output.trim()}`,
            },
          ],
  },
  {
    id: "00.2",
    name: "data/events.json is what the API has answered",
    does: "compares the events in data/events.json with those that the API has: ten days, from 2019-01-01 to 2019-01-10",
    why: "The raw data come first: everything else can be calculated from them again.",
    requires: ["00.1"],
    experiment: "run",
    hints: [
      "Which file is there after the run, and how many events does it have?",
      "Compare data/events.json with the answer to GET /events. Is all of it written, and to this path?",
      'writeFileSync("data/events.json", await response.text());',
    ],
    judge: (seen) => [
      compareEvents(seen, "data/events.json", seen.eventsBetween("2019-01-01", "2019-01-11")),
    ],
  },
  {
    id: "00.3",
    name: "data/stats.csv counts the events by date and user",
    does: "compares data/stats.csv, to the letter, with its own count",
    why: "Other programs read this file: to them, a column in another place, or another order, is a different file.",
    requires: ["00.2"],
    experiment: "run",
    hints: [
      "Count one user's events of one day by hand: does the file say the same?",
      "The columns are the date, the user, and the count under the name 0; rows are sorted by date, then user. writeStats of @daglings/lessons writes it that way.",
      `const stats = events.groupby("date", "user").rollup({ 0: op.count() });
writeStats("data/stats.csv", stats);`,
    ],
    judge: (seen) => [compareStats(seen, "data/stats.csv", seen.eventsBetween("2019-01-01", "2019-01-11"))],
  },
  {
    id: "00.4",
    name: "when the API is away, the script fails and saves nothing",
    does: "starts the script in the folder of the first run, with other numbers in data/stats.csv, while every request is answered with status 500, and looks at its exit code and at the files: they are as they were",
    why: "An error page that is saved as data looks like a normal day until somebody reads it.",
    requires: ["00.1"],
    experiment: "outage",
    hints: [
      "What does the script do with an answer that is not a list of events, and what is in its files then?",
      "fetch does not throw when the status is 500: look at the properties of the response.",
      "if (!response.ok) throw new Error(`the events API answers ${response.status}`);",
    ],
    judge: (seen) =>
      seen.script === null
        ? []
        : [
            { what: "the exit code", expected: "not 0", actual: seen.script.exitCode === 0 ? "0" : "not 0" },
            ...compareTrees(seen),
          ],
  },
  {
    id: "00.5",
    name: "a second start leaves the same files",
    does: "starts the script once more in the folder of the first run, and compares all files to the letter",
    why: "If you are not sure whether it ran, you start it again: nothing must be counted twice.",
    requires: ["00.3"],
    experiment: "again",
    hints: [
      "How many lines does the file with the counts have after the second start?",
      "Look for code that adds to the end of a file. What was there belongs to an earlier answer.",
      'writeStats("data/stats.csv", stats) puts a new file in place of the old one',
    ],
    judge: (seen) => (seen.script === null ? [] : compareTrees(seen)),
  },
];
