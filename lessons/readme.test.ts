// The READMEs keep to one plan, and name only variants and files that there are. Their commands: docs/commands.test.ts.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { Lesson } from "./src/lesson.ts";

const here = new URL(".", import.meta.url);
const names = readdirSync(here)
  .filter((name) => /^\d\d_/.test(name))
  .toSorted();

const headings = [
  "What changed, and why",
  "Words",
  "Look at the run",
  "What goes wrong if",
  "The same in Airflow",
  "In Airflow 3",
  "Without an orchestrator",
  "The file", // made by pnpm teach pages
];
/** A screen and a half, and what Airflow 3 asks for: what somebody has to read, before the file, which is folded. */
const mostLines = 96;

describe.each(names)("%s", (name) => {
  const readme = readFileSync(new URL(`${name}/README.md`, here), "utf8");
  const number = name.slice(0, 2);

  test("has the headings that all have, and is no longer than a screen and a half", () => {
    expect([...readme.matchAll(/^## (.*)$/gm)].map(([, heading]) => heading)).toEqual(headings);
    const [text = ""] = readme.split("\n## The file\n");
    expect(text.split("\n").length - 1).toBeLessThanOrEqual(mostLines);
  });

  test("begins with title and goal, and says how to run the lesson", async () => {
    const { title, goal } = await lessonIn(name);
    expect(
      readme.startsWith(`# ${number} ${title}\n\n${goal}\n\nRun it with \`pnpm lesson ${number}\`. `),
    ).toBe(true);
    expect(goal.split(" ").length).toBeLessThanOrEqual(25);
    expect(goal).toMatch(/^[A-Z][^.]*\.$/);
  });

  test("tells of each variant once, under what goes wrong", async () => {
    const { variants } = await lessonIn(name);
    const [, wrong = ""] = /^## What goes wrong if\n([^]*?)^## /m.exec(readme) ?? [];
    const told = [...wrong.matchAll(/^- `pnpm lesson (\d\d) --variant ([\w-]+)`: /gm)];
    expect(told.map(([, lesson, variant]) => `${lesson} ${variant}`).toSorted()).toEqual(
      Object.keys(variants)
        .map((variant) => `${number} ${variant}`)
        .toSorted(),
    );
    expect(told.length).toBeGreaterThan(0);
  });

  test("names files that there are", () => {
    const paths = [...readme.matchAll(/`((?:lessons|engine|kit|events-api|binance)\/[^`\s]+)`/g)];
    expect(paths.length).toBeGreaterThan(0);
    for (const [, path = ""] of paths) {
      expect({ path, isThere: existsSync(new URL(`../${path}`, here)) }).toEqual({ path, isThere: true });
    }
  });

  test("has a file for each variant, unless its circumstances alone are other ones", async () => {
    const folder = new URL(`${name}/variants/`, here);
    const files = existsSync(folder) ? readdirSync(folder).map((file) => file.replace(/\.ts$/, "")) : [];
    const { variants } = await lessonIn(name);
    for (const file of files) expect(Object.keys(variants)).toContain(file);
    const without = Object.entries(variants).filter(([variant]) => !files.includes(variant));
    for (const [, variant] of without) expect(variant).toHaveProperty("scenario");
  });
});

test("there are at least 20 variants, and each is a wrong way in a file", () => {
  const files = names.flatMap((name) => readdirSync(new URL(`${name}/variants`, here)));
  expect(files.length).toBeGreaterThanOrEqual(20);
});

async function lessonIn(name: string): Promise<Lesson> {
  const { lesson } = (await import(new URL(`${name}/lesson.ts`, here).href)) as { lesson: Lesson };
  return lesson;
}
