// What the READMEs of the lessons say of what a run leaves is so.

import { startEventsApi } from "@daglings/events-api";
import { describe, expect, test } from "vitest";
import { lessonBefore, listLessons, readLesson, type LessonEntry } from "./catalogue.ts";
import { fencesIn, isLeft, pathsIn, readReadme } from "./readme-testing.ts";
import { call, inTemporaryFolder, tryLesson } from "./testing.ts";

const lessons = listLessons().filter(({ number }) => number <= "11");
const runs = new Map<string, Promise<Readonly<Record<string, string>>>>();

/** What a lesson leaves, by the paths that it has in the kit: runs/08_templated_path/data/… */
function leftBy({ name, number }: LessonEntry): Promise<Readonly<Record<string, string>>> {
  const known = runs.get(name);
  if (known) return known;
  const found = tryLesson({ lesson: number }).then(({ left }) =>
    Object.fromEntries(Object.entries(left).map(([path, content]) => [`runs/${name}/${path}`, content])),
  );
  runs.set(name, found);
  return found;
}

describe.each(lessons)("the README of $name", (entry) => {
  const readme = readReadme(entry);
  const before = lessonBefore(entry);

  async function leftByBoth(): Promise<Record<string, string>> {
    return { ...(before ? await leftBy(before) : {}), ...(await leftBy(entry)) };
  }

  test("names files that a run leaves", async () => {
    const left = await leftByBoth();
    const sections = [...readme.sections].filter(([heading]) => heading !== "What goes wrong if");
    const paths = pathsIn(sections.map(([, section]) => section).join("\n"));
    expect(paths.length).toBeGreaterThan(0);
    for (const { path, isThere } of paths) {
      const example = path.replaceAll("{{ds}}", "2019-01-01");
      const full = example.startsWith("runs/") ? example : `runs/${entry.name}/${example}`;
      expect({ full, isThere: isLeft(left, full) }).toEqual({ full, isThere });
    }
  });

  test("shows rows that a run leaves", async () => {
    const all = Object.entries(await leftByBoth()).filter(([path]) => path.endsWith(".csv"));
    for (const rows of fencesIn(readme.text, "csv")) {
      expect(all.some(([, csv]) => csv.startsWith(rows))).toBe(true);
    }
  });

  test("is right about what there is to look at", async () => {
    const { look } = await readLesson(entry);
    const left = await leftBy(entry);
    for (const [path] of look.join("\n").matchAll(/\b(?:data|mailbox)(?:\/[\w.-]*\w)*\b/g)) {
      expect({ path, isThere: isLeft(left, `runs/${entry.name}/${path}`) }).toEqual({ path, isThere: true });
    }
  });

  test("has shell commands that run", async () => {
    for (const command of fencesIn(readme.text, "sh")) {
      const api = await startEventsApi();
      const variables = { EVENTS_API: api.url };
      const answer = await inTemporaryFolder((cwd) => call("bash", ["-euc", command], { cwd, variables }));
      expect(answer).toMatchObject({ exitCode: 0, stderr: "" });
      expect(api.requests).toMatchObject([{ status: 200 }]);
      await api.close();
    }
  });
});
