// The commands that students wait for, from the start of the process to its end, installed and warm.

import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { env, execPath } from "node:process";
import { fileURLToPath } from "node:url";
import { entryFile, listLessons } from "@daglings/stage";
import { inFolder, median, tell, timed, type BenchOptions } from "./measure.ts";
import { note, title } from "./report.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const program = join(root, "kit", "src", "main.js");

export async function benchCommands({ isQuick }: BenchOptions): Promise<void> {
  title("The commands without pnpm, from process start to end");
  await inFolder(async (folder) => {
    const run = join(folder, "run");
    const call = (args: readonly string[]) => () => kit(args, folder);
    tell({
      what: "lesson 08",
      value: await median(5, call(["lesson", "08", "--dir", run])),
      unit: "ms",
      bound: 600,
    });
    if (!isQuick) {
      tell({
        what: "lesson 14: 2,880 minutes, 48 hours, 2 days",
        value: await median(1, call(["lesson", "14", "--dir", run])),
        unit: "ms",
        bound: 6000,
      });
    }
    finishAllLessons(folder);
    tell({
      what: "check 08, both seeds",
      value: await median(5, call(["check", "08"])),
      unit: "ms",
      bound: 2500,
    });
    if (isQuick) return;
    tell({
      what: "check --all, all lessons finished",
      value: await median(1, call(["check", "--all"])),
      unit: "ms",
      bound: 20_000,
    });
  });
  const { status } = spawnSync("pnpm", ["--version"]);
  if (status !== 0) return note("pnpm is not installed: lesson 08 with pnpm was not measured");
  tell({ what: "lesson 08, with pnpm", value: await median(5, lessonWithPnpm), unit: "ms", bound: 1200 });
}

function kit(args: readonly string[], work: string): Promise<number> {
  return timed(() => {
    const environment = { ...env, DAGLINGS_WORK: work };
    const { status, stderr } = spawnSync(execPath, [program, ...args], { cwd: root, env: environment });
    if (status !== 0) throw new Error(`${args.join(" ")}: exit code ${status ?? "none"}\n${String(stderr)}`);
  });
}

function lessonWithPnpm(): Promise<number> {
  return timed(() => {
    const { status } = spawnSync("pnpm", ["lesson", "08"], { cwd: root });
    if (status !== 0) throw new Error(`pnpm lesson 08: exit code ${status ?? "none"}`);
  });
}

/** A student who has finished: each version is the lesson's solution. */
function finishAllLessons(work: string): void {
  for (const entry of listLessons()) {
    const folder = join(work, entry.name);
    mkdirSync(folder);
    cpSync(entryFile(entry), join(folder, entry.number === "00" ? "script.ts" : "dag.ts"));
  }
}
