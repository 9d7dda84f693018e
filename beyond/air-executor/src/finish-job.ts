// Sees to one job until it is over, and says how it stands then.

import { jobManagerEnd } from "./background.ts";
import { findJob } from "./job-folder.ts";
import { Manager, type ManagerOptions } from "./manager.ts";
import { readJob } from "./read-job.ts";
import type { JobSummary } from "./summary.ts";

export async function finishJob(options: ManagerOptions & { readonly job: string }): Promise<JobSummary> {
  const manager = new Manager(options);
  await manager.whenOver().finally(() => manager.close());
  await jobManagerEnd(findJob(options.dir, options.job));
  return readJob(options.dir, options.job);
}
