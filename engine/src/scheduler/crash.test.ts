// A scheduler is killed again and again, at moments of no one's choosing. Whatever it was doing, the next one goes on:
// what had ended stays ended, and does not run twice.

import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { env, execPath } from "node:process";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath, pathToFileURL } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { sqliteStore } from "../store/sqlite.ts";

const script = fileURLToPath(new URL("../../fixtures/crash.ts", import.meta.url));
const runs = 40;

let folder: string;
let surroundings: NodeJS.ProcessEnv;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "daglings-crash-"));
  // Who is killed leaves nothing compiled for the next one: so one loads it all beforehand, and ends.
  surroundings = { ...env, NODE_COMPILE_CACHE: join(folder, "compiled") };
  const load = `await import(${JSON.stringify(pathToFileURL(script).href)})`;
  execFileSync(execPath, ["--input-type=module", "--eval", load], { env: surroundings });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const log = () => {
  const file = join(folder, "outside.log");
  return existsSync(file) ? readFileSync(file, "utf8").trimEnd().split("\n") : [];
};

/** Lets the scheduler live until this many lines have followed its first one. Returns true if it came to its end. */
async function live(lines: number): Promise<boolean> {
  const before = log().length;
  const child = spawn(execPath, [script, folder], { stdio: "inherit", env: surroundings });
  const ended = once(child, "exit");
  while (log().length <= before + lines && child.exitCode === null) await wait(1);
  child.kill("SIGKILL");
  await ended;
  return log().at(-1) === "done";
}

test(
  "a backfill that is killed at any moment is taken up and brought to its end",
  { timeout: 120_000 },
  async () => {
    let lives = 1;
    // By the work done, not by time, so that it ends on a busy machine, too.
    const spans = [1, 13, 0, 5, 2, 8, 3, 21];
    while (!(await live(spans[lives % spans.length] ?? 0))) lives++;
    expect(lives).toBeGreaterThan(10);

    const store = sqliteStore(join(folder, "daglings.db"));
    expect(store.listRuns({ dagId: "crash", states: ["success"] })).toHaveLength(runs);

    const lines = log().filter((line) => /^(start|end) /.test(line));
    expect(new Set(lines).size).toBe(lines.length); // no try was started, or ended, twice
    for (const { runId } of store.listRuns({ dagId: "crash" })) {
      for (const taskId of ["fetch", "calculate", "send"]) {
        const attempts = store
          .listAttempts({ dagId: "crash", runId })
          .filter((attempt) => attempt.taskId === taskId);
        const succeeded = attempts.filter((attempt) => attempt.state === "success");
        expect(succeeded).toHaveLength(1);
        expect(succeeded[0]?.tryNumber).toBe(attempts.length); // and none came after it
        expect(attempts.every((attempt) => attempt.finishedAt !== null)).toBe(true);
        const started = lines.filter((line) => line.startsWith(`start ${runId} ${taskId} `)).length;
        expect(started).toBeLessThanOrEqual(attempts.length); // nothing ran that the store does not know about
      }
    }
    store.close();
  },
);
