// The files that a run has left, and how each CSV among them begins.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { LeftFile, RunFolder } from "@daglings/stage";
import type { Screen } from "../screen.ts";
import { count, sizeText } from "../words.ts";
import { excerpt } from "./excerpt.ts";
import { alignColumns } from "./table.ts";

const mostFiles = 15;
/** The number of lines shown of each CSV: its header and two rows. */
const firstLines = 3;
/** The number of CSVs that are opened; the others look alike. */
const mostOpened = 3;

export function showFiles(files: readonly LeftFile[], folder: RunFolder, screen: Screen): string[] {
  if (files.length === 0) return ["  none"];
  const parts = excerpt(files, { most: mostFiles });
  const rows = parts.map((part) =>
    "item" in part ? [part.item.path, sizeText(part.item.bytes)] : [`… ${count(part.leftOut, "more file")}`],
  );
  const opened = files.filter(({ path }) => path.endsWith(".csv")).slice(0, mostOpened);
  return [
    ...alignColumns(rows).map((line) => `  ${line}`),
    ...opened.flatMap(({ path }) => ["", `  ${path}`, ...beginningOf(join(folder.path, path), screen)]),
  ];
}

function beginningOf(file: string, { paint }: Screen): string[] {
  const lines = readFileSync(file, "utf8").split("\n").slice(0, -1);
  const shown = lines.slice(0, firstLines).map((line, index) => (index === 0 ? paint("dim", line) : line));
  const rest = lines.length - shown.length;
  if (rest > 0) shown.push(paint("dim", `… ${count(rest, "more row")}`));
  return shown.map((line) => `    ${line}`);
}
