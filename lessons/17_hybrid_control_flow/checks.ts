// What this lesson asks of a student's version, and how it is judged.

import {
  customerFiles,
  type Check,
  type Comparison,
  type CustomerFile,
  type Observation,
  type ObservedTask,
  type Retirement,
  type Task,
} from "@daglings/lessons";
import { comesAfter, compareOrder, judgedDag, runsOf, taskOf } from "../src/comparisons.ts";

export const task: Task = {
  why:
    "A DAG says which tasks there are before it runs. But how many files does the night's delivery have, and which of them go on in " +
    "another file? That is known only once they have been read. So the DAG hands the work over, waits, and goes on.",
  must: [
    {
      says:
        "The DAG runs for 2024-01-15. Tasks: validate_input and setup_workspace, then process_with_air_executor, " +
        "wait_for_air_executor, validate_results, update_database, send_notification.",
      shownBy: ["17.1"],
    },
    {
      says:
        "process_with_air_executor hands over one task. It queues one for each file in customers/; each of these writes " +
        "data/results/NAME.csv: name,orders,total.",
      shownBy: ["17.2", "17.3"],
    },
    {
      says: 'A file whose last line is "# goes on in PATH" queues one more task, for that file.',
      shownBy: ["17.2"],
    },
    {
      says: "The discovery notes in data/rates.log that it has fetched the rates: one line, however many files there are.",
      shownBy: ["17.4"],
    },
    {
      says: "validate_results puts all rows, sorted by name, under the header name,orders,total into data/report.csv, and fails if one is missing.",
      shownBy: ["17.2", "17.10"],
    },
    {
      says: "update_database writes them into the table result of data/customers.db; send_notification mails team@example.com.",
      shownBy: ["17.9"],
    },
    {
      says: "If anything fails, alert mails oncall@example.com, and clean_up always removes workspace/.",
      shownBy: ["17.7", "17.10", "17.11"],
    },
    { says: "A second time, in the same folder, the DAG processes no file again.", shownBy: ["17.5"] },
    { says: "wait_for_air_executor gives back its slot between two looks.", shownBy: ["17.8"] },
  ],
  tools: [
    "DynamicTasks and DynamicTasksSensor of @daglings/air-executor: beyond/air-executor/README.md",
    "air-executor queue, and $AIR_EXECUTOR_TASKS, in the commands of tasks",
  ],
  notYet: [
    "Several machines: a folder belongs to one.",
    "A real bucket and a real warehouse: a folder and SQLite take their place.",
  ],
  learned:
    "A DAG orders the work that is known; discovered work queues itself, and the DAG waits until it ends.",
};

export const retires: readonly Retirement[] = [
  {
    checks: ["16.1", "16.2", "16.3", "16.4"],
    why: "the DAG has other tasks, a calendar, and files of customers in place of events",
  },
];

const beginnings = ["validate_input", "setup_workspace"];

const order = [
  "process_with_air_executor",
  "wait_for_air_executor",
  "validate_results",
  "update_database",
  "send_notification",
];

