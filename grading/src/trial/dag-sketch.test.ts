import {
  Asset,
  CronDataIntervalTimetable,
  CronTriggerTimetable,
  DAG,
  DeltaDataIntervalTimetable,
  DeltaTriggerTimetable,
  EmptyOperator,
  ExternalTaskSensor,
  chain,
  fileArrival,
  type DagOptions,
} from "@daglings/engine";
import { describe, expect, test } from "vitest";
import { dagFrom, sketchOf } from "./dag-sketch.ts";

/** As it arrives in another process. */
function sent(dag: DAG): DAG {
  return dagFrom(JSON.parse(JSON.stringify(sketchOf(dag))) as ReturnType<typeof sketchOf>);
}

describe("a DAG made from a sketch", () => {
  test("has the same plan", () => {
    const dag = new DAG({
      dagId: "d",
      schedule: "@hourly",
      startDate: "2019-01-01",
      endDate: "2019-01-05[Europe/Zurich]",
      catchup: false,
      maxActiveRuns: 3,
      dagRunTimeout: "PT1H",
      defaultArgs: { retries: 2, retryDelay: "PT7M", startDate: "2019-01-02" },
    });
    const first = new EmptyOperator({ dag, taskId: "first", outlets: [new Asset("orders")] });
    const wait = new ExternalTaskSensor({ dag, taskId: "wait", externalDagId: "other", mode: "reschedule" });
    chain(first, wait, new EmptyOperator({ dag, taskId: "last", triggerRule: "all_done" }));
    expect(sent(dag).plan).toEqual(dag.plan);
    expect(sent(dag).task("first").outlets).toEqual([new Asset("orders")]);
  });

  test("waits for the same assets, which are watched as they were", () => {
    const incoming = new Asset("incoming", { watch: fileArrival("data/incoming/*.json") });
    const dag = new DAG({ dagId: "d", schedule: [incoming, new Asset("stats")] });
    expect(sent(dag).settings.assets).toEqual(dag.settings.assets);
  });

  test.each<[string, DagOptions["schedule"]]>([
    ["nothing", null],
    ["a preset", "@daily"],
    ["once", "@once"],
    ["cron", "*/7 3 * * 1"],
    ["a duration", { days: 3 }],
    ["a Temporal duration", Temporal.Duration.from("P3D")],
    ["an ISO duration", "PT90M"],
    ["cron with intervals", new CronDataIntervalTimetable("@daily", { timeZone: "Asia/Tokyo" })],
    ["cron with instants", new CronTriggerTimetable("0 5 * * *", { interval: "P1D" })],
    ["lengths with intervals", new DeltaDataIntervalTimetable({ hours: 5 })],
    ["lengths with instants", new DeltaTriggerTimetable("P2D", { interval: { days: 1 } })],
    ["assets", [new Asset("orders"), new Asset("prices")]],
  ])("has the same timetable: %s", (_, schedule) => {
    const dag = new DAG({ dagId: "d", schedule: schedule ?? null, startDate: "2019-01-01[Europe/Zurich]" });
    const [own, other] = [dag.settings.timetable, sent(dag).settings.timetable];
    expect(other.description).toBe(own.description);
    const earliest = dag.settings.startDate;
    const question = { earliest, catchup: true };
    const next = (timetable: typeof own) => JSON.stringify([timetable.nextRun(question)]);
    expect(next(other)).toBe(next(own));
  });
});
