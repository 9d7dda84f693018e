import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  chain,
  DAG,
  EmptyOperator,
  FunctionOperator,
  FunctionSensor,
  memoryStore,
  Scheduler,
  simulatedClock,
} from "@daglings/engine";
import type { Run } from "@daglings/engine/core";
import { History } from "./history.ts";
import type { Entry } from "./record.ts";

const instant = (day: string) => Temporal.Instant.from(`${day}T00:00Z`).epochMilliseconds;

/** Two days of a DAG that retries, looks, and fails once for good; recorded as the classroom does. */
async function recorded() {
  const dag = new DAG({ dagId: "daily", schedule: "@daily", startDate: "2019-01-01", endDate: "2019-01-02" });
  let looks = 0;
  const wait = new FunctionSensor({
    dag,
    taskId: "wait",
    pokeInterval: { minutes: 1 },
    callable: () => ++looks % 3 === 0,
  });
  const work = new FunctionOperator({
    dag,
    taskId: "work",
    retries: 1,
    retryDelay: { minutes: 5 },
    callable({ ti, ds }) {
      if (ti.tryNumber === 1 || ds === "2019-01-02") throw new Error("not today");
    },
  });
  const after = new EmptyOperator({ dag, taskId: "after" });
  chain(wait, work, after);
  const entries: Entry[] = [
    {
      type: "begun",
      lesson: "test",
      variant: null,
      isOwn: false,
      executor: "in-process",
      airflow: 2,
      clock: { from: instant("2019-01-04"), until: instant("2019-01-05") },
      dags: [
        {
          dagId: "daily",
          description: "",
          schedule: "@daily",
          timeZone: "UTC",
          catchup: true,
          plan: dag.plan,
        },
      ],
    },
  ];
  const last = new Map<string, Run>();
  const numbers = new Map<string, number>();
  const scheduler = new Scheduler({
    dags: [dag],
    store: memoryStore(),
    clock: simulatedClock({ from: "2019-01-04" }),
    onStep(run, event) {
      last.set(run.runId, run);
      const { createdAt } = run;
      if (event === null) {
        entries.push({ type: "made", dagId: "daily", createdAt, identity: run });
        numbers.set(run.runId, numbers.size);
      } else entries.push({ type: "step", run: numbers.get(run.runId) ?? -1, event });
    },
  });
  await scheduler.run({ until: "2019-01-05" });
  await scheduler.close();
  // As it comes to the browser.
  return { entries: JSON.parse(JSON.stringify(entries)) as Entry[], last };
}

function historyOf(entries: readonly Entry[]): History {
  const history = new History();
  for (const entry of entries) history.add(entry);
  return history;
}

test("played again, every run comes to what the scheduler had made of it", async () => {
  const { entries, last } = await recorded();
  const history = historyOf(entries);
  expect(history.runs).toHaveLength(2);
  for (const run of history.runs) {
    const { plan: _, ...again } = history.versionAt(run, Infinity)?.run ?? { plan: null };
    const { plan: __, ...was } = last.get(run.runId) ?? { plan: null };
    expect(again).toEqual(JSON.parse(JSON.stringify(was)));
  }
});

test("at each moment the page is as it was then", async () => {
  const { entries } = await recorded();
  const whole = historyOf(entries);
  for (let moment = 0; moment < entries.length; moment++) {
    const then = historyOf(entries.slice(0, moment + 1));
    expect(whole.runCountAt(moment)).toBe(then.runs.length);
    for (const run of then.runs) {
      const recordedRun = whole.runs[run.number];
      expect(recordedRun && whole.versionAt(recordedRun, moment)?.run).toEqual(run.versions.at(-1)?.run);
      for (const taskId of ["wait", "work", "after"]) {
        expect(recordedRun && whole.triesOf(recordedRun, moment).get(taskId)).toEqual(
          then.triesOf(run, moment).get(taskId),
        );
      }
    }
    expect(whole.stopAt(moment)).toBe(then.stops.length - 1);
    expect(whole.instantOf(moment)).toBe(then.instants.at(-1));
  }
});

