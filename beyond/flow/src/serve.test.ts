import { simulatedClock } from "@daglings/engine";
import { describe, expect, test } from "vitest";
import {
  flow,
  machine,
  memoryRecord,
  readSchedule,
  runContext,
  runOn,
  Server,
  task,
  type AssetFeed,
  type Deployment,
  type Machine,
  type WhenToRun,
} from "./index.ts";

const from = "2019-01-04T05:30Z";
const on = () => machine({ record: memoryRecord(), clock: simulatedClock({ from }) });

function deployed(when: WhenToRun, others: Partial<Deployment> = {}): Deployment {
  const madeAt = Temporal.Instant.from(from).epochMilliseconds;
  const schedule = readSchedule(when);
  const none = { lastAt: null, lastEvent: null, paused: false };
  return {
    flow: "any",
    name: "one",
    file: "",
    export: "any",
    schedule,
    parameters: { a: 1 },
    madeAt,
    ...none,
    ...others,
  };
}

interface Serving {
  readonly of: Machine;
  readonly runs: number;
  readonly body?: () => unknown;
  readonly assets?: AssetFeed;
}

/** Serves until this many runs have ended. */
async function serve({ of, runs, body = () => {}, assets }: Serving): Promise<void> {
  const controller = new AbortController();
  let rest = runs;
  const any = flow(
    async () => {
      await body();
    },
    { name: "any" },
  );
  const server = new Server({
    machine: of,
    load: () => Promise.resolve(any),
    say: () => {
      if (--rest === 0) controller.abort(new Error("enough"));
    },
    signal: controller.signal,
    ...(assets ? { assets } : {}),
  });
  server.adopt();
  await server.end();
}

const timesOf = ({ record }: Machine) =>
  record
    .listRuns({ limit: 100 })
    .toReversed()
    .map(({ scheduledFor, createdAt }) => [scheduledFor, createdAt].map((at) => timeText(at)));
const timeText = (at: number | null) =>
  at === null ? "" : Temporal.Instant.fromEpochMilliseconds(at).toString().slice(5, 16);

describe("a deployment", () => {
  test("runs when its cron says so, in its time zone", async () => {
    const of = on();
    of.record.saveDeployment(deployed({ cron: "0 6 * * *", timeZone: "Europe/Berlin" }));
    await serve({ of, runs: 2 });
    const expected = ["01-05T05:00", "01-06T05:00"];
    expect(timesOf(of)).toEqual(expected.map((at) => [at, at]));
  });

  test("runs at intervals", async () => {
    const of = on();
    of.record.saveDeployment(deployed({ interval: { minutes: 10 } }));
    await serve({ of, runs: 3 });
    expect(timesOf(of).map(([at]) => at)).toEqual(["01-04T05:30", "01-04T05:40", "01-04T05:50"]);
  });

  test("runs late what was missed, and knows when it was due", async () => {
    const of = on();
    const madeAt = Temporal.Instant.from("2019-01-02T00:00Z").epochMilliseconds;
    of.record.saveDeployment(deployed({ cron: "0 6 * * *" }, { madeAt }));
    await serve({ of, runs: 3 });
    expect(timesOf(of)).toEqual([
      ["01-02T06:00", "01-04T05:30"],
      ["01-03T06:00", "01-04T05:30"],
      ["01-04T06:00", "01-04T06:00"],
    ]);
  });

  test("runs at each update of its asset that comes after it was deployed", async () => {
    const of = on();
    of.record.saveDeployment(deployed({ asset: "stats" }));
    const events = [{ id: 7, at: 1 }];
    const heard = new Set<() => void>();
    const assets: AssetFeed = {
      eventsAfter: (_, id) => events.filter((event) => event.id > id),
      lastId: () => 7,
      onEvents(hear) {
        heard.add(hear);
        return () => heard.delete(hear);
      },
    };
    const serving = serve({ of, runs: 2, assets });
    events.push({ id: 8, at: 2000 }, { id: 9, at: 3000 });
    for (const hear of heard) hear();
    await serving;
    expect(of.record.listRuns({ limit: 9 }).map((run) => run.scheduledFor)).toEqual([3000, 2000]);
  });

  test("does not run while it is paused", async () => {
    const of = on();
    of.record.saveDeployment(deployed({ cron: "0 6 * * *" }, { paused: true }));
    of.record.saveDeployment(deployed({ cron: "0 7 * * *" }, { name: "two" }));
    await serve({ of, runs: 1 });
    expect(of.record.listRuns({ limit: 9 }).map((run) => run.deployment)).toEqual(["any/two"]);
  });

  test("first goes on with a run that was cut off", async () => {
    const of = on();
    of.record.saveDeployment(deployed({}));
    const stop = AbortSignal.abort(new Error("told to end"));
    const any = flow(async () => {}, { name: "any" });
    const order = { flowRunId: "earlier", deployment: "any/one", parameters: { a: 1 } };
    await runOn(of, any, { ...order, signal: stop });
    expect(of.record.findRun({ flowRunId: "earlier" })?.stateName).toBe("Crashed");
    await serve({ of, runs: 1 });
    expect(of.record.findRun({ flowRunId: "earlier" })?.stateName).toBe("Completed");
  });

  test.each([
    [{ cron: "0 6 * *" }, "0 6 * *"],
    [{ cron: "0 6 * * *", interval: "PT1H" }, "exactly one of cron, interval and asset"],
    [{ interval: { seconds: 0 } }, "interval is 0"],
    [{ cron: "0 6 * * *", timeZone: "Europe/Nowhere" }, "Europe/Nowhere"],
  ])("with %o is refused", (when, words) => {
    expect(() => readSchedule(when)).toThrow(words);
  });
});

test("pipeline.serve runs the flow that it belongs to", async () => {
  const controller = new AbortController();
  let runs = 0;
  const mine = flow(
    async () => {
      if (++runs === 3) controller.abort(new Error("enough"));
    },
    { name: "mine" },
  );
  const of = on();
  await mine.serve({ name: "daily", cron: "0 6 * * *", machine: of, signal: controller.signal });
  expect(timesOf(of).map(([at]) => at)).toEqual(["01-04T06:00", "01-05T06:00", "01-06T06:00"]);
});

test("a cancelled run stops its tasks, and does not count as cut off", async () => {
  const of = on();
  const waits = task(
    async () => {
      of.record.askToCancel({ flowRunId: "run", at: 0 });
      process.kill(process.pid, "SIGUSR2");
      const { promise, resolve } = Promise.withResolvers<void>();
      runContext().signal.addEventListener("abort", () => resolve());
      await promise;
    },
    { name: "waits" },
  );
  const state = await runOn(
    of,
    flow(async () => await waits(), { name: "any" }),
    { flowRunId: "run" },
  );
  expect(state).toMatchObject({ type: "CANCELLED", name: "Cancelled" });
  expect(of.record.listTasks({ flowRunId: "run" })[0]?.stateName).toBe("Cancelled");
  expect(of.record.findRun({ flowRunId: "run" })?.endedAt).not.toBeNull();
});
