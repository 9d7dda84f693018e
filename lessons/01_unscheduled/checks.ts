// What this lesson asks of a student's version, and how it is judged.

import type { Check, Observation, ObservedRun, Retirement, Task } from "@daglings/lessons";
import {
  compareEvents,
  compareOrder,
  compareStatsWith,
  compareSuccess,
  compareTrees,
  dayOf,
  judgedDag,
  runsOf,
  taskOf,
} from "../src/comparisons.ts";

export const task: Task = {
  why: "The script of lesson 00 is one piece. When the counting fails, the next start fetches everything again; nobody can see which step failed; and nothing keeps a record of what ran when. Something outside must know its steps.",
  must: [
    { says: "The file exports a DAG by default: export default dag;", shownBy: ["01.1"] },
    {
      says: "It has two tasks with the ids fetch_events and calculate_stats, the second after the first.",
      shownBy: ["01.2"],
    },
    { says: "It has no schedule: it runs when somebody triggers it.", shownBy: ["01.3"] },
    {
      says: "fetch_events saves what $EVENTS_API/events answers as data/events.json, and fails when the API answers with an error.",
      shownBy: ["01.5", "01.7"],
    },
    {
      says: "calculate_stats counts the events of that file by date and user, and saves data/stats.csv as before.",
      shownBy: ["01.6", "01.9", "01.10"],
    },
  ],
  tools: [
    'DAG, BashOperator, FunctionOperator and chain of @daglings/engine: README.md, "What a DAG looks like"',
    "readEvents(path) and writeStats(path, stats) of @daglings/lessons, as in lesson 00",
  ],
  notYet: ["Dates: the whole history is fetched each time.", "Retries: a task that fails has failed."],
  learned:
    "A DAG names the steps and their order; the orchestrator runs them, and knows how each of them went.",
};

const isADag = "a DAG, exported by default";

export const retires: readonly Retirement[] = [
  {
    checks: ["00.1", "00.2", "00.3", "00.4", "00.5"],
    why: "the script is a DAG now: its steps are tasks, and the checks from 01.1 on look at those",
  },
];

