// What must hold when a round is over, whatever was done to its schedulers. There are two witnesses: the store, and the file into
// which tasks wrote what they did.

import { DatabaseSync } from "node:sqlite";
import { sqliteStore, type AttemptRecord, type Store } from "@daglings/engine";

export interface Expectation {
  /** How many runs of each DAG there are, and how they have ended. */
  readonly runs: Readonly<Record<string, { readonly count: number; readonly state: "success" | "failed" }>>;
  /** How tasks have ended, if not with "success". */
  readonly tasks?: Readonly<Record<string, string>>;
  /** Sensors: one try looks, and so starts, more than once. */
  readonly sensors?: readonly string[];
  /**
   * A scheduler was stopped for longer than its lease: its attempts may have run at the same time as its successor's. The
   * outside then refuses a fencing token that is lower than one it has seen.
   */
  readonly isFenced?: boolean;
}

/** What went wrong, each as a sentence; an empty list if all is well. */
export function complaints(storeFile: string, outside: readonly string[], expected: Expectation): string[] {
  const damage = integrity(storeFile);
  if (damage !== "ok") return [`the store is damaged: ${damage}`];
  const store = sqliteStore(storeFile, { readOnly: true });
  try {
    const acts = outside.map(readAct);
    const seen = expected.isFenced ? behindFence(acts) : acts;
    return [
      ...runComplaints(store, expected),
      ...eventComplaints(store, expected),
      ...actComplaints(store, seen),
    ];
  } finally {
    store.close();
  }
}

function integrity(file: string): string {
  const database = new DatabaseSync(file);
  try {
    return String(Object.values(database.prepare("PRAGMA integrity_check").get() ?? {})[0]);
  } finally {
    database.close();
  }
}

// ------------------------------------------------------------------------------------------------ on record

function runComplaints(store: Store, { runs, tasks = {} }: Expectation): string[] {
  const found: string[] = [];
  for (const { dagId, plan } of store.listDags()) {
    const { count, state } = runs[dagId] ?? { count: 0, state: "success" };
    const all = store.listRuns({ dagId });
    if (all.length !== count) found.push(`DAG ${dagId} has ${all.length} runs, not ${count}`);
    for (const run of all) {
      const place = `${dagId} ${run.runId}`;
      if (run.state !== state) found.push(`${place} is ${run.state}, not ${state}`);
      const instances = store.findRun(run)?.tasks ?? {};
      const attempts = Map.groupBy(store.listAttempts(run), ({ taskId }) => taskId);
      for (const { taskId } of plan.tasks) {
        const instance = instances[taskId];
        const wanted = tasks[taskId] ?? "success";
        if (!instance) found.push(`${place} ${taskId} is lost`);
        else if (instance.state !== wanted)
          found.push(`${place} ${taskId} is ${instance.state}, not ${wanted}`);
        else
          found.push(...attemptComplaints(store, `${place} ${taskId}`, attempts.get(taskId) ?? [], instance));
      }
    }
  }
  return found;
}

function attemptComplaints(
  store: Store,
  place: string,
  attempts: readonly AttemptRecord[],
  { state, tryNumber }: { readonly state: string; readonly tryNumber: number },
): string[] {
  const found = attempts
    .filter(({ finishedAt, report }) => finishedAt === null || report !== null)
    .map((attempt) => `${place}: try ${attempt.tryNumber} has not ended: it is ${attempt.state}`);
  const tries = attempts.map((attempt) => attempt.tryNumber);
  if (tries.toSorted((a, b) => a - b).some((each, index) => each !== index + 1)) {
    found.push(`${place}: its tries are ${tries.join(", ")}`);
  }
  if (state !== "success") return found;
  const successes = attempts.filter((attempt) => attempt.state === "success");
  if (successes.length !== 1) found.push(`${place}: ${successes.length} tries have succeeded`);
  const [last] = successes;
  if (!last) return found;
  if (last.tryNumber !== tryNumber) found.push(`${place}: try ${last.tryNumber} succeeded, not the last one`);
  const pushed = store.findXCom({ ...last, key: "return_value" })?.value;
  const isItsTry = pushed === tryNumber || pushed === String(tryNumber); // bash writes numbers as texts
  if (pushed !== undefined && pushed !== true && !isItsTry) {
    found.push(`${place}: its XCom is ${JSON.stringify(pushed)}, and not from try ${tryNumber}`);
  }
  return found;
}

/** "running" once for each try, and after it one end. */
function eventComplaints(store: Store, { sensors = [] }: Expectation): string[] {
  const ends = ["success", "failed", "skipped", "up_for_retry"];
  const found: string[] = [];
  const now = new Map<string, string>();
  for (const { dagId, runId, taskId, tryNumber, state } of store.listEvents({ after: 0, limit: -1 })) {
    if (taskId === null || tryNumber === null || tryNumber === 0 || sensors.includes(taskId)) continue;
    const place = `${dagId} ${runId ?? ""} ${taskId} try ${tryNumber}`;
    const before = now.get(place);
    if (state === "running") {
      if (before !== undefined) found.push(`${place} started after it was ${before}`);
      now.set(place, state);
    } else if (ends.includes(state) && before !== undefined) {
      if (before !== "running") found.push(`${place} ended twice: ${before}, then ${state}`);
      now.set(place, state);
    }
  }
  return found;
}

// -------------------------------------------------------------------------------------------------- outside

interface Act {
  readonly task: string;
  readonly tryNumber: number;
  readonly token: number;
  readonly pid: string;
  readonly what: string;
}

function readAct(line: string): Act {
  const [dagId = "", runId = "", taskId = "", tryNumber = "", token = "", pid = "", ...what] =
    line.split(" ");
  const task = `${dagId} ${runId} ${taskId}`;
  return { task, tryNumber: Number(tryNumber), token: Number(token), pid, what: what.join(" ") };
}

/** What the outside accepts if it refuses a fencing token that is lower than one it has seen. */
function behindFence(acts: readonly Act[]): Act[] {
  const highest = new Map<string, number>();
  return acts.filter(({ task, token }) => {
    if (token < (highest.get(task) ?? 0)) return false;
    highest.set(task, token);
    return true;
  });
}

function actComplaints(store: Store, acts: readonly Act[]): string[] {
  const found: string[] = [];
  for (const [task, all] of Map.groupBy(acts, (act) => act.task)) {
    const [dagId = "", runId = "", taskId = ""] = task.split(" ");
    const attempts = store.listAttempts({ dagId, runId }).filter((attempt) => attempt.taskId === taskId);
    let latest = 0;
    for (const { tryNumber, what, pid } of all) {
      if (tryNumber < latest) {
        found.push(`${task}: try ${tryNumber} (process ${pid}) was still at it when try ${latest} had begun`);
      }
      latest = Math.max(latest, tryNumber);
      if (what === "start" && !attempts.some((attempt) => attempt.tryNumber === tryNumber)) {
        found.push(`${task}: try ${tryNumber} is not on record`);
      }
    }
    for (const [tryNumber, own] of Map.groupBy(all, (act) => act.tryNumber)) {
      const isDone = attempts.some((each) => each.tryNumber === tryNumber && each.state === "success");
      const [starts, ends] = ["start", "end"].map((word) => own.filter(({ what }) => what === word).length);
      if ((starts ?? 0) > 1) found.push(`${task}: try ${tryNumber} was started ${starts} times`);
      if ((ends ?? 0) > 1) found.push(`${task}: try ${tryNumber} has ended ${ends} times`);
      if (isDone && ends !== 1) found.push(`${task}: try ${tryNumber} succeeded, and did not do its work`);
    }
  }
  return found;
}
