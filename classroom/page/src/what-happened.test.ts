import { expect, test } from "vitest";
import { DAG } from "@daglings/engine";
import { History } from "../../shared/history.ts";
import { runName } from "./what-happened.ts";

test("a date names a run, until its DAG has one at another time", () => {
  const instant = (text: string) => Temporal.Instant.from(text).epochMilliseconds;
  const dag = (dagId: string) => ({
    dagId,
    description: "",
    schedule: "",
    timeZone: "UTC",
    catchup: true,
    plan: new DAG({ dagId, schedule: null }).plan,
  });
  const history = new History();
  history.add({
    type: "begun",
    lesson: "test",
    variant: null,
    isOwn: false,
    executor: "in-process",
    airflow: 2,
    clock: { from: 0, until: 0 },
    dags: [dag("a"), dag("b")],
  });
  const make = (dagId: string, text: string) => {
    const logicalDate = instant(text);
    history.add({
      type: "made",
      dagId,
      createdAt: logicalDate,
      identity: {
        runId: `${dagId} ${text}`,
        runType: "scheduled",
        logicalDate,
        undated: false,
        dataIntervalStart: logicalDate,
        dataIntervalEnd: logicalDate,
        conf: {},
        ignoresPast: false,
        assetEvents: [],
      },
    });
  };
  make("a", "2019-01-01T00:00Z");
  make("b", "2019-01-01T06:00Z");
  expect([0, 1].map((number) => runName(history, number))).toEqual(["2019-01-01", "2019-01-01 06:00"]);
  make("a", "2019-01-02T12:00Z");
  expect(runName(history, 0)).toBe("2019-01-01 00:00");
});
