// An asset; Airflow 2 calls it a dataset.

import type { AirflowVersion } from "@daglings/engine";
import { literal } from "./python.ts";

export function assetText(airflow: AirflowVersion, assetName: string) {
  const name = airflow === 2 ? "Dataset" : "Asset";
  return { name, text: `${name}(${literal(assetName)})` } as const;
}
