// Code on a lesson's page is code of its file: what the page quotes must be in the source, so that the two cannot part.
// Whole files and their differences are checked by kit/src/teach/pages.test.ts, and the lines for Airflow 3 are applied to the
// source before they run. Here: fenced TypeScript, and options, calls, templates and names in the text, set as code.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

const here = new URL(".", import.meta.url);
const names = readdirSync(here)
  .filter((name) => /^\d\d_/.test(name))
  .toSorted();

/** Fields of the exchange's answer, columns, ids of other DAGs, Airflow's names, and what a lesson might have used instead. */
const notOurs = new Set([
  "avgPrice",
  "closeTime",
  "data_points",
  "binance_fetch_minute",
  "binance_calculate_hourly",
  "binance_calculate_daily",
  "schedule_interval",
  "all_success",
  "apiSignal",
  "tableChange",
]);

interface Quotation {
  readonly line: number;
  readonly code: string;
  /** The file that it is taken from, in lessons/. */
  readonly source: string;
}

test.each(names)("what the page of %s quotes is in the source that it names", (name) => {
  const page = readFileSync(new URL(`${name}/README.md`, here), "utf8");
  const missing = quotationsIn(name, page).filter(({ code, source }) => !isQuotedFrom(source, code));
  expect(
    missing.map(({ line, code, source }) => `${name}/README.md:${line}: ${code} is not in ${source}`),
  ).toEqual([]);
});

test("the pages quote a lot, and a quotation that differs in one letter is found", () => {
  const pages = names.map(
    (name) => [name, readFileSync(new URL(`${name}/README.md`, here), "utf8")] as const,
  );
  expect(pages.flatMap(([name, page]) => quotationsIn(name, page)).length).toBeGreaterThan(50);
  expect(isQuotedFrom("03_with_end_date/dag.ts", 'import * as aq from "arquero";')).toBe(true);
  expect(isQuotedFrom("03_with_end_date/dag.ts", 'import * as ab from "arquero";')).toBe(false);
  expect(isQuotedFrom("03_with_end_date/dag.ts", "calculate_stat")).toBe(false);
  expect(isQuotedFrom("10_non_atomic_send/dag.ts", "await emailStats(…)")).toBe(true);
  expect(isQuotedFrom("10_non_atomic_send/dag.ts", "await mailStats(…)")).toBe(false);
});

function quotationsIn(name: string, page: string): Quotation[] {
  const [written = ""] = page.split("\n## The file\n");
  const quotations: Quotation[] = [];
  let [heading, language, variant] = ["", "", ""];
  for (const [index, line] of written.split("\n").entries()) {
    const quote = (code: string, source: string) => quotations.push({ line: index + 1, code, source });
    const [, fence] = /^```(\w*)/.exec(line) ?? [];
    if (fence !== undefined) language = fence;
    else if (language === "ts") {
      // "// 02: …" after a line: it is from lesson 02.
      const [, code = "", number = name.slice(0, 2)] = /^(.*?)(?: +\/\/ (\d\d): .*)?$/.exec(line) ?? [];
      quote(code.trim(), entryOf(number));
    } else if (language === "text" && line.includes("{{")) quote(line, entryOf(name.slice(0, 2)));
    else if (language === "") {
      heading = /^## (.*)/.exec(line)?.[1] ?? heading;
      variant = /^- `pnpm lesson \d\d --variant ([\w-]+)`/.exec(line)?.[1] ?? variant;
      if (!["What changed, and why", "Words", "Look at the run", "What goes wrong if"].includes(heading))
        continue;
      for (const [, code = ""] of line.matchAll(/`([^`]+)`/g)) {
        if (!isCode(code)) continue;
        quote(code, heading === "What goes wrong if" ? variantOf(name, variant) : entryOf(name.slice(0, 2)));
      }
    }
  }
  return quotations;
}

/** A command, a path or what a run prints is not code. */
function isCode(span: string): boolean {
  const [option, call, keyword, template] = [/^\w+: /, /^[\w.]+\(/, /^(await|async|new) /, /^\{\{.*\}\}/];
  const name = /^[a-z]+(_[a-z]+|[A-Z]\w+)+$/;
  return !notOurs.has(span) && [option, call, keyword, template, name].some((pattern) => pattern.test(span));
}

/** "…" stands for what is left out. Whole words only. */
function isQuotedFrom(source: string, code: string): boolean {
  const parts = code.split("…").map((part) => RegExp.escape(part.trim()));
  const [before, after] = [/^\w/.test(code) ? "(?<!\\w)" : "", /\w$/.test(code) ? "(?!\\w)" : ""];
  const pattern = new RegExp(`${before}${parts.join("[^]*?")}${after}`);
  return pattern.test(readFileSync(new URL(source, here), "utf8"));
}

function entryOf(number: string): string {
  const name = names.find((each) => each.startsWith(number)) ?? "";
  return ["dag.ts", "script.ts"].map((file) => `${name}/${file}`).find(isThere) ?? name;
}

/** A variant that differs in its circumstances alone has no file. */
function variantOf(name: string, variant: string): string {
  const file = `${name}/variants/${variant}.ts`;
  return isThere(file) ? file : entryOf(name.slice(0, 2));
}

function isThere(path: string): boolean {
  return existsSync(new URL(path, here));
}
