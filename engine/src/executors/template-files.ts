// A template may be in a file of its own, beside that of the DAG.

import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { UsageError } from "@daglings/words";
import type { Operator } from "../operators/operator.ts";

/** A field that ends like the name of a template file is replaced by the file's contents, as in Airflow. */
export function withFiles({ fields, templateExtensions, dag }: Operator): object {
  const load = (value: unknown) => {
    if (typeof value !== "string" || !templateExtensions.some((extension) => value.endsWith(extension)))
      return value;
    try {
      return readFileSync(join(dirname(dag.file ?? ""), value), "utf8");
    } catch (cause) {
      const hint = `it ends like a template file; to have it taken as it is, end it with a space`;
      throw new UsageError(`template file "${value}" is not beside the DAG's file; ${hint}`, { cause });
    }
  };
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, load(value)]));
}
