// `pnpm lab dataframes`: checks that all libraries give the same bytes, measures what each costs, and prints the table.

import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { parseArgs } from "node:util";
import { checkSteps } from "./check-steps.ts";
import { readFacts } from "./facts.ts";
import { frames, loadSteps, stepFile, type Frame } from "./frames.ts";
import { installSize } from "./install-size.ts";
import { countLines } from "./lines.ts";
import { makeInputs, measure, programOf, type Inputs } from "./measure.ts";
import { hasPandas, measurePandas } from "./python.ts";
import { tableOf, type Result } from "./table.ts";

const { values } = parseArgs({
  options: { rows: { type: "string", default: "1000000" }, json: { type: "boolean", default: false } },
});
const rows = Number(values.rows);

const folder = mkdtempSync(join(tmpdir(), "daglings-lab-"));
process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
const inputs = makeInputs(folder, rows);
const results: Result[] = [];
for (const frame of frames) {
  process.stderr.write(`Checking and measuring ${frame.name} …\n`);
  results.push(await examine(frame, inputs));
}
if (hasPandas()) {
  process.stderr.write("Checking and measuring pandas …\n");
  results.push(await measurePandas(inputs));
}
const facts = readFacts();
const wrong = results.flatMap((result) => result.wrong.map((what) => `${result.name}: ${what}`));
if (values.json) {
  console.log(JSON.stringify({ schema: "daglings/lab-dataframes/v1", rows, results, facts }, null, 2));
} else {
  console.log(tableOf(results, facts, rows).join("\n"));
  console.log(`\n${explain(wrong)}`);
}
process.exitCode = wrong.length === 0 ? 0 : 1;

async function examine(frame: Frame, files: Inputs): Promise<Result> {
  const { name, library } = frame;
  return {
    name,
    library,
    version: library === null ? null : versionOf(library),
    size: library === null ? 0 : installSize(library),
    lines: countLines(stepFile("calculate-stats", name)),
    ...(await measure(programOf(name), files)),
    wrong: await checkSteps(await loadSteps(frame), files.folder),
  };
}

function versionOf(library: string): string {
  const file = new URL(`../node_modules/${library}/package.json`, import.meta.url);
  return (JSON.parse(readFileSync(file, "utf8")) as { version: string }).version;
}

function explain(mistakes: readonly string[]): string {
  const audit = facts.isAudited
    ? ""
    : "; vulnerabilities are those that are publicly known, because no registry was asked";
  const said = [
    `Last releases and vulnerabilities as of ${facts.recorded}${audit}.`,
    "Loads in: the library alone. Rows: calculate_stats, from the file of events to that of statistics. Medians; – is over three minutes.",
  ];
  const verdict =
    mistakes.length === 0
      ? "All give the golden tables' bytes, and the digits of hour and day."
      : `Wrong:\n${mistakes.map((each) => `  ${each}`).join("\n")}`;
  return [...said, verdict].join("\n");
}
