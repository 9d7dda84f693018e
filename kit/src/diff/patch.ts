// A difference that git applies: `git apply` in the folder of the first file turns it into the second.

import { structuredPatch } from "diff";
import type { Sides } from "./sides.ts";

export function patchText({ from, to }: Sides): string {
  const [before, given] = [from.text, to.text];
  // A file from Windows keeps its own ends of lines.
  const isWindows = before.includes("\r\n") && !/(?<!\r)\n/.test(before);
  const unix = (text: string) => text.replaceAll("\r\n", "\n");
  const [old, wanted] = isWindows ? [unix(before), unix(given)] : [before, given];
  const { hunks } = structuredPatch(from.name, to.name, old, wanted, undefined, undefined, { context: 3 });
  if (hunks.length === 0) return "";
  const lines = hunks.flatMap((hunk) => {
    const place = `@@ -${hunk.oldStart},${hunk.oldLines} +${hunk.newStart},${hunk.newLines} @@`;
    return [place, ...hunk.lines.map((line) => (isWindows && !line.startsWith("\\") ? `${line}\r` : line))];
  });
  const rename = from.name === to.name ? [] : [`rename from ${from.name}`, `rename to ${to.name}`];
  return [
    `diff --git a/${from.name} b/${to.name}`,
    ...rename,
    `--- a/${from.name}`,
    `+++ b/${to.name}`,
    ...lines,
    "",
  ].join("\n");
}
