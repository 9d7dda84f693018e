// The images of the profile temporal: the workers' as the Dockerfile says, and a stand-in for temporalio/temporal, for
// machines that cannot pull it, with the same program.

import { bringTemporal, findTemporal } from "../../beyond/temporal/src/program.ts";
import type { Report } from "./report.ts";
import { tell } from "./tool.ts";

export interface TemporalImages {
  readonly buildah: readonly string[];
  /** Builds from the Dockerfile. */
  readonly build: (...options: readonly string[]) => Promise<string>;
  /** The kit's image. */
  readonly from: string;
  readonly server: string;
  readonly worker: string;
}

export async function makeTemporalImages(
  report: Report,
  { buildah, build, from, server, worker }: TemporalImages,
): Promise<void> {
  await report.need("the workers' image is built, with Temporal's packages", async () => {
    await build("--target=temporal", `--tag=${worker}`);
  });
  await report.need("a server's image is made of Temporal's program", async () => {
    const program = findTemporal() ?? bringTemporal((line) => report.note(line));
    const container = await tell([...buildah, "from", "--pull-never", from]);
    await tell([...buildah, "copy", "--quiet", "--chmod=755", container, program, "/usr/local/bin/temporal"]);
    await tell([...buildah, "config", "--entrypoint", '["temporal"]', "--cmd", "", container]);
    await tell([...buildah, "commit", "--quiet", "--rm", "--format=docker", container, server]);
  });
}
