// From a file, an asset or an address back to everything that it came from: what wrote it, what that attempt had read,
// what wrote that, and so on to what nobody here has written.

import type { AttemptKey, Evidence, Store, TraceRecord } from "@daglings/engine";

export interface Origin {
  readonly name: string;
  /** Null: nobody here. */
  readonly writtenBy: Attempt | null;
  /** How many others have written it until then: at most 99 are counted. */
  readonly others: number;
  readonly from: readonly Source[];
}

interface Source extends Origin {
  /** "upstream": nothing says what the attempt has read, and this is what the tasks before it have written. */
  readonly how: Evidence | "upstream";
}

export interface Attempt extends AttemptKey {
  readonly how: Evidence;
  readonly at: number;
}

type Records = Pick<Store, "listTraces" | "findDag">;

const mostCounted = 100;
/** How many of the latest traces are looked through. */
const mostTraces = 10_000;
/** How many attempts are followed: a file to which every run adds has its origin in all of them. */
const mostFollowed = 200;

/** The nearest first. What an attempt has read is listed once: a circle ends where it began. */
export function originOf(store: Records, name: string): Origin {
  const whole = stepTo(store, name, null);
  const followed = new Set<string>();
  const steps: Step[] = [whole];
  // Grows while it is walked.
  for (const { writer, from } of steps) {
    if (writer === undefined || followed.has(idOf(writer)) || followed.size === mostFollowed) continue;
    followed.add(idOf(writer));
    for (const source of sourcesOf(store, writer)) {
      const step = stepTo(store, source.name, writer);
      from.push({ how: source.how, ...step.origin });
      steps.push(step);
    }
  }
  return whole.origin;
}

interface Step {
  readonly origin: Origin;
  readonly writer: TraceRecord | undefined;
  /** The origin's own list, which is still to be filled. */
  readonly from: Source[];
}

export interface Written {
  readonly name: string;
  readonly writtenBy: Attempt;
}

/** Everything that tasks were seen to write, by name, without what depends on who was faster. */
export function surelyWritten(store: Records): Written[] {
  const written = writtenLately(store, Infinity).filter(({ writtenBy }) => writtenBy.how === "written");
  return written.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** The latest of everything that tasks have written, each once. */
export function writtenLately(store: Records, limit: number): Written[] {
  const latestFirst = store.listTraces({ direction: "out", latest: mostTraces }).toReversed();
  return [...Map.groupBy(latestFirst, ({ name }) => name)].slice(0, limit).flatMap(([name, traces]) => {
    const writer = surest(traces);
    return writer ? [{ name, writtenBy: attemptOf(writer) }] : [];
  });
}

/** The attempts that have read it, the latest first. */
export function readersOf(store: Records, name: string): Attempt[] {
  return store.listTraces({ name, direction: "in", latest: mostCounted }).toReversed().map(attemptOf);
}

function stepTo(store: Records, name: string, reader: TraceRecord | null): Step {
  const until = reader === null ? {} : { upTo: reader.at };
  const all = store.listTraces({ name, direction: "out", latest: mostCounted, ...until });
  const others = all.filter((each) => reader === null || !isSame(each, reader)).toReversed();
  // What it has read, its own run has most likely written.
  const ofRun = others.filter((each) => reader?.dagId === each.dagId && reader.runId === each.runId);
  const writer = surest(ofRun) ?? surest(others);
  const from: Source[] = [];
  if (writer === undefined) return { origin: { name, writtenBy: null, others: 0, from }, writer, from };
  // If one is sure, no other is "perhaps".
  const rivals = others.filter(({ how }) => how === writer.how || how === "written");
  return { origin: { name, writtenBy: attemptOf(writer), others: rivals.length - 1, from }, writer, from };
}

function surest(latestFirst: readonly TraceRecord[]): TraceRecord | undefined {
  const order: readonly Evidence[] = ["written", "declared", "perhaps"];
  return order
    .map((how) => latestFirst.find((each) => each.how === how))
    .find((found) => found !== undefined);
}

function sourcesOf(store: Records, writer: TraceRecord): Pick<Source, "name" | "how">[] {
  const { dagId, runId, taskId, tryNumber } = writer;
  const said = store.listTraces({ dagId, runId, taskId, tryNumber, direction: "in" });
  return said.length > 0 ? said.map(({ name, how }) => ({ name, how })) : writtenBefore(store, writer);
}

/** By the nearest of the tasks before it that have written anything: Airflow calls that AUTO. */
function writtenBefore(
  store: Records,
  { dagId, runId, taskId }: AttemptKey,
): { readonly name: string; readonly how: "upstream" }[] {
  const tasks = store.findDag({ dagId })?.plan.tasks ?? [];
  const names = new Set<string>();
  const looked = new Set<string>();
  const open = [taskId];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    for (const before of tasks.find((task) => task.taskId === id)?.upstream ?? []) {
      if (looked.has(before)) continue;
      looked.add(before);
      const traces = store.listTraces({ dagId, runId, taskId: before, direction: "out" });
      const latest = Math.max(...traces.map(({ tryNumber }) => tryNumber));
      const written = traces.filter(({ tryNumber, how }) => tryNumber === latest && how !== "perhaps");
      for (const { name } of written) names.add(name);
      if (written.length === 0) open.push(before);
    }
  }
  return [...names].map((name) => ({ name, how: "upstream" }));
}

function attemptOf({ dagId, runId, taskId, tryNumber, how, at }: TraceRecord): Attempt {
  return { dagId, runId, taskId, tryNumber, how, at };
}

function idOf({ dagId, runId, taskId, tryNumber }: AttemptKey): string {
  return JSON.stringify([dagId, runId, taskId, tryNumber]);
}

function isSame(one: AttemptKey, other: AttemptKey): boolean {
  return idOf(one) === idOf(other);
}
