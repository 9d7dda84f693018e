// `pnpm test:airflow [NN …]`: the lessons in a real Airflow 2 and 3, exported by `pnpm teach airflow`. They must leave the
// same files as the kit's own runs. Ends with a line "N passed, N failed"; the exit code is 3 if there is no Python for an
// Airflow.

import process, { argv, exit, stderr, stdout } from "node:process";
import { EnvironmentError, UsageError } from "@daglings/engine";
import { keepCells } from "../bench/runtime-cells.ts";
import { writeRuntimes } from "../bench/runtimes-page.ts";
import { openReport } from "../compose/trial/report.ts";
import { help, readCommand } from "./command-line.ts";
import { comparable } from "./comparable.ts";
import { findAirflow } from "./find-airflow.ts";
import { compareIn } from "./lessons.ts";

for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => exit(130)); // which ends what was started

try {
  const { isHelp, versions, lessons, python, isRecorded } = readCommand(argv.slice(2));
  if (isHelp) {
    stdout.write(help);
    exit(0);
  }
  const report = openReport();
  for (const version of versions) {
    await compareIn({
      airflow: await findAirflow(version, python),
      lessons: lessons.length > 0 ? lessons : comparable(version),
      report,
      keep: (cell) => isRecorded && keepCells([cell]), // one by one, because all of them take long
    });
  }
  if (isRecorded) await writeRuntimes();
  stdout.write(`${report.passed} passed, ${report.failed} failed\n`);
  exit(report.failed > 0 ? 1 : 0);
} catch (error) {
  const isUsage = error instanceof UsageError || error instanceof TypeError; // parseArgs throws the latter
  if (!isUsage && !(error instanceof EnvironmentError)) throw error;
  stderr.write(`pnpm test:airflow: ${error.message}\n`);
  exit(isUsage ? 2 : 3);
}
