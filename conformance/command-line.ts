// What can be written after `pnpm test:airflow`.

import { parseArgs } from "node:util";
import { UsageError, type AirflowVersion } from "@daglings/engine";
import { comparable } from "./comparable.ts";

export const help = `pnpm test:airflow [NN …] [flags]

Runs these lessons in a real Airflow, by default all that can be compared, and
compares their files with the kit's.

  --airflow 2|3   only in this version
  --python FILE   the python of an Airflow that is already installed; without
                  it and AIRFLOW2_PYTHON or AIRFLOW3_PYTHON, one is installed
                  into runs/airflow
  --record        keep the results for docs/runtimes.md
`;

interface Wanted {
  readonly isHelp: boolean;
  readonly versions: readonly AirflowVersion[];
  /** Empty: all that the version can run. */
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
  for (const version of versions) {
    const known = comparable(version);
    const other = given.find((each) => !known.includes(each));
    if (other !== undefined) {
      throw new UsageError(
        `lesson ${other} cannot be compared in Airflow ${version}; these can: ${known.join(" ")}`,
      );
    }
  }
  return { isHelp, versions, python, lessons: given, isRecorded };
}
