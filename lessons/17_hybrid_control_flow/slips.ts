// Small changes of this lesson's file that make it wrong, and the check that finds each. For `pnpm teach verify`.

import type { Slip } from "@daglings/lessons";

export const slips: readonly Slip[] = [
  {
    what: "one task does the work of all",
    change: [
      [
        String.raw`echo "{\"id\": \"$(basename "$path" .csv)\", \"command\": \"sh workspace/process.sh $path\"}"`,
        'sh workspace/process.sh "$path"',
      ],
      ["done | air-executor queue --file -", "done"],
    ],
    fails: "17.3",
  },
  {
    what: "nobody is on call",
    change: [["oncall@example.com", "boss@example.com"]],
    fails: "17.7",
  },
  {
    what: "the alert runs only if everything before it has failed",
    change: [['triggerRule: "one_failed"', 'triggerRule: "all_failed"']],
    fails: "17.10",
  },
  {
    what: "the workspace is left after a failure",
    change: [
      ['bashCommand: "rm -rf workspace"', 'bashCommand: "ls customers/*.csv && rm -rf workspace || true"'],
    ],
    fails: "17.7",
  },
  {
    what: "the rows are never committed",
    change: [['    database.exec("commit");\n', ""]],
    fails: "17.9",
  },
  {
    what: "the mail goes to somebody else",
    change: [["team@example.com", "boss@example.com"]],
    fails: "17.9",
  },
  {
    what: "the report has what happens to be there",
    change: [
      [
        'const rows = names.map((name) => readFileSync(`data/results/${name}`, "utf8")); // throws where one is missing',
        'const rows = names.filter((name) => existsSync(`data/results/${name}`)).map((name) => readFileSync(`data/results/${name}`, "utf8"));',
      ],
      ["import { readdirSync", "import { existsSync, readdirSync"],
    ],
    fails: "17.10",
  },
  {
    what: "one more row than there are files",
    change: [['${rows.join("")}`);', '${rows.join("")}nobody,0,0\\n`);']],
    fails: "17.2",
  },
  {
    what: "the team is told before the database has the results",
    change: [
      [
        "validateResults, updateDatabase, sendNotification);",
        "validateResults, [updateDatabase, sendNotification]);",
      ],
    ],
    fails: "17.1",
  },
  {
    what: "each result has a header",
    change: [
      ['END { print name ","', 'END { print "name,orders,total"; print name ","'],
      [
        'readFileSync(`data/results/${name}`, "utf8")); //',
        'readFileSync(`data/results/${name}`, "utf8").replace(/^.*\\n/, "")); //',
      ],
    ],
    fails: "17.3",
  },
  {
    what: "nobody is told when the database fails",
    change: [
      [
        "chain([validateInput, waitForAirExecutor, validateResults, updateDatabase], alert);",
        "chain([validateInput, waitForAirExecutor, validateResults], alert);",
      ],
    ],
    fails: "17.7",
  },
  {
    what: "the workspace is removed after a failure alone",
    change: [['triggerRule: "all_done", // also after a failure', 'triggerRule: "one_failed",']],
    fails: "17.11",
  },
  {
    what: "the database has the names alone",
    change: [['insert.run(...row.split(","))', 'insert.run(row.split(",")[0] ?? "", 0, 0)']],
    fails: "17.9",
  },
  {
    what: "the rows are in another table",
    change: [
      ["create table if not exists result (", "create table if not exists results ("],
      ["insert or replace into result values", "insert or replace into results values"],
    ],
    fails: "17.9",
  },
];
