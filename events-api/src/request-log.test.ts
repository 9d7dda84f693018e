import { expect, test } from "vitest";
import { startForTest } from "./testing.ts";

test("requests are recorded as received, in order, with their answers", async () => {
  const api = await startForTest();
  await fetch(`${api.url}/events?start_date=2019-01-01&end_date=2019%2d01-02`);
  await fetch(`${api.url}/events?start_date=x`, { method: "HEAD" });
  await fetch(`${api.url}/nowhere`, { method: "POST", body: "{}" });
  expect(api.requests).toEqual([
    { method: "GET", path: "/events?start_date=2019-01-01&end_date=2019%2d01-02", status: 200, at: null },
    { method: "HEAD", path: "/events?start_date=x", status: 400, at: null },
    { method: "POST", path: "/nowhere", status: 404, at: null },
  ]);
});

test("with a clock, a request knows when it arrived", async () => {
  let time = 1_546_300_800_000;
  const api = await startForTest({ now: () => time });
  await fetch(`${api.url}/health`);
  time += 60_000;
  await fetch(`${api.url}/health`);
  expect(api.requests.map(({ at }) => at)).toEqual([1_546_300_800_000, 1_546_300_860_000]);
});

test("only the newest of many requests are kept", async () => {
  const api = await startForTest({ keep: 3 });
  for (let number = 1; number <= 10; number++) await fetch(`${api.url}/health?${number}`);
  expect(api.requests.map(({ path }) => path)).toEqual(["/health?8", "/health?9", "/health?10"]);
});

test("at most a thousand are kept unless told otherwise", async () => {
  const api = await startForTest();
  for (let batch = 0; batch < 21; batch++) {
    await Promise.all(Array.from({ length: 50 }, () => fetch(`${api.url}/health`)));
  }
  expect(api.requests).toHaveLength(1000);
});

test("none is kept when none is wanted", async () => {
  const api = await startForTest({ keep: 0 });
  await fetch(`${api.url}/health`);
  expect(api.requests).toEqual([]);
});

test("the list is a snapshot", async () => {
  const api = await startForTest();
  const before = api.requests;
  await fetch(`${api.url}/health`);
  expect(before).toEqual([]);
  expect(api.requests).toHaveLength(1);
});

test("after clear nothing is recorded", async () => {
  const api = await startForTest();
  await fetch(`${api.url}/health`);
  api.clear();
  expect(api.requests).toEqual([]);
});
