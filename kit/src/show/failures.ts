// The attempts that failed, each with the end of its log.

import { existsSync, readFileSync } from "node:fs";
import { isAbsolute, join, relative } from "node:path";
import type { AttemptRecord } from "@daglings/engine";
import type { RunFolder } from "@daglings/stage";
import type { Screen } from "../screen.ts";
import { count } from "../words.ts";

/** The others usually look alike. */
const mostFailures = 3;
const lastLines = 6;

export function showFailures(
  attempts: readonly AttemptRecord[],
  folder: RunFolder,
  { paint }: Screen,
): string[] {
  const failed = attempts.filter(({ error }) => error !== null);
  const shown = differentOnes(failed)
    .slice(0, mostFailures)
    .flatMap((attempt) => {
      const { runId, taskId, tryNumber, logFile } = attempt;
      const title = `  ${paint("bad", "failed")}: ${taskId} of ${runId}, try ${tryNumber}`;
      return [title, ...(logFile === null ? [] : endOf(logFile, folder)).map((line) => `    ${line}`)];
    });
  const rest = failed.length - Math.min(mostFailures, differentOnes(failed).length);
  return rest > 0 ? [...shown, `  … and ${count(rest, "more failed attempt")}`] : shown;
}

/** The same task failing for the same reason is shown once. */
function differentOnes(failed: readonly AttemptRecord[]): AttemptRecord[] {
  const known = new Map(
    failed.toReversed().map((attempt) => [`${attempt.taskId} ${attempt.error ?? ""}`, attempt]),
  );
  return failed.filter((attempt) => known.get(`${attempt.taskId} ${attempt.error ?? ""}`) === attempt);
}

function endOf(logFile: string, { path }: RunFolder): string[] {
  const file = isAbsolute(logFile) ? logFile : join(path, logFile);
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, "utf8").trimEnd().split("\n");
  // Stack traces stay in the log file.
  const said = lines.filter((line) => !/^\s+at /.test(line)).filter(isNew);
  return [...said.slice(-lastLines), `(all of it: ${relative(path, file).replaceAll("\\", "/")})`];
}

/** `Failed: no bread`, and below it `Error: no bread`: that is the same thing twice. */
function isNew(line: string, index: number, lines: readonly string[]): boolean {
  return !(line.startsWith("Error: ") && lines[index - 1]?.startsWith(line.replace("Error", "Failed")));
}
