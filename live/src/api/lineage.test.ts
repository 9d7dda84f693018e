import { expect, test } from "vitest";
import { startTestApi } from "../testing.ts";

const runId = "scheduled__2019-01-03T00:00:00+00:00";
const count = { dagId: "daily", runId, taskId: "count", tryNumber: 1, how: "declared" };

test("what was written is listed, and can be followed back", async () => {
  const { ask, run } = await startTestApi();
  await run("2019-01-04T06:00Z");
  const writtenBy = { ...count, at: "2019-01-04T05:00:00Z" };
  expect((await ask("GET", "/api/lineage")).json).toEqual({ names: [{ name: "counts", writtenBy }] });
  expect((await ask("GET", "/api/lineage/of?name=counts")).json).toEqual({
    origin: { name: "counts", writtenBy, others: 2, from: [] },
    readBy: [],
  });
});

test("what is not on record is refused, with what is", async () => {
  const { ask, run } = await startTestApi();
  await run("2019-01-04T06:00Z");
  const refusalOf = async (path: string) => {
    const { status, json } = await ask("GET", path);
    return `${status} ${(json["error"] as { message: string }).message}`;
  };
  expect(await refusalOf("/api/lineage/of?name=count")).toMatch(
    /^404 nothing named "count" is on record.*counts/,
  );
  expect(await refusalOf("/api/lineage/of")).toMatch(/^400 .*name/);
});