export const checks: readonly Check[] = [
  {
    id: "01.1",
    name: "the file defines a DAG",
    does: "loads the file, and looks whether it exports a DAG by default",
    why: "An orchestrator does not run a file: it reads in the file what to run.",
    experiment: "run",
    hints: [
      "What does your file give to a program that imports it?",
      "new DAG({ … }) of @daglings/engine makes one, and an export without a name hands it out.",
      `const dag = new DAG({ schedule: null, startDate: "2019-01-01" });
// the tasks
export default dag;`,
    ],
    judge: (seen) => [
      { what: "the file", expected: isADag, actual: seen.loadError ?? (judgedDag(seen) ? isADag : "no DAG") },
    ],
  },
  {
    id: "01.2",
    name: "calculate_stats comes after fetch_events",
    does: "looks at the tasks of the DAG, and at which of them wait for which",
    why: "Without an order both start at the same time, and the counting finds no file, or an old one.",
    requires: ["01.1"],
    experiment: "run",
    hints: [
      "Which steps does the script have, and which of them needs what the other one leaves?",
      "A task is an operator with a taskId: BashOperator, FunctionOperator. One function of @daglings/engine sets the order.",
      `const fetchEvents = new BashOperator({ dag, taskId: "fetch_events", bashCommand: \`…\` });
const calculateStats = new FunctionOperator({ dag, taskId: "calculate_stats", callable() { … } });
chain(fetchEvents, calculateStats);`,
    ],
    judge: (seen) => {
      const dag = judgedDag(seen);
      return dag ? [compareOrder(dag, ["fetch_events", "calculate_stats"])] : [];
    },
  },
  {
    id: "01.3",
    name: "it runs when it is triggered, and only then",
    does: "switches the DAG on at 2019-01-04 05:00, triggers it once by hand, and waits until 2019-01-07 00:00",
    why: "A DAG without a schedule is for work that somebody decides on: an import, a repair, a first try.",
    requires: ["01.1"],
    experiment: "run",
    hints: [
      "How many runs are there, and who asked for them?",
      "Look at the DAG's options: one of them says when it runs, and one value means 'never'.",
      'new DAG({ schedule: null, startDate: "2019-01-01" })',
    ],
    judge: (seen) => [
      {
        what: "the runs",
        expected: "1 manual",
        actual:
          runsOf(seen).length === 1 && runsOf(seen)[0]?.runType === "manual"
            ? "1 manual"
            : runsOf(seen)
                .map(({ runType, logicalDate }) => `${runType} ${dayOf(logicalDate)}`)
                .join("\n") || "none",
      },
    ],
  },
  {
    id: "01.4",
    name: "every run succeeds",
    does: "looks at the state of each run, and at what its tasks say if they fail",
    why: "A run succeeds if its last tasks do: then you can rely on what it leaves.",
    requires: ["01.2"],
    experiment: "run",
    hints: [
      "Which task is the first that fails, and what does its log say?",
      "pnpm lesson {NN} --file {FILE} runs your file and shows the end of that log. A folder that is not there, a command that fails, a wrong name in a template or an import are the usual reasons.",
      `In bash: mkdir -p before the first write, && between the commands, quotes around the URL:
  mkdir -p data &&
  curl --fail … "$EVENTS_API/events"
In TypeScript: the first line of the message says what is missing, and the path after it says in which line.`,
    ],
    judge: compareSuccess,
  },
  {
    id: "01.5",
    name: "data/events.json is what the API has answered",
    does: "compares the events in data/events.json with those that the API has: ten days, from 2019-01-01 to 2019-01-10",
    why: "What was fetched is kept as it came: the statistics can be calculated again without asking.",
    requires: ["01.4"],
    experiment: "run",
    hints: [
      "Which file does the first task leave, and is all of the answer in it?",
      "curl --output names the file. The task's working folder is the run's folder: paths are relative to it.",
      'curl --fail --silent --show-error --output data/events.json "$EVENTS_API/events"',
    ],
    judge: (seen) => [
      compareEvents(seen, "data/events.json", seen.eventsBetween("2019-01-01", "2019-01-11")),
    ],
  },
  {
    id: "01.6",
    name: "data/stats.csv counts what is in data/events.json",
    does: "counts the events in data/events.json by date and user, and compares that with data/stats.csv to the letter",
    why: "Other programs read this file: to them, a column in another place, or another order, is a different file.",
    requires: ["01.4"],
    experiment: "run",
    hints: [
      "Count one user's events of one day by hand: does the file say the same?",
      "The script of lesson 00 has this step already: readEvents, groupby, rollup, writeStats. The two paths can come to the callable as opKwargs.",
      `opKwargs: { inputPath: "data/events.json", outputPath: "data/stats.csv" },
callable({ inputPath, outputPath }) {
  const events = readEvents(inputPath);
  writeStats(outputPath, events.groupby("date", "user").rollup({ 0: op.count() }));
}`,
    ],
    judge: (seen) => [compareStatsWith(seen, "data/stats.csv", "data/events.json")],
  },
  {
    id: "01.7",
    name: "when the API is away, fetch_events fails, and the run with it",
    does: "runs the DAG in a folder that has the files of an earlier run, while every request is answered with status 500",
    why: "If the wrong task is green, the next one is blamed, and repeating it helps nobody.",
    requires: ["01.2"],
    experiment: "outage",
    hints: [
      "What does a task do that got an error page instead of events?",
      "By default curl saves the error page and ends with 0. One of its flags changes that: curl --help http.",
      "curl --fail --silent --show-error …; and && after it, so that nothing goes on after a failure",
    ],
    judge: (seen) =>
      runsThatEnded(seen).map((run) => ({
        what: `run ${dayOf(run.logicalDate)}`,
        expected: "run failed, fetch_events failed",
        actual: `run ${run.state}, fetch_events ${taskOf(run, "fetch_events")?.state ?? "missing"}`,
      })),
  },
  {
    id: "01.8",
    name: "it can run a second time in the same folder",
    does: "runs the DAG once more in the folder of the first run, with a new database, and looks at the state of each run",
    why: "What works only in an empty folder works once.",
    requires: ["01.4"],
    experiment: "again",
    hints: [
      "Which command fails if what it makes is there already?",
      "mkdir has a flag for that: mkdir --help. curl --output and mv replace a file that is there.",
      "mkdir -p data",
    ],
    judge: compareSuccess,
  },
  {
    id: "01.9",
    name: "a second run leaves the same files",
    does: "runs the DAG once more in the folder of the first run, with a new database, and compares all files to the letter",
    why: "The same events have only one count: nothing must be counted twice.",
    requires: ["01.6", "01.8"],
    experiment: "again",
    hints: [
      "How many lines does the file with the counts have after the second run?",
      "Look for code that adds to the end of a file. What was there belongs to an earlier run.",
      "writeStats(outputPath, stats), which puts a new file in place of the old one",
    ],
    judge: compareTrees,
  },
  {
    id: "01.10",
    name: "only fetch_events asks the API",
    does: "counts the requests for events, and how often fetch_events was started",
    why: "What is fetched a second time may be different by then, and the counts do not match the file.",
    requires: ["01.4"],
    experiment: "run",
    hints: [
      "How many requests did one run make, and which of its tasks made them?",
      "One task fetches and the other counts: they share the file, and nothing else.",
      "const events = readEvents(inputPath), with the path of the file that fetch_events has saved",
    ],
    judge: (seen) => {
      const starts = runsOf(seen).map((run) => taskOf(run, "fetch_events")?.attempts ?? 0);
      const allowed = starts.reduce((sum, each) => sum + each, 0);
      const asked = seen.requests.filter(({ method, path }) => method === "GET" && /^\/events\b/.test(path));
      return runsOf(seen).length === 0
        ? []
        : [
            {
              what: "requests for events",
              expected: `${allowed} at most, one for each start of fetch_events`,
              actual: `${asked.length}`,
              holds: asked.length <= allowed,
            },
          ];
    },
  },
];

/** A run that is made in the last instant may still wait for its next try. */
function runsThatEnded(seen: Observation): ObservedRun[] {
  return runsOf(seen).filter(
    (run) => run.createdAt < seen.clock.until || run.tasks.every(({ state }) => state !== "up_for_retry"),
  );
}
