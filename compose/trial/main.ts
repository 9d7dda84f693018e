// `pnpm test:compose`: builds the image of the classroom and runs its services, without a Docker engine, as
// docker-compose.yml says. Ends with a line "N passed, N failed"; exit code 3 if the machine cannot do this.

import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { argv, env, execPath, exit, stderr } from "node:process";
import { whatIsMissing } from "./machine.ts";
import { tell } from "./tool.ts";

const missing = whatIsMissing();
if (missing !== null) {
  stderr.write(`${missing}\n`);
  exit(3);
}

const inside = "DAGLINGS_TRIAL_FOLDER";
const given = env[inside];
if (given === undefined) {
  // Its own processes and mounts: however the trial ends, the system removes all of them.
  const folder = mkdtempSync(join(tmpdir(), "daglings-compose-"));
  const apart = ["--mount", "--pid", "--fork", "--kill-child", "--mount-proc"];
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => {}); // the trial gets it, too, and ends
  const { status } = spawnSync("unshare", [...apart, execPath, argv[1] ?? ""], {
    stdio: "inherit",
    env: { ...env, [inside]: folder },
  });
  rmSync(folder, { recursive: true, force: true });
  exit(status ?? 1);
}

await tell(["mount", "-t", "tmpfs", "tmpfs", given]); // images are large and short-lived: they need no disk
const { tryClassroom } = await import("./classroom.ts");
exit(await tryClassroom(given));