describe("the tries of a task", () => {
  test("say when a sensor has looked", async () => {
    const history = historyOf((await recorded()).entries);
    const [first] = history.runs;
    const tries = (first && history.triesOf(first, Infinity).get("wait")) ?? [];
    expect(tries).toHaveLength(1);
    expect(tries[0]?.pokes.length).toBeGreaterThan(1);
    expect(tries[0]?.state).toBe("success");
  });

  test("say why one failed, and when the next one was due", async () => {
    const history = historyOf((await recorded()).entries);
    const [first] = history.runs;
    if (!first) throw new Error("no run");
    const failing = first.versions.find(({ changes }) =>
      changes.some(({ state }) => state === "up_for_retry"),
    );
    const [then] = history.triesOf(first, failing?.moment ?? 0).get("work") ?? [];
    expect(then).toMatchObject({
      tryNumber: 1,
      state: "up_for_retry",
      error: expect.stringMatching(/^not today/) as string,
    });
    expect((then?.dueAt ?? 0) - (then?.finishedAt ?? 0)).toBe(300_000);
    const tries = history.triesOf(first, Infinity).get("work") ?? [];
    expect(tries.map(({ tryNumber, state }) => [tryNumber, state])).toEqual([
      [1, "up_for_retry"],
      [2, "success"],
    ]);
  });
});

describe("files", () => {
  const by = [{ run: 0, taskId: "work", tryNumber: 1 }];
  const file = (path: string, bytes: number | null, version: number | null): Entry => ({
    type: "file",
    path,
    bytes,
    version,
    by,
  });
  const history = historyOf([
    file("a.csv", 1, 0),
    file("a.csv", 2, 1),
    file("b.csv", 3, 2),
    file("a.csv", null, null),
  ]);

  test("are those of the moment, each in its version of that time", () => {
    expect(history.filesAt(-1).size).toBe(0);
    expect(history.filesAt(0).get("a.csv")?.entry.version).toBe(0);
    expect(history.filesAt(1).get("a.csv")?.entry.version).toBe(1);
    expect([...history.filesAt(3).keys()]).toEqual(["b.csv"]);
  });

  test("are listed by their paths, as if all until then had been written again, whatever is asked first", () => {
    const paths = fc.constantFrom("a.csv", "b.csv", "data/a.csv", "data/b.csv");
    const written = fc.tuple(paths, fc.constantFrom(null, 1, 2), fc.nat(9));
    fc.assert(
      fc.property(fc.array(written), fc.array(fc.integer({ min: -1, max: 30 })), (lines, moments) => {
        const whole = historyOf(lines.map((line) => file(...line)));
        for (const moment of [...moments, Infinity]) {
          const then = new Map(
            lines
              .slice(0, moment + 1)
              .map(([path, bytes], index) => [path, { moment: index, bytes }] as const),
          );
          const there = [...then]
            .filter(([, { bytes }]) => bytes !== null)
            .toSorted(([a], [b]) => (a < b ? -1 : 1));
          const found = whole.filesAt(moment);
          expect([...found].map(([path, { moment: at }]) => [path, at])).toEqual(
            there.map(([path, { moment: at }]) => [path, at]),
          );
          expect(whole.fileCountAt(moment)).toBe(there.length);
        }
      }),
    );
  });

  test("are the same map as long as none of them changes, and a file keeps its versions", () => {
    const later = historyOf([file("a.csv", 1, 0), { type: "mail", file: "1", to: "", subject: "", by }]);
    expect(later.filesAt(1)).toBe(later.filesAt(0));
    later.add(file("a.csv", 2, 1));
    expect(later.filesAt(2).get("a.csv")?.entry.version).toBe(1);
    expect(later.versionsOf("a.csv").map(({ moment }) => moment)).toEqual([0, 2]);
  });

  test("that are written are stops", () => {
    expect(history.stops.map(({ kind, name }) => [kind, name])).toHaveLength(4);
  });
});

test("a record that names a run that was never made is refused", () => {
  const history = new History();
  expect(() => history.add({ type: "step", run: 3, event: { type: "run started", at: 0 } })).toThrow(
    "the record has no run 3",
  );
});
