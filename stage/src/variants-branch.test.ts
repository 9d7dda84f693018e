// Lesson 15: what it shows, and that each of its variants shows its trap.

import { env } from "node:process";
import { describe, expect, test, vi } from "vitest";
import { findLesson, readLesson } from "./catalogue.ts";
import { plainTextOf } from "./mail-text.ts";
import { tryLesson, type TriedLesson } from "./testing.ts";

vi.setConfig({ testTimeout: 60_000 });

const runsOf = ({ run }: TriedLesson) => run.dags.at(-1)?.runs ?? [];
const statesOf = (tried: TriedLesson, taskId: string) =>
  runsOf(tried).map(({ tasks }) => tasks.find((task) => task.taskId === taskId)?.state);
const mailsTo = ({ run }: TriedLesson, wanted: string) => run.mails.filter(({ to }) => to.startsWith(wanted));
const told = ({ left }: TriedLesson) =>
  Object.entries(left).flatMap(([path, text]) => (path.startsWith("data/told/") ? [text] : []));
const scratch = ({ left }: TriedLesson) => Object.keys(left).filter((path) => path.startsWith("scratch/"));

test("each day goes its own way, and all come to a good end", async () => {
  const tried = await tryLesson({ lesson: "15" });
  expect(tried.run.dags.flatMap(({ runs }) => runs.map(({ state }) => state))).toEqual(
    Array.from({ length: 6 }, () => "success"),
  );
  expect(statesOf(tried, "await_approval")).toEqual(["skipped", "skipped", "skipped", "success", "success"]);
  expect(statesOf(tried, "mail_everyone").slice(-2)).toEqual(["success", "skipped"]);
  expect(told(tried)).toEqual([
    "chat\nteam@example.com\n",
    "chat\nteam@example.com\n",
    "chat\neveryone@example.com\n",
    "chat\n",
  ]);
  expect(tried.run.chat?.messages).toEqual([
    "2019-01-01: 8 events",
    "2019-01-02: 8 events",
    "2019-01-04: 15 events",
    "2019-01-05: 10 events",
  ]);
  expect(mailsTo(tried, "ops")).toHaveLength(1);
  expect(scratch(tried)).toEqual([]);
});

test("the secret is nowhere, and the environment is as it was", async () => {
  const { run, left } = await tryLesson({ lesson: "15" });
  expect(run.chat?.secretSeenIn).toEqual([]);
  const mail = Object.entries(left).find(([path]) => path.startsWith("mailbox/failed"))?.[1] ?? "";
  expect(plainTextOf(mail)).toContain("The requested URL returned error: 503");
  expect(Object.keys(env).filter((name) => /^DAGLINGS_(CONN|VAR)_/.test(name))).toEqual([]);
});

const traps: Readonly<Record<string, (tried: TriedLesson) => void>> = {
  "join-all-success": (tried) => {
    expect(new Set(statesOf(tried, "note_told"))).toEqual(new Set(["skipped"]));
    expect(runsOf(tried).every(({ state }) => state === "success")).toBe(true);
    expect(told(tried)).toEqual([]);
  },
  "secret-in-command-line": (tried) => {
    expect(tried.run.chat?.secretSeenIn).toEqual(["the command line of bash", "the command line of curl"]);
    const logs = Object.entries(tried.left).filter(([path]) => path.includes("/tell_chat/"));
    expect(logs.some(([, text]) => text.includes("Bearer ***"))).toBe(true);
  },
  "callback-fails": (tried) => {
    expect(mailsTo(tried, "ops")).toEqual([]);
    const logs = Object.values(tried.left).filter((text) => text.includes("A callback failed"));
    expect(logs).toHaveLength(1);
  },
  "alert-storm": (tried) => {
    expect(mailsTo(tried, "ops")).toHaveLength(6);
  },
  "skipped-by-accident": (tried) => {
    expect(scratch(tried)).toEqual([
      "scratch/stats/2019-01-03/events.json",
      "scratch/stats/2019-01-03/what.txt",
    ]);
  },
};

test("every variant has a trap to show", async () => {
  const { variants } = await readLesson(findLesson("15"));
  expect(Object.keys(traps).toSorted()).toEqual(Object.keys(variants).toSorted());
});

describe("the trap shows in a run", () => {
  test.each(Object.entries(traps))("%s", async (variant, trap) => {
    const tried = await tryLesson({ lesson: "15", variant });
    expect(tried.isComplete).toBe(true);
    trap(tried);
  });
});
