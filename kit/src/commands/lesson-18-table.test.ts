// The README of lesson 18 compares flows with DAGs in tables. Each command in them runs, and shows what its cell says; those
// that run until Ctrl-C, or need a Temporal server, are at least what the kit's help says.

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { kitFolder } from "../../../stage/src/catalogue.ts";
import { kit, temporaryFolder } from "../testing.ts";

vi.setConfig({ testTimeout: 300_000 });

const readme = readFileSync(join(kitFolder, "lessons", "18_flows", "README.md"), "utf8");
const rows = readme.split("\n").filter((line) => line.startsWith("|"));
const commands = [...rows.join("\n").matchAll(/`pnpm ([^`]+)`/g)].map(([, command = ""]) => command);

/** In this order, because some lessons look at what others leave behind. */
const shown: Readonly<Record<string, RegExp>> = {
  "lesson 11": /2019-01-05 .* success +success +success/,
  "lesson 18": /fetchEvents 5 \(4 Cached\)/,
  "dags show 11_atomic_send --dir runs/11_atomic_send": /"fetch_events"[^]*"calculate_stats"[^]*"send_stats"/,
  "lesson 18 --json": /"flows": \[\s+\{\s+"flowRunId": "pipeline-1",\s+"flow": "pipeline"/,
  "dags runs 11_atomic_send --dir runs/11_atomic_send": /2019-01-05T00:00Z +success/,
  "flow runs --store runs/18_flows/daglings.db --json": /"parameters":\{"days":\["2019-01-01"/,
  "dags clear 11_atomic_send 2019-01-02 --task send_stats --dir runs/11_atomic_send":
    /send_stats +success +3/,
  "dags clear 18_flows 2019-01-02 --dir runs/18_flows":
    /run_pipeline +success +2[^]*Runs of flows\n +pipeline-6 +Completed +.*fetchEvents 2 \(2 Cached\)/,
  "dags backfill 11_atomic_send --from 2018-12-30 --to 2018-12-31 --dir runs/11_atomic_send":
    /2018-12-30T00:00:00\+00:00: success\n.*2018-12-31T00:00:00\+00:00: success/,
  "dags backfill 18_flows --from 2018-12-30 --to 2018-12-31 --dir runs/18_flows":
    /2018-12-30T00:00:00\+00:00: failed\n.*2018-12-31T00:00:00\+00:00: failed/,
  "flow run beyond/flow/examples/warehouse.ts:warehouse --param orders=[]": /warehouse \S+: Completed/,
  'flow deploy beyond/flow/examples/warehouse.ts:warehouse --name daily --cron "0 6 * * *"': /T06:00:00Z/,
  'dags next "0 6 * * *" --count 2': /interval/,
  "flow runs --store runs/18_flows/daglings.db": /pipeline +Completed/,
  "dags tasks 11_atomic_send latest --dir runs/11_atomic_send": /send_stats/,
};

/** The command whose help has it, and how. */
const told: Readonly<Record<string, readonly [command: string, line: RegExp]>> = {
  "temporal lesson 11": ["temporal", /^ {2}lesson NN /m],
  "temporal lesson 18": ["temporal", /^ {2}lesson NN /m],
  "temporal worker 11": ["temporal", /^ {2}worker \[what…\] [^]*numbers of lessons/m],
  "temporal backfill 11_atomic_send --from 2018-12-30 --to 2018-12-31": [
    "temporal",
    /^ {2}backfill DAG_ID [^]*--from \S+ --to /m,
  ],
  scheduler: ["scheduler", /^pnpm scheduler/],
  "temporal server": ["temporal", /^ {2}server /m],
  "temporal worker": ["temporal", /^ {2}worker /m],
  classroom: ["classroom", /^pnpm classroom/],
};

/** Its own test is what it runs. */
const chaos = "test:chaos flows --rounds 3";

test("each command of the tables is tried", () => {
  expect(new Set(commands)).toEqual(new Set([...Object.keys(shown), ...Object.keys(told), chaos]));
  expect(existsSync(join(kitFolder, "chaos", "flows.test.ts"))).toBe(true);
});

test.each(Object.entries(told))("pnpm %s is in the help of its command", async (_, [command, line]) => {
  const { stdout } = await kit([command, "--help"], { work: temporaryFolder() });
  expect(stdout).toMatch(line);
});

test("each shows what its cell says, and both leave the same files", async () => {
  const folder = temporaryFolder();
  const found: Record<string, string> = {};
  for (const command of Object.keys(shown)) {
    const words = (command.match(/"[^"]*"|\S+/g) ?? []).map((word) =>
      word.replaceAll('"', "").replace("runs/", `${folder}/`),
    );
    const [name = "", number = ""] = words;
    const lesson = { 11: "11_atomic_send", 18: "18_flows" }[number];
    if (name === "lesson") words.push("--dir", join(folder, lesson ?? ""));
    if (name === "flow" && !words.includes("--store")) words.push("--store", join(folder, "flows.db"));
    const { stdout, stderr } = await kit(words, { work: folder });
    found[command] = stdout + stderr;
  }
  expect(found).toEqual(
    Object.fromEntries(
      Object.entries(shown).map(([command, text]) => [command, expect.stringMatching(text) as unknown]),
    ),
  );
  const [dag, flow] = ["11_atomic_send", "18_flows"].map((lesson) =>
    [1, 2, 3, 4, 5].map((day) =>
      readFileSync(join(folder, lesson, "data", "stats", `2019-01-0${day}.csv`), "utf8"),
    ),
  );
  expect(flow).toEqual(dag);
});
