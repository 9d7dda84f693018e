// What can be written after `pnpm test:airflow`.

import { parseArgs } from "node:util";
import { UsageError, type AirflowVersion } from "@daglings/engine";
import { comparable } from "./comparable.ts";

export const help = `pnpm test:airflow [NN …] [flags]

Backfills these lessons in a real Airflow, by default ${comparable.at(0)} to ${comparable.at(-1)}, and compares
their files with the kit's.

  --airflow 2|3   only in this version
  --python FILE   the python of an Airflow that is already installed; without
                  it and AIRFLOW2_PYTHON or AIRFLOW3_PYTHON, one is installed
                  into runs/airflow
  --record        keep the results for docs/runtimes.md
`;

interface Wanted {
  readonly isHelp: boolean;
  readonly versions: readonly AirflowVersion[];
  readonly lessons: readonly string[];
  readonly python: string | undefined;
  readonly isRecorded: boolean;
}

export function readCommand(words: readonly string[]): Wanted {
  const { values, positionals } = parseArgs({
    args: words.filter((word) => word !== "--"), // pnpm passes it on
    options: {
      help: { type: "boolean", short: "h", default: false },
      airflow: { type: "string" },
      python: { type: "string" },
      record: { type: "boolean", default: false },
    },
    allowPositionals: true,
  });
  const { help: isHelp, airflow, python, record: isRecorded } = values;
  const versions = ([2, 3] as const).filter((each) => airflow === undefined || airflow === String(each));
  if (versions.length === 0) throw new UsageError(`--airflow is "${airflow}"; write 2 or 3`);
  if (python !== undefined && versions.length > 1) {
    throw new UsageError("--python names the Airflow of one version; add --airflow 2 or --airflow 3");
  }
  const given = positionals.map((each) => each.padStart(2, "0"));
  const other = given.find((each) => !comparable.includes(each));
  const lessons = given.length > 0 ? given : comparable;
  if (other === undefined) return { isHelp, versions, python, lessons, isRecorded };
  throw new UsageError(`lesson ${other} cannot be compared; these can: ${comparable.join(" ")}`);
}
