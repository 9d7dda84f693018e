// Importing the engine and building a DAG, from the start of the process until it can go on.

import { spawnSync } from "node:child_process";
import { env, execPath } from "node:process";
import { fileURLToPath } from "node:url";
import { inFolder, median, tell, type Sample } from "./measure.ts";
import { title } from "./report.ts";

const script = fileURLToPath(new URL("./start-script.ts", import.meta.url));

export async function benchStart(): Promise<void> {
  title("Importing the engine and building a DAG, from process start");
  await inFolder(async (folder) => {
    const cached = { ...env, NODE_COMPILE_CACHE: folder };
    tell({
      what: "as all commands do it, with Node's compile cache",
      value: await start(cached),
      unit: "ms",
      bound: 120,
    });
    tell({ what: "without the cache", value: await start(env), unit: "ms", bound: 120 });
  });
}

function start(environment: NodeJS.ProcessEnv): Promise<Sample> {
  return median(11, () => {
    const { stdout } = spawnSync(execPath, [script], { env: environment, encoding: "utf8" });
    return Promise.resolve(Number(stdout));
  });
}
