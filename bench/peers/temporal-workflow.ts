// What Temporal executes for each run, in its sandbox, where there is no Node.

import { proxyActivities } from "@temporalio/workflow";

interface Activities {
  work(run: number, task: number): Promise<number>;
}

const { work } = proxyActivities<Activities>({ startToCloseTimeout: "1 minute" });

export async function bench(run: number, length: number, isWide: boolean): Promise<void> {
  if (isWide) {
    await Promise.all(Array.from({ length }, (_, task) => work(run, task)));
    await work(run, length);
  } else for (let task = 0; task < length; task++) await work(run, task);
}
