// `pnpm test:airflow [NN …]`: the lessons in a real Airflow 2 and 3, by what `pnpm teach airflow` writes. The files that
// they leave must be those that the kit's own runs leave. Ends with a line "N passed, N failed"; exit code 3 where there
// is no Python to have an Airflow with.

import { argv, exit, stderr, stdout } from "node:process";
import { EnvironmentError, UsageError } from "@daglings/engine";
import { keepCells } from "../bench/runtime-cells.ts";
import { writeRuntimes } from "../bench/runtimes-page.ts";
import { openReport } from "../compose/trial/report.ts";
import { help, readCommand } from "./command-line.ts";
import { findAirflow } from "./find-airflow.ts";
import { compareIn } from "./lessons.ts";

try {
  const { isHelp, versions, lessons, python, isRecorded } = readCommand(argv.slice(2));
  if (isHelp) {
    stdout.write(help);
    exit(0);
  }
  const report = openReport();
  for (const version of versions) {
    const cells = await compareIn(await findAirflow(version, python), lessons, report);
    if (isRecorded) keepCells(cells);
  }
  if (isRecorded) await writeRuntimes();
  stdout.write(`${report.passed} passed, ${report.failed} failed\n`);
  exit(report.failed > 0 ? 1 : 0);
} catch (error) {
  const isUsage = error instanceof UsageError || error instanceof TypeError; // the latter is that of parseArgs
  if (!isUsage && !(error instanceof EnvironmentError)) throw error;
  stderr.write(`pnpm test:airflow: ${error.message}\n`);
  exit(isUsage ? 2 : 3);
}
