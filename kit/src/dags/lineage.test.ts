import { join } from "node:path";
import { runLesson } from "@daglings/stage";
import { beforeEach, expect, test, vi } from "vitest";
import { kitHere, temporaryFolder } from "../testing.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let dir: string;
const lineage = (...words: string[]) => kitHere(["dags", "lineage", ...words, "--dir", dir]);
const linesOf = async (...words: string[]) =>
  (await lineage(...words, "--plain")).stdout.trimEnd().split("\n");

beforeEach(async () => {
  dir = join(temporaryFolder(), "run");
  await runLesson({ lesson: "08", dir });
});

const attempt = (taskId: string, day: string, at: string) =>
  `${taskId}, try 1, ${at}, of 08_templated_path, scheduled__2019-01-${day}T00:00:00+00:00`;

test("a CSV leads back to the request it came from, also for days that ran side by side", async () => {
  expect(await linesOf("data/stats/2019-01-01.csv")).toEqual([
    "data/stats/2019-01-01.csv",
    `  written by ${attempt("calculate_stats", "01", "2019-01-04 05:00")}`,
    "  from data/events/2019-01-01.json",
    `    written by ${attempt("fetch_events", "01", "2019-01-04 05:00")}`,
    "    from $EVENTS_API/events?start_date=2019-01-01&end_date=2019-01-02",
  ]);
});

test("a file may be named as a shell completes it, and its readers are named, too", async () => {
  expect(await linesOf(join(dir, "data/events/2019-01-05.json"))).toEqual([
    "data/events/2019-01-05.json",
    `  written by ${attempt("fetch_events", "05", "2019-01-06 00:00")}`,
    "  from $EVENTS_API/events?start_date=2019-01-05&end_date=2019-01-06",
    `  read by ${attempt("calculate_stats", "05", "2019-01-06 00:00")}`,
  ]);
});

test("an address has readers alone", async () => {
  expect(await linesOf("$EVENTS_API/events?start_date=2019-01-05&end_date=2019-01-06")).toEqual([
    "$EVENTS_API/events?start_date=2019-01-05&end_date=2019-01-06",
    `  read by ${attempt("fetch_events", "05", "2019-01-06 00:00")}`,
  ]);
});

test("what tasks have written is listed, the latest first", async () => {
  const lines = await linesOf("--limit", "2");
  expect(lines.map((line) => line.split("; ").slice(0, 3))).toEqual([
    ["what: data/stats/2019-01-05.csv", "how: written", "by: 08_templated_path.calculate_stats"],
    ["what: data/events/2019-01-05.json", "how: written", "by: 08_templated_path.fetch_events"],
  ]);
});

test("programs get it as JSON", async () => {
  const { stdout } = await lineage("data/stats/2019-01-01.csv", "--json");
  expect(JSON.parse(stdout)).toMatchObject({
    origin: {
      name: "data/stats/2019-01-01.csv",
      writtenBy: { taskId: "calculate_stats", how: "written", at: "2019-01-04T05:00:00Z" },
      from: [{ name: "data/events/2019-01-01.json", how: "named" }],
    },
    readBy: [],
  });
});

test("what nobody has written or read is refused in a sentence", async () => {
  const { exitCode, stderr } = await lineage("data/stats/2019-01-09.csv");
  expect(stderr).toMatch(
    /nothing named "data\/stats\/2019-01-09.csv" is on record; did you mean "data\/stats\//,
  );
  expect(exitCode).toBe(2);
});
