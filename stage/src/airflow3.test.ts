// What the READMEs say of Airflow 3 is so: how many runs succeed there, and that their lines bring the same files back.

import { writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, test } from "vitest";
import { textForAirflow3 } from "./airflow3-lines.ts";
import { listLessons } from "./catalogue.ts";
import { readReadme } from "./readme-testing.ts";
import { inTemporaryFolder, tryLesson } from "./testing.ts";

const lessons = listLessons().filter(({ number }) => number >= "01" && number <= "12");

describe.each(lessons)("lesson $name in Airflow 3", (entry) => {
  const section = readReadme(entry).sections.get("In Airflow 3") ?? "";
  const [, runs, succeeded] = /(\d+) runs?, (\d+) succeeded/.exec(section) ?? [];
  const until = entry.number === "12" ? { until: "2024-01-15T00:10Z" } : {};

  test.runIf(runs !== undefined)("makes as many runs as its page says, and as many succeed", async () => {
    const { run } = await tryLesson({ lesson: entry.number, airflow: 3 });
    const states = run.dags.flatMap((dag) => dag.runs.map(({ state }) => state));
    expect([states.length, states.filter((state) => state === "success").length]).toEqual(
      [runs, succeeded].map(Number),
    );
  });

  const text = textForAirflow3(entry);
  test.runIf(text !== null)("leaves the files of Airflow 2 with the lines that its page shows", async () => {
    await inTemporaryFolder(async (folder) => {
      const file = join(folder, `${basename(entry.folder)}.ts`);
      writeFileSync(file, text ?? "");
      const options = { lesson: entry.number, ...until };
      const filesOf = async (more: object) => (await tryLesson({ ...options, ...more })).run.files;
      expect(await filesOf({ file, airflow: 3 })).toEqual(await filesOf({}));
    });
  });
});

test("has such lines for the lessons whose own do not work there", () => {
  const withLines = lessons.filter((entry) => textForAirflow3(entry) !== null);
  expect(withLines.map(({ number }) => number).join(" ")).toBe("02 04 06 07 08 09 10 11 12");
});
