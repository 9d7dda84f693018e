// Looks for a solution in a folder that must not have one: any line that a student has to find, word for word.

import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { entryFile, givenFile, kitFolder, type LessonEntry } from "@daglings/stage";

/** Shorter lines, such as `dag,`, give nothing away, nor does an import of something that Node has. */
const shortest = 30;
const ofNode = /^import .* from "node:/;

/** `given`: files whose lines students have from the beginning. Null if nothing was found. */
export function findLeak(
  folder: string,
  lessons: readonly LessonEntry[],
  given: readonly string[],
): string | null {
  const known = new Set(given.flatMap(linesOf));
  const secret = lessons.flatMap((lesson) => {
    const lines = linesOf(givenFile(lesson)).filter((line) => line.length >= shortest && !ofNode.test(line));
    return lines.filter((line) => !known.has(line)).map((line) => ({ line, lesson }));
  });
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || entry.parentPath.includes("node_modules")) continue;
    const file = join(entry.parentPath, entry.name);
    const text = readFileSync(file, "utf8");
    const found = secret.find(({ line }) => text.includes(line));
    if (found) {
      const source = relative(kitFolder, entryFile(found.lesson));
      return `${relative(folder, file)} has a line of ${source}: ${found.line}`;
    }
  }
  return null;
}

function linesOf(file: string): string[] {
  return readFileSync(file, "utf8")
    .split("\n")
    .map((line) => line.trim());
}
