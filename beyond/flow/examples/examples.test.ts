// Each example from end to end.

import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { simulatedClock } from "@daglings/engine";
import { machine, memoryRecord, runOn, summarize } from "@daglings/flow";
import { expect, onTestFinished, test } from "vitest";
import { statistics } from "./statistics.ts";
import { warehouse } from "./warehouse.ts";

/** Its first answer is an error; then each day has two events. */
async function startApi() {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(request.url ?? "");
    response.statusCode = requests.length === 1 ? 500 : 200;
    response.end(JSON.stringify([{ user: "anna" }, { user: "anna" }]));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  return { api: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests };
}

test("statistics: a failed task is tried again later, and each day is fetched once for all runs", async () => {
  const { api, requests } = await startApi();
  const record = memoryRecord();
  const on = machine({ record, clock: simulatedClock({ from: "2019-01-04" }) });
  const first = await runOn(on, statistics, { parameters: { days: ["2019-01-01", "2019-01-02"], api } });
  expect(first.data).toEqual({ "2019-01-01": { anna: 2 }, "2019-01-02": { anna: 2 } });
  expect(requests).toHaveLength(3);
  const second = await runOn(on, statistics, { parameters: { days: ["2019-01-02", "2019-01-03"], api } });
  expect(requests).toHaveLength(4);
  const fetched = summarize(record, second.of)?.tasks.filter(({ name }) => name === "fetchEvents");
  expect(fetched?.map(({ state }) => state.name).toSorted()).toEqual(["Cached", "Completed"]);
  const counted = record.listTasks({ flowRunId: second.of }).filter(({ name }) => name === "countEvents");
  expect(counted.flatMap(({ upstream }) => upstream).toSorted()).toEqual(["fetchEvents-1", "fetchEvents-2"]);
});

test.each([
  [
    [
      ["anna", 3],
      ["berta", 1],
    ],
    "Completed",
    ["Completed", "Completed", "2 rows loaded"],
  ],
  [
    [
      ["anna", 3],
      ["berta", -1],
    ],
    "Failed",
    ["Failed", "NotReady", "not loaded: 1 of 2 rows have a negative amount"],
  ],
])("warehouse: %j ends %s", async (orders, name, [validated, loaded, notified]) => {
  const record = memoryRecord();
  const on = machine({ record, clock: simulatedClock({ from: "2019-01-04" }) });
  const state = await runOn(on, warehouse, { parameters: { orders } });
  expect(state.name).toBe(name);
  const tasks = record.listTasks({ flowRunId: state.of });
  const one = (wanted: string) => tasks.find((each) => each.name === wanted);
  expect([one("validate")?.stateName, one("load")?.stateName]).toEqual([validated, loaded]);
  expect(one("notify")?.result).toEqual({ value: notified });
});