export const checks: readonly Check[] = [
  {
    id: "17.1",
    name: "the work is handed over, and the DAG goes on when it is done",
    does: "runs the DAG for 2024-01-15 with twelve files, and compares the states of its tasks, and their order",
    why: "The run is green only when everything that was discovered is done.",
    experiment: "run",
    hints: [
      "Which of your tasks is not green, and what does its log say?",
      "One task makes the job, the next one waits for it. The second has to know which job the first has made.",
      "new DynamicTasks({ dag, taskId, command }), new DynamicTasksSensor({ dag, taskId, handOver }), and chain(…)",
    ],
    judge: (seen) => [
      { what: "the run", expected: "success", actual: runsOf(seen)[0]?.state ?? "no run" },
      ...order.map((taskId) => compareState(seen, taskId, "success")),
      ...seen.dags
        .slice(-1)
        .flatMap((dag) => beginnings.map((first) => compareOrder(dag, [first, ...order]))),
    ],
  },
  {
    id: "17.2",
    name: "every file is in the report, even those that were found on the way",
    does: "sums up the twelve files and the six in which they continue, and compares data/report.csv with the result",
    why: "A task that is queued while others run must not get lost.",
    requires: ["17.1"],
    experiment: "run",
    hints: [
      "Which rows are missing: those of the files that are visible at once, or those that are named in other files?",
      "A task that finds a further file queues a task for it, and does not wait for it. Each task is a file of its own.",
      `echo "{\\"command\\": \\"sh workspace/process.sh $more\\"}" >"$AIR_EXECUTOR_TASKS/$(basename "$more" .csv).json"`,
    ],
    judge: (seen) => [
      {
        what: "data/report.csv",
        expected: reportOf(filesOf(seen)),
        actual: seen.files["data/report.csv"] ?? "missing",
      },
    ],
  },
  {
    id: "17.3",
    name: "each file has a task of its own, and a runner of its own",
    does: "counts the exit files that Air-Executor has left: one for each file, and one for the discovery, all with 0; and compares data/results/NAME.csv of each file",
    why: "Then a file that goes wrong is retried alone, and all of them can run at the same time.",
    requires: ["17.2"],
    experiment: "run",
    hints: [
      "How many tasks does air-executor status list?",
      "Let the first task queue the others instead of doing their work.",
      "for path in customers/*.csv; do echo a task for $path as JSON; done | air-executor queue --file -",
    ],
    judge: (seen) => [
      {
        what: "tries that ended with exit code 0",
        expected: `${filesOf(seen).length + 1}`,
        actual: `${done(seen.files)}`,
      },
      ...filesOf(seen).map(({ name, orders, total }) => ({
        what: `data/results/${name}.csv`,
        expected: `${name},${orders},${total}\n`,
        actual: seen.files[`data/results/${name}.csv`] ?? "no such file",
      })),
    ],
  },
  {
    id: "17.4",
    name: "what is big is fetched once",
    does: "counts the lines of data/rates.log",
    why: "If tasks that run at the same time look for a file, all of them see that it is not there.",
    requires: ["17.1"],
    experiment: "run",
    hints: [
      "Which task fetches the rates, and how many copies of it run at the same time?",
      "Between looking and fetching there is time for another one to look. Where can you be certain that there is only one runner?",
      "Fetch them in the first task: no other runs before that one has queued the others",
    ],
    judge(seen) {
      const lines = countLines(seen.files["data/rates.log"]);
      // How many of them come in time to see that it is not there depends on the machine.
      const actual = lines > 1 ? "more than 1" : `${lines}`;
      return [{ what: "lines of data/rates.log", expected: "1", actual }];
    },
  },
  {
    id: "17.5",
    name: "handed over twice, it is still one job",
    does: "runs everything once more in the same folder, with a new database, and compares how many tries there are",
    why: "A hand-over is retried if its own process was lost, and then the work must not be done twice.",
    requires: ["17.3"],
    experiment: "again",
    hints: [
      "What does the second hand-over find, and how does it know that it is its own?",
      "A name that is made from the run is the same at every try. A name made from the time, or at random, is not.",
      "Leave the job's name to DynamicTasks, or write one with {{ run_id }} or {{ ds }} in it",
    ],
    judge: ({ before, files }) => [
      { what: "tries after the second time", expected: `${done(before)}`, actual: `${done(files)}` },
      {
        what: "data/report.csv",
        expected: before["data/report.csv"] ?? "missing",
        actual: files["data/report.csv"] ?? "missing",
      },
    ],
  },
  {
    id: "17.6",
    name: "no work is lost with a process",
    does: "kills the process of the DAG when most is done, lets another take over, and compares the report and the tries",
    why: "Runners and their folder survive the process of the DAG.",
    requires: ["17.3"],
    experiment: "killed",
    hints: [
      "Which part of your hand-over is kept in the memory of one process?",
      "The job is in its folder. Everything about it is read from there, each time.",
      "DynamicTasksSensor({ handOver }) finds the job by the result of the hand-over, which is in the database",
    ],
    judge: (seen) => [
      {
        what: "data/report.csv",
        expected: reportOf(filesOf(seen)),
        actual: seen.files["data/report.csv"] ?? "missing",
      },
      {
        what: "tries that ended with exit code 0",
        expected: `${filesOf(seen).length + 1}`,
        actual: `${done(seen.files)}`,
      },
    ],
  },
  {
    id: "17.7",
    name: "a failure is reported, and cleaned up after",
    does: "makes the delivery empty, and compares the states of alert and clean_up, what is left of workspace/, and the mails; and looks whether alert comes after every task that may fail",
    why: "The person on call must be told, and the next run must not find this one's rubbish.",
    requires: ["17.1"],
    experiment: "outage",
    hints: [
      "Which of your tasks run if the very first one has failed?",
      "By default a task runs when all tasks before it have succeeded. There are other rules.",
      `triggerRule: "one_failed" for the alert, and "all_done" for the cleanup`,
    ],
    judge: (seen) => [
      { what: "the run", expected: "failed", actual: runsOf(seen)[0]?.state ?? "no run" },
      compareState(seen, "alert", "success"),
      compareState(seen, "clean_up", "success"),
      workspaceOf(seen),
      {
        what: "tasks whose failure alert would not notice",
        expected: "none",
        actual: unheard(seen).join(", ") || "none",
      },
      {
        what: "mails",
        expected: "oncall@example.com",
        actual: seen.mails.map(({ to }) => to).join(", ") || "none",
      },
    ],
  },
  {
    id: "17.8",
    name: "what is waiting holds no slot",
    does: "adds up how long wait_for_air_executor was running, by the simulated clock",
    why: "Slots are few. A sensor that keeps one for hours keeps out tasks that have something to do.",
    requires: ["17.1"],
    experiment: "run",
    hints: [
      "What does your sensor do between two looks: is it still there, or gone until the next?",
      "Its state should be up_for_reschedule then, and not running. A sensor has two ways to wait.",
      `mode: "reschedule"`,
    ],
    judge: (seen) => [
      {
        what: "seconds for which wait_for_air_executor was running",
        expected: "0",
        actual: `${ownTask(seen, "wait_for_air_executor")?.secondsRunning ?? "there is no such task"}`,
      },
    ],
  },
  {
    id: "17.9",
    name: "the results reach the database, and the team is told",
    does: "looks for the row of each file in the table result of data/customers.db, and counts the mails",
    why: "Other people use the database, and wait for the mail before they do.",
    requires: ["17.2"],
    experiment: "run",
    hints: [
      "What is in the database after the run, and who got a mail?",
      "A database has its rows once they are committed, and an e-mail has a recipient once you name one: to.",
      'database.exec("insert or replace into result …"); and new EmailOperator({ dag, taskId, to: "team@example.com", … })',
    ],
    judge: (seen) => [
      ...filesOf(seen).map(({ name, orders, total }) => {
        const found = resultsIn(seen).filter((values) => values.includes(name));
        const isRight = [orders, total].every((value) => found[0]?.includes(String(value)));
        return {
          what: `data/customers.db, the row of ${name} in the table result`,
          expected: `${name}, ${orders}, ${total}`,
          actual: found.map((values) => values.join(", ")).join(" and ") || "not there",
          holds: found.length === 1 && isRight,
        };
      }),
      {
        what: "mails",
        expected: "team@example.com",
        actual: seen.mails.map(({ to }) => to).join(", ") || "none",
      },
    ],
  },
  {
    id: "17.10",
    name: "a missing result is noticed and reported",
    does: "empties data/, runs the DAG once more, with its job already done, and checks whether validate_results fails and alert runs",
    why: "A report with a row missing looks complete.",
    requires: ["17.2", "17.5"],
    experiment: "alone",
    hints: [
      "What does the task that makes the report do if a result is missing?",
      "Take the names from customers/ and customers/more/, not from the results that happen to be there.",
      "readFileSync(`data/results/${name}`) for each of the files that have come: it throws if one is missing",
    ],
    judge: (seen) => [
      compareState(seen, "validate_results", "failed"),
      compareState(seen, "alert", "success"),
    ],
  },
  {
    id: "17.11",
    name: "nothing is left of the workspace when all went well",
    does: "looks for files in workspace/ after the run",
    why: "Most runs go well. What each of them leaves behind fills the disk.",
    requires: ["17.1"],
    experiment: "run",
    hints: [
      "Does your cleanup run on a good day, too?",
      "A rule that waits for a failure never runs when there is none.",
      `triggerRule: "all_done" for the cleanup`,
    ],
    judge: (seen) => (runsOf(seen).length === 0 ? [] : [workspaceOf(seen)]),
  },
];

