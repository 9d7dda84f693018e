// Kills managers and runners at random, with two managers on one job, and counts from outside how often each task was
// carried out, and whether two ever did so at the same time.

import { once } from "node:events";
import { mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { kill } from "node:process";
import { setTimeout as pause } from "node:timers/promises";
import { readIfThere } from "./files.ts";
import { parseIdentity } from "./identity.ts";
import { jobFolder } from "./job-folder.ts";
import { readJob } from "./read-job.ts";
import { exitsIn, linesIn, queueIn, spawnManager } from "./testing.ts";

export interface ChaosReport {
  readonly state: string;
  readonly tasks: number;
  readonly managersKilled: number;
  readonly runnersKilled: number;
  /** Tries that two processes carried out at the same time. */
  readonly overlaps: readonly string[];
  /** Tasks that did not come to exactly one end with exit code 0. */
  readonly notOnce: readonly string[];
  /** Tasks that began more often than they have tries that may have begun. */
  readonly tooOften: readonly string[];
}

/** The state of a process, as `ps` writes it; "" if there is none. Z is one that has ended and was not collected yet. */
function stateOf(pid: string): string {
  return `[ -n "${pid}" ] && if [ -d /proc/self ]; then cut -d " " -f 3 /proc/${pid}/stat; else ps -o stat= -p ${pid}; fi 2>/dev/null`;
}

/** Its shell is the runner itself: as long as that lives, no other may carry out the task. */
function commandFor(id: string): string {
  return [
    `p=$(cat busy/${id} 2>/dev/null); state=$(${stateOf("$p")})`,
    `case "$state" in ""|Z*) ;; *) echo ${id} $state >>overlaps ;; esac`,
    `echo $$ >busy/${id}; echo begun >>count/${id}`,
    `sleep 0.$((10 + $$ % 20))`,
    `rm busy/${id}`,
  ].join("; ");
}

export async function chaos(
  dir: string,
  { rounds, seed }: { rounds: number; seed: number },
): Promise<ChaosReport> {
  const random = randomFrom(seed);
  mkdirSync(join(dir, "busy"));
  mkdirSync(join(dir, "count"));
  const folder = jobFolder(dir, "job");
  const ids = Array.from({ length: rounds * 2 }, (_, index) => `t${index}`);
  const child = (id: string) => ({
    id: `${id}-child`,
    command: commandFor(`${id}-child`),
    dependencies: [id],
  });
  // Every other task queues a further one while it runs.
  const tasks = ids.map((id, index) => {
    const more = `echo '${JSON.stringify(child(id)).replaceAll("'", String.raw`'\''`)}' >$AIR_EXECUTOR_TASKS/${id}-child.json`;
    return { id, command: index % 2 === 0 ? commandFor(id) : `${more}; ${commandFor(id)}` };
  });
  queueIn(dir, tasks, { parallel: 4, retries: 100 });
  const managers = [spawnManager(dir), spawnManager(dir)];
  const killed = { managers: 0, runners: 0 };
  const isOver = () => ["completed", "failed"].includes(readJob(dir, "job").state);
  for (let round = 0; round < rounds && !isOver(); round++) {
    await pause(20 + random() * 120);
    const which = Math.floor(random() * managers.length);
    if (random() < 0.3) {
      const manager = managers[which];
      if (manager?.exitCode === null) {
        manager.kill("SIGKILL");
        await once(manager, "exit");
        killed.managers++;
      }
      managers[which] = spawnManager(dir);
    } else {
      for (let look = 0; look < 200 && !killOne(folder.attempts, random); look++) await pause(10);
      killed.runners++;
    }
  }
  while (!isOver()) {
    for (const [index, manager] of managers.entries())
      if (manager.exitCode !== null || manager.signalCode !== null) managers[index] = spawnManager(dir);
    await pause(200);
  }
  for (const manager of managers) {
    if (manager.exitCode === null && manager.signalCode === null) {
      manager.kill("SIGTERM");
      await once(manager, "exit");
    }
  }
  const exits = Object.entries(exitsIn(folder));
  const all = readJob(dir, "job");
  const names = [...ids, ...ids.filter((_, index) => index % 2 === 1).map((id) => `${id}-child`)];
  const triesOf = (id: string) => exits.filter(([name]) => name.startsWith(`${id}.`));
  return {
    state: all.state,
    tasks: all.total,
    managersKilled: killed.managers,
    runnersKilled: killed.runners,
    overlaps: linesIn(join(dir, "overlaps")),
    notOnce: names.filter((id) => triesOf(id).filter(([, exit]) => exit === "0").length !== 1),
    tooOften: names.filter(
      (id) =>
        linesIn(join(dir, "count", id)).length > triesOf(id).filter(([, exit]) => exit !== "lost").length,
    ),
  };
}

/** One of those that run now: with its whole group, or the shell alone. */
function killOne(attempts: string, random: () => number): boolean {
  const claims = readdirSync(attempts).filter((name) => name.endsWith(".claim"));
  const claim = claims[Math.floor(random() * claims.length)] ?? "";
  const text = claim === "" ? null : readIfThere(join(attempts, claim));
  const name = claim.replace(/claim$/, "").replace(/\.$/, " ");
  const line = text?.split("\n").find((each) => each.startsWith(name));
  const runner = parseIdentity(line?.slice(name.length) ?? "");
  if (!runner) return false;
  try {
    return kill(random() < 0.5 ? -runner.pid : runner.pid, "SIGKILL");
  } catch {
    return false;
  }
}

/** The same numbers for the same seed: mulberry32. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
