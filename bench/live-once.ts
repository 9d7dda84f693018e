// One scheduler of `pnpm bench live`, in a process that is killed: passes its output on to its parent.

import process, { argv } from "node:process";
import { join } from "node:path";
import { runLive } from "@daglings/live";

const [, , folder = "."] = argv;
await runLive({
  paths: [join(folder, "dag.ts")],
  folder,
  port: 0,
  host: "127.0.0.1",
  tokens: null,
  executor: "in-process",
  grace: 0,
  paused: false,
  version: "0",
  say: (line) => process.send?.(line),
  signal: new AbortController().signal,
});
