import { join } from "node:path";
import { runLesson } from "@daglings/stage";
import { beforeEach, expect, test, vi } from "vitest";
import { kitHere, temporaryFolder } from "../testing.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let dir: string;

const assets = async (...words: string[]) =>
  await kitHere(["dags", "assets", ...words, "--dir", dir, "--plain"]);

beforeEach(async () => {
  dir = join(temporaryFolder(), "run");
  await runLesson({ lesson: "16", dir });
});

test("assets are listed: who updates them, who awaits them, and when they were updated last", async () => {
  const { exitCode, stdout } = await assets();
  expect(stdout.trimEnd().split("\n")).toEqual([
    "asset: incoming; updated by: files data/incoming/*.json; awaited by: 16_event_triggered; last update: 2019-01-05 07:45:02",
    "asset: stats; updated by: 16_event_triggered.calculate_stats; awaited by: none; last update: 2019-01-05 07:45:02",
  ]);
  expect(exitCode).toBe(0);
});

test("a signal is an event, and a run follows at once; told twice with one key, it is one event", async () => {
  const runs = async () => {
    const { stdout } = await kitHere(["dags", "runs", "16_event_triggered", "--dir", dir, "--json"]);
    return (JSON.parse(stdout) as { runs: { state: string }[] }).runs.map(({ state }) => state);
  };
  const signal = ["signal", "incoming", "--key", "one", "--extra", '{"size": 3}'];
  const { stdout } = await assets(...signal);
  expect(stdout).toMatch(/^incoming: event \d+, 2019-01-07 00:00\n$/);
  expect(await runs()).toEqual(["success", "success", "success", "success"]);
  expect((await assets(...signal)).stdout).toBe(stdout);
  expect(await runs()).toHaveLength(4);
});

test.each([
  [["list"], '"list" is nothing that can be done with assets; write pnpm dags assets signal NAME'],
  [["signal"], "NAME is missing; write pnpm dags assets signal NAME"],
  [["signal", "incomming"], 'there is no asset "incomming"; did you mean "incoming"?'],
  [["signal", "incoming", "--extra", "{"], "--extra is {, which is not JSON"],
])("%j is refused in a sentence", async (words, message) => {
  const { exitCode, stderr } = await assets(...words);
  expect(stderr).toContain(message);
  expect(exitCode).toBe(2);
});
