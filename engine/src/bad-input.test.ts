// What is written wrongly in a DAG's file, and the one message that each gets: place, value, what is expected, and what
// to do. As a student has it: a file, loaded and run by Node.

import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execPath } from "node:process";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const cron =
  'a cron expression is "minute hour day-of-month month day-of-week", such as "0 6 * * MON", ' +
  "and seconds as a sixth field";
const daily = 'schedule: "@daily", startDate: "2019-01-01"';
const dagOf = (options: string, tasks = "") =>
  `const dag = new DAG({ ${options} });\n${tasks}\nexport default dag;`;
const byHand = (tasks: string) => dagOf("schedule: null", tasks);
const task = (id: string, dag = "dag") =>
  `const ${id} = new EmptyOperator({ dag: ${dag}, taskId: ${JSON.stringify(id)} });`;

type Case = readonly [what: string, source: string, message: string];

/** Each message is that of `NN/dag.ts`; `%` stands for that place. */
const whenLoaded: readonly Case[] = [
  [
    "a wrong cron expression",
    dagOf('schedule: "61 * * * *", startDate: "2019-01-01"'),
    `%: schedule "61 * * * *" is not acceptable: its minute is "61", which is not a value, list, range or step of 0-59; ${cron}`,
  ],
  [
    "an unknown preset",
    dagOf('schedule: "@dayly", startDate: "2019-01-01"'),
    '%: schedule "@dayly" is not a preset; did you mean "@daily"? ' +
      "(presets: @once, @hourly, @daily, @weekly, @monthly, @quarterly, @yearly)",
  ],
  [
    "an endDate before the startDate",
    dagOf(`${daily}, endDate: "2018-12-31"`),
    "%: endDate 2018-12-31T00:00:00Z is before startDate 2019-01-01T00:00:00Z: there would never be a run; " +
      "write an endDate on or after the startDate, or leave it out",
  ],
  [
    "a negative duration",
    byHand('new EmptyOperator({ dag, taskId: "fetch", retryDelay: { minutes: -5 } });'),
    '%: task "fetch": retryDelay is -PT5M; it may not be negative; write it without the minus sign',
  ],
  [
    "a negative schedule",
    dagOf('schedule: { days: -1 }, startDate: "2019-01-01"'),
    '%: schedule interval must be positive, not -P1D; write "P1D" or { days: 1 }',
  ],
  [
    "an unknown time zone",
    dagOf(`${daily}, timeZone: "Europe/Amsterdm"`),
    '%: timeZone "Europe/Amsterdm" is unknown; did you mean "Europe/Amsterdam"?',
  ],
  [
    "a date that is none",
    dagOf('schedule: "@daily", startDate: "2019-02-30"'),
    '%: startDate is "2019-02-30", which is not a date; write "2019-01-01", "2019-01-01T05:00Z" or a Temporal object',
  ],
  [
    "a missing startDate",
    dagOf('schedule: "@daily"'),
    '%: startDate is missing; a schedule counts from it: write startDate: "2019-01-01"',
  ],
  [
    "a missing callable",
    byHand('new FunctionOperator({ dag, taskId: "work" });'),
    '%: task "work": option "callable" is missing; write callable() { … }',
  ],
  [
    "an unknown option of a DAG",
    dagOf('shedule: "@daily"'),
    '%: option "shedule" is unknown; did you mean "schedule"?',
  ],
  [
    "an unknown option of a task",
    byHand('new BashOperator({ dag, taskId: "fetch", bash_command: "ls" });'),
    '%: task "fetch": option "bash_command" is called "bashCommand" here; write bashCommand: …',
  ],
  [
    "two tasks of the same id",
    byHand(`${task("fetch")} { ${task("fetch")} }`),
    '%: task "fetch": DAG "NN" has a task of that name already; give it another taskId',
  ],
  [
    "a task of another DAG",
    byHand(
      `const other = new DAG({ dagId: "other", schedule: null }); ${task("fetch")} ${task("send", "other")} chain(fetch, send);`,
    ),
    '%: task "send" belongs to DAG "other" and cannot be chained with a task of DAG "NN"; ' +
      "to wait for another DAG, use an ExternalTaskSensor",
  ],
  [
    "a cycle",
    byHand(`${task("a")} ${task("b")} ${task("c")} chain(a, b, c); chain(c, b);`),
    '%: task "b" → "c" → "b" is a cycle: a task cannot run before itself; take one of these links out',
  ],
  [
    "unequal lists in a chain",
    byHand(`${task("a")} ${task("b")} ${task("c")} chain([a, b], [c]);`),
    '%: task "a": chain got a list of 2 tasks next to a list of 1; ' +
      "they must be equally long, or put a single task between them",
  ],
  [
    "a text in a chain",
    byHand(`${task("a")} chain(a, ["b"]);`),
    '%: chain got "b"; it takes tasks and lists of tasks, as in chain(a, [b, c], d)',
  ],
  [
    "a time zone that is not text",
    dagOf(`${daily}, timeZone: 5`),
    '%: timeZone 5 is unknown; write "UTC" or "Europe/Amsterdam"',
  ],
  ["a file that does not parse", "const dag = ;", "%:2: does not parse: Expression expected; mend that line"],
  ["a file that exports no DAG", "const dag = 5;", "%: exports no DAG; end it with: export default dag;"],
];

