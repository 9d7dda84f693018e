// Which run is meant: by its id, by its logical date, or the latest.

import { pathOf, type Client } from "@daglings/live";
import { UsageError } from "@daglings/words";

export interface RunAnswer {
  readonly runId: string;
  readonly runType: string;
  readonly state: string;
  readonly recovered: boolean;
  readonly logicalDate: string | null;
  readonly dataIntervalStart: string | null;
  readonly dataIntervalEnd: string | null;
  readonly createdAt: string;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
}

export async function whichRun(client: Client, dagId: string, wanted: string): Promise<string> {
  const list = async (query: Readonly<Record<string, string | number>>) =>
    ((await client.ask({ path: pathOf("dags", dagId, "runs"), query })) as { runs: RunAnswer[] }).runs;
  if (wanted === "latest") {
    const [latest] = await list({ limit: 1 });
    if (latest) return latest.runId;
    throw new UsageError(`DAG "${dagId}" has no run yet; pnpm dags trigger ${dagId} makes one`);
  }
  if (!/^\d{4}-\d\d-\d\d/.test(wanted)) return wanted;
  const [found] = await list({ from: wanted, to: wanted, limit: 1 });
  if (found) return found.runId;
  throw new UsageError(
    `DAG "${dagId}" has no run of the logical date ${wanted}; pnpm dags runs ${dagId} lists them`,
  );
}
