// How to write a lesson's DAG so that it does the same under Airflow 3: the page of the lesson has the few lines that
// differ, in its section "In Airflow 3", and the file is made from them.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { givenFile, type LessonEntry } from "./catalogue.ts";

/** The lesson's file for both; null if its page has no such lines. */
export function textForAirflow3(entry: LessonEntry): string | null {
  const page = readFileSync(join(entry.folder, "README.md"), "utf8").replaceAll("\r\n", "\n");
  const [, lines] = /^## In Airflow 3\n(?:(?!^## )[^])*?^```diff\n([^]*?)^```$/m.exec(page) ?? [];
  if (lines === undefined) return null;
  let text = readFileSync(givenFile(entry), "utf8");
  for (const [, before = "", after = ""] of lines.matchAll(/^-(.*)\n\+(.*)$/gm)) {
    if (!text.includes(before)) {
      const place = `lessons/${entry.name}/README.md`;
      throw new Error(
        `${place}: under "In Airflow 3" it takes "${before}" away, which the lesson does not have`,
      );
    }
    text = text.replace(before, () => after);
  }
  return text;
}
