// Turns a file with our DAGs into a file with DAGs for Airflow, which can be put next to others and needs only the kit.

import type { AirflowVersion, DAG } from "@daglings/engine";
import { exportDag } from "./export-dag.ts";
import { importLines } from "./modules.ts";
import { preamble, usedByPreamble } from "./preamble.ts";
import { literal } from "./python.ts";

export interface ExportOptions {
  readonly dags: readonly DAG[];
  /** Where the DAGs are written: from the kit's folder, or absolute. */
  readonly file: string;
  readonly airflow: AirflowVersion;
}

export function exportDags({ dags, file, airflow }: ExportOptions): string {
  const exported = dags.map((dag) => exportDag(dag, airflow));
  const uses = [...usedByPreamble, ...exported.flatMap((each) => each.uses)];
  return `# For Airflow ${airflow}. Made by \`pnpm teach airflow\` from ${file}: edit that file, and make this one again.

${preamble.imports}${importLines(uses, airflow)}

FILE = ${literal(file)}

${preamble.functions}

${exported.map(({ text }) => text).join("\n\n")}`;
}
