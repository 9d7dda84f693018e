// The evening path through the engine, in reading order: for each file what to look for, and a question that the reader
// can answer by running something. docs/architecture.md has the same list; a test holds the two together, runs every
// command, and sees to it that the whole can be read in an evening.

export interface Stop {
  readonly part: string;
  /** Below engine/src. */
  readonly file: string;
  readonly look: string;
  readonly question: string;
  /** What comes after `pnpm`. */
  readonly run: readonly string[];
}

type Reading = readonly [file: string, look: string, question: string, run: readonly string[]];

const testOf = (file: string, name: string) => ["test", `engine/src/${file}`, "-t", name];
const stepTest = (name: string) => testOf("core/step.test.ts", name);
const schedulerTest = (name: string) => testOf("scheduler/scheduler.test.ts", name);

const aDag: readonly Reading[] = [
  [
    "dag.ts",
    "A DAG collects its tasks as they are made, and chain says their order. Its plan is the DAG as plain data.",
    "A task is chained before itself by way of others. Which sentence does the author of the file get?",
    testOf("dag.test.ts", "refuses a cycle, and names its path"),
  ],
  [
    "operators/operator.ts",
    "What all tasks share: a place in a DAG, a plan as plain data, and the contract of execute.",
    "Which settings does a task have that says nothing but its name?",
    testOf("operators/operator.test.ts", "that says nothing is as in Airflow"),
  ],
  [
    "operators/function.ts",
    "The shortest operator that does something. The others differ in what execute does.",
    "Is 0 a result that other tasks can pull? And undefined?",
    testOf("operators/function.test.ts", "result when it is"),
  ],
  [
    "errors.ts",
    "The few errors that a caller can act on. A task that throws one decides how its attempt ends.",
    "What becomes of a text that is thrown in place of an Error?",
    testOf("errors.test.ts", "what was thrown"),
  ],
];

const intervals: readonly Reading[] = [
  [
    "schedule/timetable.ts",
    "The one question of every schedule: after this interval, which is the next, and when is its run due?",
    "A DAG is switched on on 4 January. For which days are runs made, and when?",
    ["lesson", "02"],
  ],
  [
    "schedule/delta.ts",
    "The simplest timetable: intervals of one length, each starting where the one before it ended.",
    "Every three days, and switched on late: which intervals are there?",
    ["lesson", "04"],
  ],
  [
    "schedule/parse.ts",
    'From "@daily", a cron expression or a duration to a timetable, or to a sentence about what is wrong.',
    "Which sentence does a schedule of minus one day get?",
    testOf("schedule/parse.test.ts", "refused"),
  ],
];

const core: readonly Reading[] = [
  [
    "core/states.ts",
    "The words for everything that follows: the states of a run and of a task.",
    "Which state of Airflow's is left out?",
    stepTest("the states are Airflow's"),
  ],
  [
    "core/events.ts",
    "What can happen to a run, and what the core wants done about it. Both are plain data, with the time in them.",
    "Play the same events again: what is different?",
    stepTest("played again, the same events give the same run"),
  ],
  [
    "core/plan.ts",
    "A DAG without its code: ids, edges, rules and durations, in the order in which tasks may run.",
    "Does the hash of a plan change when nothing but the order in the file does?",
    testOf("core/plan.test.ts", "the hash changes"),
  ],
  [
    "core/reach.ts",
    "Whether a new link would close a cycle, without looking through the whole DAG each time.",
    "Does a task lead to itself?",
    testOf("core/reach.test.ts", "a task leads to itself"),
  ],
  [
    "core/task-instance.ts",
    "What a run knows about each of its tasks.",
    "Which times does an attempt record, and which try is it?",
    stepTest("is queued, runs and ends at the times that its events say"),
  ],
  [
    "core/task-table.ts",
    "All tasks of a run, in pages, with the number of those in each state.",
    "A task is called constructor. Does that go wrong?",
    testOf("core/task-table.test.ts", "names that every object has"),
  ],
  [
    "core/run.ts",
    "A DAG for one interval, as plain data: with its plan, all that step knows.",
    "A DAG is edited while a run is under way. What becomes of the tasks that are gone?",
    testOf("core/run.test.ts", "when a DAG is edited"),
  ],
  [
    "core/draft.ts",
    "The only thing that changes, and only within one step.",
    "Is the run that step was given still as it was?",
    stepTest("leaves the run that it was given as it was"),
  ],
  [
    "core/index.ts",
    "The second door of the engine: all that another runtime needs to decide as this one does.",
    "Does the run end, whatever the graph and however attempts end?",
    stepTest("the run ends, with every task in a final state"),
  ],
  [
    "core/step.ts",
    "The heart: a run and an event give the run as it is then, commands, and changes for the record.",
    "An attempt reports twice. What does the second report change?",
    stepTest("that reports twice"),
  ],
  [
    "core/trigger-rule.ts",
    "May a task run, given the states upstream of it? Airflow's own answers are the test.",
    "How many rules are there, and does the order of the upstream tasks matter?",
    ["test", "engine/src/core/trigger-rule.test.ts"],
  ],
  [
    "core/upstream.ts",
    "The same decision from counts, so that a join of a thousand tasks costs no more than one of two.",
    "Are the counts always what counting again would give?",
    testOf("core/upstream.test.ts", "counts that are kept up"),
  ],
  [
    "core/settle.ts",
    "What follows from a change: who may run, who is skipped, and whether the run is over.",
    "A task fails, and its all_done successor succeeds. Is the run failed?",
    stepTest("comes from its leaves alone"),
  ],
  [
    "core/attempt.ts",
    "What the end of an attempt means for the task. The retry is decided here.",
    "How many attempts does a task with two retries get?",
    stepTest("with retries is tried again after the delay"),
  ],
  [
    "core/retry.ts",
    "When the next try comes: Airflow's waits, to the second.",
    "How long does a task with a delay of zero wait?",
    testOf("core/retry.test.ts", "a delay of zero"),
  ],
  [
    "core/poke.ts",
    "When a sensor looks again, and when it gives up.",
    "A sensor has waited exactly as long as its timeout. Does it look once more?",
    testOf("core/poke.test.ts", "exactly as long as its timeout"),
  ],
  [
    "core/past.ts",
    "Whether a task has to wait for the same task of the run before.",
    "The run before did not have the task. Does it wait?",
    testOf("core/past.test.ts", "did not have has no past"),
  ],
  [
    "core/by-hand.ts",
    "Clear, mark, cancel: what people do to a run is an event like any other.",
    "A task that is running is cleared. What happens to its attempt?",
    stepTest("a running task is stopped, and tried again whatever its retries"),
  ],
];