/** The rows of the table, each as its values, in whatever order its columns are. */
function resultsIn({ files }: Observation): string[][] {
  const lines = (files["data/customers.db"] ?? "").split("\n").map((line) => line.split("|"));
  return lines.filter(([table]) => table === "result").map(([, ...values]) => values);
}

function ownTask(seen: Observation, taskId: string): ObservedTask | undefined {
  const [run] = runsOf(seen);
  return run && taskOf(run, taskId);
}

function workspaceOf({ files }: Observation): Comparison {
  const isThere = Object.keys(files).some((path) => path.startsWith("workspace/"));
  return { what: "workspace/", expected: "not there", actual: isThere ? "there" : "not there" };
}

/** A failure passes on to the tasks after it: alert must come after each, directly or with others in between. */
function unheard(seen: Observation): string[] {
  const dag = judgedDag(seen);
  const mayFail = [...beginnings, ...order.filter((taskId) => taskId !== "send_notification")];
  return dag ? mayFail.filter((taskId) => !comesAfter(dag, "alert", taskId)) : [];
}

function compareState(seen: Observation, taskId: string, expected: string): Comparison {
  const actual = ownTask(seen, taskId)?.state ?? "there is no such task";
  return { what: `task ${taskId}`, expected, actual };
}

/** The folder tells only how many files have come; what should be in them is worked out here. */
function filesOf({ seed, files }: Observation): CustomerFile[] {
  const count = Object.keys(files).filter((path) => /^customers\/[^/]+\.csv$/.test(path)).length;
  return customerFiles({ count, seed });
}

function reportOf(files: readonly CustomerFile[]): string {
  const rows = files.map(({ name, orders, total }) => `${name},${orders},${total}`);
  return `${["name,orders,total", ...rows.toSorted()].join("\n")}\n`;
}

/** Counts the tries of Air-Executor that ended well. */
function done(files: Readonly<Record<string, string>>): number {
  const exits = Object.entries(files).filter(([path]) => /^\.air-executor\/jobs\/.*\.exit$/.test(path));
  return exits.filter(([, text]) => text === "0\n").length;
}

function countLines(text = ""): number {
  return text.split("\n").filter(Boolean).length;
}
