// `pnpm bench`: measures every figure that the README quotes. `pnpm bench chain year` measures some.

import process, { argv, exit } from "node:process";
import { parseArgs } from "node:util";
import { suggest } from "@daglings/words";
import { benchAirExecutor } from "./air-executor.ts";
import { benchBackfill } from "./backfill.ts";
import { benchBinanceLessons } from "./binance-lessons.ts";
import { benchChain } from "./chain.ts";
import { benchClassroom } from "./classroom.ts";
import { benchCommands } from "./commands.ts";
import { benchEventsApi } from "./events-api.ts";
import { benchFloors } from "./floors.ts";
import { benchFlow } from "./flow.ts";
import { benchGrowth } from "./growth.ts";
import { benchHybrid } from "./hybrid.ts";
import { benchLive } from "./live.ts";
import { machine, type BenchOptions } from "./measure.ts";
import { benchMergeRow } from "./merge-row.ts";
import { benchPeers } from "./peers.ts";
import { beginSection, sections, settings } from "./report.ts";
import { benchPostgres } from "./postgres.ts";
import { benchRuntimes } from "./runtimes.ts";
import { benchStart } from "./start.ts";
import { benchSubprocess } from "./subprocess.ts";
import { benchTemplates } from "./templates.ts";
import { benchTemporal } from "./temporal.ts";
import { benchTypes } from "./types.ts";
import { benchWide } from "./wide.ts";
import { writePage } from "./write-page.ts";
import { benchYear } from "./year.ts";

interface Bench {
  readonly measures: string;
  readonly run: (options: BenchOptions) => void | Promise<void>;
}

/** The quick ones first. */
const benches: Readonly<Record<string, Bench>> = {
  start: { measures: "importing the engine and building a DAG", run: benchStart },
  templates: { measures: "rendering a template", run: benchTemplates },
  types: { measures: "type-checking a DAG's file", run: benchTypes },
  chain: { measures: "40 tasks in a row, durable", run: benchChain },
  floors: { measures: "bare commits, calls, processes, HTTP: what nothing can beat", run: benchFloors },
  postgres: { measures: "the store in PostgreSQL, beside SQLite", run: benchPostgres },
  subprocess: { measures: "an attempt in a process of its own", run: benchSubprocess },
  wide: { measures: "8,000 tasks side by side", run: benchWide },
  flow: { measures: "a flow of 10,000 tasks", run: benchFlow },
  growth: { measures: "what a task or a run costs among few and among many", run: benchGrowth },
  live: { measures: "the long-running scheduler", run: benchLive },
  commands: { measures: "the commands that students wait for", run: benchCommands },
  classroom: { measures: "the classroom's page in a browser", run: benchClassroom },
  "merge-row": { measures: "a row merged into its day's file", run: benchMergeRow },
  "events-api": { measures: "the events API: requests, memory", run: benchEventsApi },
  "binance-lessons": { measures: "lesson 14, a day and a month", run: benchBinanceLessons },
  "air-executor": { measures: "Air-Executor's tasks, against xargs", run: benchAirExecutor },
  hybrid: { measures: "workers that stay against runners that do not", run: benchHybrid },
  backfill: { measures: "a backfill of 10,000 runs", run: benchBackfill },
  peers: { measures: "other engines and bare SQLite, on the same work", run: benchPeers },
  runtimes: { measures: "every lesson in each of the kit's runtimes, compared", run: benchRuntimes },
  temporal: { measures: "the lessons on a Temporal server, compared", run: benchTemporal },
  year: { measures: "a simulated year of minutes", run: benchYear },
};

const help = `pnpm bench [NAME …] [flags]

Measures every figure that the README names, or those of the benches named:

${Object.entries(benches)
  .map(([name, { measures }]) => `  ${name.padEnd(18)} ${measures}`)
  .join("\n")}

  --quick            one round of less work, in a minute: shows that all can be measured, and judges nothing
  --json             print one object in place of lines
  --write            write what was measured into docs/benchmarks.md and docs/growth.svg; the other figures of this
                     machine stay
  --seconds N        how long to watch what must not change; default 15
`;

function refuse(message: string): never {
  process.stderr.write(`pnpm bench: ${message}\n`);
  exit(2);
}

function readCommand() {
  try {
    return parseArgs({
      args: argv.slice(2).filter((argument) => argument !== "--"), // pnpm passes it on
      options: {
        help: { type: "boolean", short: "h", default: false },
        json: { type: "boolean", default: false },
        quick: { type: "boolean", default: false },
        seconds: { type: "string", default: "15" },
        write: { type: "boolean", default: false },
      },
      allowPositionals: true,
    });
  } catch (error) {
    const [reason = ""] = (error instanceof Error ? error.message : String(error)).split(". ");
    return refuse(`${reason}; pnpm bench --help shows what there is`);
  }
}

const { values, positionals } = readCommand();
if (values.help) {
  process.stdout.write(help);
  exit(0);
}
const unknown = positionals.find((name) => !Object.hasOwn(benches, name));
if (unknown !== undefined) {
  refuse(`there is no benchmark "${unknown}"${suggest(unknown, Object.keys(benches), "there are")}`);
}
const seconds = Number(values.seconds);
if (!(seconds > 0)) refuse(`--seconds is "${values.seconds}"; write a number above 0, such as 15`);
if (values.write && values.quick) refuse("--write needs full measurements; leave out --quick");

Object.assign(settings, { isQuick: values.quick, isJson: values.json });
const about = { machine: machine(), isQuick: values.quick, seconds };
if (!values.json) console.log(about.machine);
for (const [name, { run }] of Object.entries(benches)) {
  if (positionals.length > 0 && !positionals.includes(name)) continue;
  beginSection(name);
  await run({ seconds: values.quick ? 1 : seconds, isQuick: values.quick });
}
if (values.json) console.log(JSON.stringify({ schema: "daglings/bench/v1", ...about, sections }, null, 2));
if (values.write) writePage({ machine: about.machine, sections, order: Object.keys(benches) });
