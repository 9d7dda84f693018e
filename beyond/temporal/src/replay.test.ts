// What Temporal demands of workflows: when they are replayed, they come to the same commands in the same order.

import { globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { DefaultLogger, Runtime, Worker } from "@temporalio/worker";
import { expect, test } from "vitest";
import { bodyOf } from "@daglings/flow";
import { parent } from "../fixtures/flows.ts";
import { workflowBundle } from "./worker.ts";

Runtime.install({ logger: new DefaultLogger("ERROR") });

const flowFile = bodyOf(parent)?.file ?? "";
const folder = fileURLToPath(new URL("../histories", import.meta.url));

interface StoredHistory {
  events: { activityTaskScheduledEventAttributes?: { activityId?: string } }[];
}

async function replay(history: StoredHistory): Promise<void> {
  await Worker.runReplayHistory({ workflowBundle: await workflowBundle([flowFile]) }, history);
}

function stored(name: string): StoredHistory {
  return JSON.parse(readFileSync(join(folder, `${name}.json`), "utf8")) as StoredHistory;
}

test.each(["siblings-run", "siblings-schedule", "lesson-08", "lesson-11", "flow"])(
  "the stored history of %s can be replayed",
  async (name) => {
    await expect(replay(stored(name))).resolves.toBeUndefined();
  },
);

test("a history in which two siblings have swapped places is refused", async () => {
  const history = stored("siblings-run");
  const starts = history.events.flatMap(({ activityTaskScheduledEventAttributes: start }) => start ?? []);
  const [left, right] = ["left#1", "right#1"].map((id) => starts.find(({ activityId }) => activityId === id));
  if (!left || !right) throw new Error("the stored history has no siblings");
  [left.activityId, right.activityId] = ["right#1", "left#1"];
  await expect(replay(history)).rejects.toThrow(/[Nn]ondeterminism/);
});

test("nothing that workflows import uses a clock, randomness or files", () => {
  const files = importedFrom(fileURLToPath(new URL("workflows.ts", import.meta.url)));
  expect(files.length).toBeGreaterThan(25);
  const forbidden = /Temporal\.Now|Math\.random|performance\.|crypto\.|\bfetch\(|from "node:|process\./;
  // The sandbox replaces these: time.ts reads the workflow's own clock, and search.ts makes a date from a number.
  const ofTheSandbox = /\bDate\.now\(\)|new Date\(logicalDate\)/g;
  for (const file of files) {
    const code = readFileSync(file, "utf8").replaceAll(/\/\/.*|\/\*[^]*?\*\//g, "");
    expect({ file, found: forbidden.exec(code)?.[0] }).toEqual({ file, found: undefined });
    const isOwn = /[/\\](time|search)\.ts$/.test(file);
    expect({ file, dates: /\bDate\b/.test(code.replaceAll(isOwn ? ofTheSandbox : /$^/g, "")) }).toEqual({
      file,
      dates: false,
    });
  }
});

/** Our files that are bundled with this one; types are not. */
function importedFrom(entry: string): string[] {
  const core = globSync(join(dirname(entry), "../../../engine/src/core/*.ts")).filter(
    (file) => !/\.test\.ts$|testing\.ts$/.test(file),
  );
  const found = new Set([entry, ...core]);
  for (const file of found) {
    const text = readFileSync(file, "utf8");
    for (const [, names = "", name = ""] of text.matchAll(/^(?:import|export) ([^;]*?)from "(\.[^"]+)";/gm)) {
      if (!names.startsWith("type ")) found.add(join(dirname(file), name));
    }
  }
  return [...found];
}
