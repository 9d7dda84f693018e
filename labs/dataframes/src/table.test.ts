import { writeFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { checkSteps } from "./check-steps.ts";
import { readFacts } from "./facts.ts";
import { frames, loadSteps } from "./frames.ts";
import { installSize } from "./install-size.ts";
import { countLines } from "./lines.ts";
import { makeInputs, measure, programOf } from "./measure.ts";
import { tableOf, type Result } from "./table.ts";

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "daglings-lab-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

const result: Result = {
  name: "danfojs",
  library: "danfojs-node",
  version: "1.2.0",
  size: 304_000_000,
  load: 748.2,
  small: 6.31,
  large: null,
  peak: 648_000_000,
  lines: 11,
  wrong: [],
};

test("a library has a row, and a figure that took too long is a dash", () => {
  const advisories = ["a", "b"];
  const facts = {
    recorded: "2026-11-25",
    isAudited: true,
    libraries: { "danfojs-node": { latest: "1.2.0", released: "2025-04-03", advisories } },
  };
  const [head = "", row = ""] = tableOf([result], facts, 20_000);
  expect(head).toContain("20,000 rows");
  expect(row.split(/ {2,}/)).toEqual([
    "danfojs 1.2.0",
    "304 MB",
    "748 ms",
    "6.3 ms",
    "–",
    "648 MB",
    "2025-04-03",
    "2",
    "11",
  ]);
  expect(tableOf([result], { ...facts, isAudited: false }, 1)[1]).toContain("at least 2");
});

test("the last release of every library is recorded", () => {
  const { libraries, recorded } = readFacts();
  const known = frames.flatMap(({ library }) => library ?? []);
  expect(Object.keys(libraries).toSorted()).toEqual(known.toSorted());
  for (const { released } of Object.values(libraries)) expect(released <= recorded).toBe(true);
});

test("what comes along counts as a library's own", () => {
  expect(installSize("danfojs-node")).toBeGreaterThan(100e6);
  expect(installSize("pandas-js")).toBeLessThan(20e6);
});

test("comments and empty lines do not count", () => {
  const file = join(temporaryFolder(), "step.ts");
  writeFileSync(file, "// What for.\n\nconst a = 1; // why\n  /** For. */\nconst b = 2;\n");
  expect(countLines(pathToFileURL(file))).toBe(2);
});

test("a library is measured in processes of its own", async () => {
  const costs = await measure(programOf("plain"), makeInputs(temporaryFolder(), 2000));
  for (const [name, value] of Object.entries(costs)) {
    expect({ name, isMeasured: value !== null && value >= 0 }).toEqual({ name, isMeasured: true });
  }
}, 60_000);

test("wrong bytes are named", async () => {
  const steps = await loadSteps({ name: "plain", library: null });
  const folder = temporaryFolder();
  expect(await checkSteps(steps, folder)).toEqual([]);
  const other = { ...steps, hourRow: async () => Promise.reject(new Error("no")), dayRow: steps.dayRow };
  await expect(checkSteps(other, folder)).rejects.toThrow("no");
  const late = {
    ...steps,
    countEvents: async ({ outputPath }: { outputPath: string }) => writeFileSync(outputPath, ""),
  };
  expect(await checkSteps(late, folder)).toContain("the statistics of one_event.events.json");
});
