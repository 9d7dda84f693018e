// Airflow 2 has a command that carries out a backfill by itself. A run by hand needs the scheduler.

import type { AirflowHome } from "./airflow-home.ts";
import { statesOf } from "./database.ts";
import { untilOver, type Order, type Runner } from "./runner.ts";

export function runner2(home: AirflowHome): Runner {
  return {
    async run({ dagId, dates }) {
      if (dates === null) return await byHand(home, dagId);
      // Locally: tasks are forks of the command, which has loaded Airflow already.
      const words = ["--local", "--start-date", dates.from, "--end-date", dates.to];
      await home.airflow("dags", "backfill", ...words, dagId);
      return statesOf(home, dagId);
    },
    close: () => Promise.resolve(),
  };
}

async function byHand(home: AirflowHome, dagId: Order["dagId"]): Promise<readonly string[]> {
  await home.airflow("dags", "reserialize");
  await home.airflow("dags", "unpause", dagId);
  await home.airflow("dags", "trigger", dagId);
  const scheduler = home.start("scheduler");
  try {
    return await untilOver(home, dagId, [scheduler.child]);
  } finally {
    await scheduler.end();
  }
}