const whenRun: readonly Case[] = [
  [
    "a typing slip in a template",
    byHand('new BashOperator({ dag, taskId: "fetch_events", bashCommand: "curl {{dss}}" });'),
    '%: task "fetch_events": template variable "dss" is unknown; did you mean "ds"?',
  ],
  [
    "a callable that throws a text",
    byHand('new FunctionOperator({ dag, taskId: "work", callable() { throw "boom"; } });'),
    '%: task "work": threw "boom", which is not an Error; write throw new Error("…")',
  ],
  [
    "a callable that throws nothing",
    byHand('new FunctionOperator({ dag, taskId: "work", callable() { throw undefined; } });'),
    '%: task "work": threw undefined, which is not an Error; write throw new Error("…")',
  ],
  [
    "a callable that throws a circle",
    byHand('new FunctionOperator({ dag, taskId: "work", callable() { const a = {}; a.a = a; throw a; } });'),
    '%: task "work": threw [object Object], which is not an Error; write throw new Error("…")',
  ],
  [
    "a callable that returns a circle",
    byHand('new FunctionOperator({ dag, taskId: "work", callable() { const a = {}; return (a.a = a); } });'),
    '%: task "work": its XCom "return_value" cannot be written as JSON; ' +
      "return a part of it, or nothing, or set doXComPush: false",
  ],
  [
    "a branch to nowhere",
    byHand('new BranchOperator({ dag, taskId: "choose", callable: () => "chose" });'),
    '%: task "choose": chose task "chose", which the DAG does not have; did you mean "choose"?',
  ],
];

const script = `
  import { loadDag, memoryStore, Scheduler, simulatedClock } from "${new URL("index.ts", import.meta.url).href}";
  const messages = [];
  for (const file of process.argv.slice(1)) {
    try {
      const dag = await loadDag(file);
      const store = memoryStore();
      const scheduler = new Scheduler({ dags: [dag], store, clock: simulatedClock({ from: "2019-01-01" }) });
      const runId = scheduler.trigger({ dagId: dag.dagId });
      await scheduler.run();
      messages.push(...store.listAttempts({ dagId: dag.dagId, runId }).map(({ error }) => error));
    } catch (error) {
      messages.push(String(error));
    }
  }
  console.log(JSON.stringify(messages));
`;

const operators = "BashOperator, BranchOperator, EmptyOperator, FunctionOperator";
const header = `import { chain, DAG, ${operators} } from "@daglings/engine";\n`;

let folder: string;
let messages: string[];
beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "daglings-bad-input-")));
  const files = [...whenLoaded, ...whenRun].map(([, source], index) => {
    mkdirSync(join(folder, String(index)));
    writeFileSync(join(folder, String(index), "dag.ts"), header + source);
    return `${index}/dag.ts`;
  });
  const output = execFileSync(execPath, ["--input-type=module", "--eval", script, ...files], { cwd: folder });
  messages = JSON.parse(output.toString()) as string[];
});
afterAll(() => rmSync(folder, { recursive: true }));

const numbered = (cases: readonly Case[], from: number) =>
  cases.map(([what, , message], index) => {
    const number = String(from + index);
    return [what, from + index, message.replace("%", `${number}/dag.ts`).replace("NN", number)] as const;
  });

describe("when the file is loaded", () => {
  test.each(numbered(whenLoaded, 0))("%s", (_, index, message) => {
    expect(messages[index]).toBe(`UsageError: ${message}`);
  });
});

describe("when the task runs", () => {
  test.each(numbered(whenRun, whenLoaded.length))("%s", (_, index, message) => {
    expect(messages[index]).toBe(message);
  });
});
