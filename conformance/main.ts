// `pnpm test:airflow [NN …]`: the lessons in a real Airflow 2 and 3, by what `pnpm teach airflow` writes. The files that
// they leave must be those that the kit's own runs leave. Ends with a line "N passed, N failed"; exit code 3 where there
// is no Python to have an Airflow with.

import { argv, exit, stderr, stdout } from "node:process";
import { parseArgs } from "node:util";
import { EnvironmentError, UsageError, type AirflowVersion } from "@daglings/engine";
import { openReport } from "../compose/trial/report.ts";
import { findAirflow } from "./find-airflow.ts";
import { comparable, compareIn } from "./lessons.ts";

const help = `pnpm test:airflow [NN …] [flags]

Backfills lessons ${comparable.at(0)} to ${comparable.at(-1)}, or these, in a real Airflow, and compares the files with the kit's.

  --airflow 2|3   in this one alone
  --python FILE   the python of an Airflow that is there already; without it
                  and AIRFLOW2_PYTHON or AIRFLOW3_PYTHON, one is installed
                  into runs/airflow
`;

const { values, positionals } = parseArgs({
  args: argv.slice(2).filter((argument) => argument !== "--"), // pnpm hands it on
  options: {
    help: { type: "boolean", short: "h", default: false },
    airflow: { type: "string" },
    python: { type: "string" },
  },
  allowPositionals: true,
});
if (values.help) {
  stdout.write(help);
  exit(0);
}

const versions = ([2, 3] as const).filter((each) => [undefined, String(each)].includes(values.airflow));
const wanted = positionals.map((each) => each.padStart(2, "0"));
const lessons = wanted.length === 0 ? comparable : wanted;

try {
  checkWords();
  const report = openReport();
  for (const version of versions) await compareIn(await findAirflow(version, values.python), lessons, report);
  stdout.write(`${report.passed} passed, ${report.failed} failed\n`);
  exit(report.failed > 0 ? 1 : 0);
} catch (error) {
  if (!(error instanceof UsageError || error instanceof EnvironmentError)) throw error;
  stderr.write(`pnpm test:airflow: ${error.message}\n`);
  exit(error instanceof UsageError ? 2 : 3);
}

function checkWords(): void {
  const [version]: AirflowVersion[] = versions;
  if (version === undefined) throw new UsageError(`--airflow is "${values.airflow}"; write 2 or 3`);
  if (values.python !== undefined && versions.length > 1) {
    throw new UsageError("--python is the Airflow of one version; write --airflow 2 or --airflow 3, too");
  }
  const other = wanted.find((each) => !comparable.includes(each));
  if (other !== undefined) {
    throw new UsageError(`lesson ${other} cannot be compared; these can: ${comparable.join(" ")}`);
  }
}