const portsAndShell: readonly Reading[] = [
  [
    "ports.ts",
    "Clock, Executor, Store: the three ways out, each of few verbs.",
    "A late report comes for an attempt that has ended. What does the store keep?",
    testOf("store/memory.test.ts", "stay as they ended"),
  ],
  [
    "scheduler/scheduler.ts",
    "A loop of rounds. What a round changes is committed before anything outside can notice it.",
    "A scheduler is killed in the middle. What does the next one do with what was under way?",
    schedulerTest("keeps what has ended when a scheduler is stopped"),
  ],
  [
    "scheduler/runs.ts",
    "How runs come to be, what happens to them, and what follows from it.",
    "A run by hand exists for a date that the schedule reaches later. Is there a second run?",
    schedulerTest("a run that was made by hand for that date is not made again"),
  ],
  [
    "scheduler/ledger.ts",
    "Every change of a run goes through here, and is kept together with its round or not at all.",
    "Another scheduler has taken the store over. What does the first one still write?",
    schedulerTest("that another scheduler has taken over gets nothing more"),
  ],
  [
    "scheduler/dispatcher.ts",
    "From a task that may start to an attempt that runs: the DAG's limit, and the executor's slots.",
    "There is no free slot. Is a task scheduled or queued?",
    schedulerTest("wait as queued when there is no free slot"),
  ],
  [
    "scheduler/timers.ts",
    "At which instant time alone changes something: why nothing has to poll.",
    "A retry waits five minutes. How long does that take in simulated time?",
    schedulerTest("that fail are tried again after their delay"),
  ],
];

const behindThePorts: readonly Reading[] = [
  [
    "clocks/simulated.ts",
    "Time stands still while there is work, and then jumps to what is due next.",
    "Does simulated time ever go back?",
    testOf("clocks/simulated.test.ts", "never goes back"),
  ],
  [
    "executors/in-process.ts",
    "The simplest executor: attempts in the scheduler's own process.",
    "How many attempts does it carry out at once?",
    testOf("executors/in-process.test.ts", "there are sixteen slots"),
  ],
  [
    "executors/attempt.ts",
    "One attempt, wherever it runs: context, templates, execute, and how it ended.",
    "What does a mistake in a template cost: is anything executed before it is found?",
    testOf("executors/attempt.test.ts", "while a template is rendered"),
  ],
];

const parts: readonly (readonly [part: string, readings: readonly Reading[]])[] = [
  ["A DAG as its author writes it", aDag],
  ["Which data interval comes next", intervals],
  ["The core, which decides", core],
  ["The ports, and the scheduler between them", portsAndShell],
  ["Behind the ports", behindThePorts],
];

export const stops: readonly Stop[] = parts.flatMap(([part, readings]) =>
  readings.map(([file, look, question, run]) => ({ part, file, look, question, run })),
);

/** Files of the core and the scheduler that the story leans on; look them up where they are needed. */
export const aside: readonly string[] = [
  "core/membership.ts",
  "core/pages.ts",
  "core/recovered.ts",
  "core/sha1.ts",
  "scheduler/approvals.ts",
  "scheduler/assets.ts",
  "scheduler/callbacks.ts",
  "scheduler/kept.ts",
  "scheduler/one-callback.ts",
  "scheduler/previous-run.ts",
  "scheduler/roster.ts",
  "scheduler/start-queues.ts",
];
