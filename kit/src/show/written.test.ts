import { expect, test } from "vitest";
import { openScreen } from "../screen.ts";
import { showWritten, writtenFacts } from "./written.ts";

const screen = openScreen({ plain: true, json: false });
const writtenBy = {
  dagId: "dag",
  runId: "run",
  taskId: "count",
  tryNumber: 2,
  how: "written",
  at: 0,
} as const;

test("each file has the attempt that has written it last", () => {
  const result = { lineage: [{ name: "data/a.csv", writtenBy }] };
  expect(
    showWritten(result, screen)
      .slice(2)
      .map((line) => line.trim().split(/ {2,}/)),
  ).toEqual([
    ["file", "by", "try", "run"],
    ["data/a.csv", "dag.count", "2", "run"],
  ]);
  const { how: _, ...attempt } = writtenBy;
  expect(writtenFacts(result)).toEqual([{ name: "data/a.csv", ...attempt, at: "1970-01-01T00:00:00Z" }]);
});

test("of many files some are left out; of none, all", () => {
  const lineage = Array.from({ length: 20 }, (_, number) => ({ name: `data/${number}.csv`, writtenBy }));
  expect(showWritten({ lineage }, screen).join("\n")).toMatch(/… \d+ more files/);
  expect(showWritten({ lineage: [] }, screen)).toEqual([]);
});
