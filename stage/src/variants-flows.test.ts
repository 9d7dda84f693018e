// Lesson 18: what its flows leave on record, and that each of its variants shows its trap.

import { describe, expect, test } from "vitest";
import { findLesson, readLesson } from "./catalogue.ts";
import { tryLesson, type TriedLesson } from "./testing.ts";

const days = [1, 2, 3, 4, 5].map((day) => `2019-01-0${day}`);
const statesOf = ({ run }: TriedLesson) => run.dags[0]?.runs.map(({ state }) => state);
const subjectsOf = ({ run }: TriedLesson) => run.mails.map(({ subject }) => subject);
const answeredOf = ({ run }: TriedLesson) => run.requests.filter(({ status }) => status === 200).length;
const allGreen = days.map(() => "success");

test("each run of the DAG has one of the flow; a day is fetched once, and what failed at first is tried again", async () => {
  const tried = await tryLesson({ lesson: "18" });
  expect(statesOf(tried)).toEqual(allGreen);
  expect(answeredOf(tried)).toBe(5);
  expect(subjectsOf(tried)).toEqual(days.map((day) => `Stats of ${day}`));
  const { flows = [] } = tried.run;
  expect(flows.map(({ flowRunId, state }) => [flowRunId, state.name])).toEqual(
    days.map((_, index) => [`pipeline-${index + 1}`, "Completed"]),
  );
  const fetches = flows.map(({ tasks }) => tasks.filter(({ name }) => name === "fetchEvents"));
  expect(fetches[0]?.map(({ tries }) => tries)).toEqual([3]);
  expect(fetches[4]?.map(({ state }) => state.name)).toEqual([
    "Cached",
    "Cached",
    "Cached",
    "Cached",
    "Completed",
  ]);
  const reports = flows.flatMap(({ tasks }) => tasks.filter(({ name }) => name === "report"));
  expect(reports.map(({ call, state }) => [call, state.name])).toEqual(days.map(() => [1, "Completed"]));
});

const traps: Readonly<Record<string, (tried: TriedLesson) => void>> = {
  "cache-key-forgotten": (tried) => {
    expect(statesOf(tried)).toEqual(allGreen);
    expect(answeredOf(tried)).toBe(15);
  },
  "cache-for-ever": (tried) => {
    expect(answeredOf(tried)).toBe(1);
    const [first] = days.map((day) => tried.left[`data/stats/${day}.csv`]);
    expect(days.map((day) => tried.left[`data/stats/${day}.csv`] === first)).toEqual(days.map(() => true));
  },
  "nobody-awaits": (tried) => {
    expect(statesOf(tried)).toEqual(days.map(() => "failed"));
    expect(subjectsOf(tried)).toEqual([]);
  },
  "map-without-limit": (tried) => {
    expect(statesOf(tried)).toEqual(days.map(() => "failed"));
    const refused = tried.run.requests.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThan(answeredOf(tried));
    expect(
      tried.run.flows?.[0]?.tasks.some(({ tries, state }) => tries === 4 && state.name === "Failed"),
    ).toBe(true);
  },
  "outside-any-task": (tried) => {
    expect(statesOf(tried)).toEqual(allGreen);
    expect(subjectsOf(tried)).toEqual(days.flatMap((day) => [`Stats of ${day}`, `Stats of ${day}`]));
  },
};

test("every variant has a trap to show", async () => {
  const { variants } = await readLesson(findLesson("18"));
  expect(Object.keys(traps).toSorted()).toEqual(Object.keys(variants).toSorted());
});

describe("the trap shows in a run", () => {
  test.each(Object.entries(traps))("%s", async (variant, trap) => {
    const tried = await tryLesson({ lesson: "18", variant });
    expect(tried.isComplete).toBe(true);
    trap(tried);
  });
});
